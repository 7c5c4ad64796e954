//! The rows of one file.

use std::path::Path;

use crate::contract::{Contract, DtoId, ListKind, TypeRef};
use crate::stub::mistake::{Fault, Lines};
use crate::stub::scope::member_of;
use crate::stub::shape::{constant, unknown};
use crate::stub::tree::{Kind, Node};
use crate::value::{Object, Value};
use crate::wire::{self, Diagnostics, Dialect, Format, Reading};

/// How a file of rows is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notation {
    Json,
    Wire(Format),
}

impl Notation {
    /// By the end of its name; `None` for what holds no rows.
    pub fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_string_lossy().to_lowercase().as_str() {
            "json" => Some(Self::Json),
            "jsv" => Some(Self::Wire(Format::Jsv)),
            "csv" => Some(Self::Wire(Format::Csv)),
            _ => None,
        }
    }
}

/// The rows of a text with their lines; 0 where the notation has no lines of rows.
pub(in crate::stub) fn read(
    notation: Notation,
    (contract, dialect): (&Contract, &Dialect),
    class: DtoId,
    text: &str,
) -> Result<Vec<(Object, usize)>, Fault> {
    match notation {
        Notation::Json => {
            let node = Node::of_json(text)?;
            let Kind::List(items) = &node.kind else {
                return Err(Fault::at(
                    node.at,
                    format!("holds no list of rows, but {}", node.words()),
                ));
            };
            let lines = Lines::of(text);
            let row = |(place, item): (usize, &Node)| {
                let path = format!("[{place}]");
                let row = TypeRef::Dto(class);
                match typed(contract, dialect, item, &row, &path)? {
                    Value::Object(object) => Ok((object, lines.line_of(item.at))),
                    _ => Err(Fault::at(item.at, format!("`{path}` is no object"))),
                }
            };
            items.iter().enumerate().map(row).collect()
        }
        Notation::Wire(format) => of_wire(format, (contract, dialect), class, text),
    }
}

fn typed(
    contract: &Contract,
    dialect: &Dialect,
    node: &Node,
    ty: &TypeRef,
    path: &str,
) -> Result<Value, Fault> {
    let inner = |node: &Node, ty: &TypeRef, path: &str| typed(contract, dialect, node, ty, path);
    match (ty, &node.kind) {
        (TypeRef::Nullable(_), Kind::Null) => Ok(Value::Null),
        (TypeRef::Nullable(of), _) => inner(node, of, path),
        (_, Kind::Null) if contract.default_value(ty) == Value::Null => Ok(Value::Null),
        (TypeRef::List(_, of), Kind::List(items)) => {
            let item = |(place, item): (usize, &Node)| inner(item, of, &format!("{path}[{place}]"));
            items.iter().enumerate().map(item).collect::<Result<_, _>>().map(Value::List)
        }
        (TypeRef::Dictionary(key, of), Kind::Table(entries)) => {
            let entry = |(name, node): &(String, Node)| {
                let path = format!("{path}[{name}]");
                let text = Node { at: node.at, kind: Kind::Text(name.clone()) };
                Ok((constant(contract, dialect, &text, key, &path)?, inner(node, of, &path)?))
            };
            entries.iter().map(entry).collect::<Result<_, _>>().map(Value::Dictionary)
        }
        (TypeRef::Dto(id), Kind::Table(entries)) if contract.dto(*id).enumeration().is_none() => {
            let mut object = contract.new_object(*id);
            let mut met = Vec::new();
            for (name, node) in entries {
                let below = format!("{path}.{name}");
                let place = member_of(contract, *id, name).ok_or_else(|| {
                    Fault::at(
                        node.at,
                        unknown(contract.dto(*id), &contract.type_text(ty), &below, name),
                    )
                })?;
                if met.contains(&place) {
                    return Err(Fault::at(node.at, format!("`{below}` is given twice")));
                }
                met.push(place);
                object.members[place] = inner(node, &contract.dto(*id).members[place].ty, &below)?;
            }
            Ok(Value::Object(object))
        }
        _ => constant(contract, dialect, node, ty, path),
    }
}

/// JSV and CSV, by the host's own readers and their notes.
fn of_wire(
    format: Format,
    (contract, dialect): (&Contract, &Dialect),
    class: DtoId,
    text: &str,
) -> Result<Vec<(Object, usize)>, Fault> {
    let trimmed = text.trim();
    let skipped = text.len() - text.trim_start().len();
    let ty = TypeRef::List(ListKind::List, Box::new(TypeRef::Dto(class)));
    let starts = if format == Format::Csv { row_starts(text) } else { Vec::new() };
    // The reader of CSV knows cells, not where they stand: the row is known by its number.
    let place_of = |path: &str| {
        let number = path.strip_prefix('[')?.split(']').next()?.parse::<usize>().ok();
        number.map_or(Some(skipped), |number| starts.get(number).copied())
    };
    let notes = Diagnostics::default();
    let reading = Reading::from(dialect).noting(&notes);
    let value =
        wire::read(format, contract, &ty, trimmed.as_bytes(), reading).map_err(|error| {
            let message = error.message;
            match notes.blamed().filter(|path| !path.is_empty()) {
                Some(path) => Fault { at: place_of(&path), reason: format!("`{path}`: {message}") },
                None => Fault::whole(message),
            }
        })?;
    if let Some(note) = notes.into_notes().first() {
        let at = note.at.map(|at| at + skipped).or_else(|| place_of(&note.path));
        return Err(Fault { at, reason: note.to_string() });
    }
    let lines = Lines::of(text);
    let object = |(place, item)| match item {
        Value::Object(object) => {
            Some((object, starts.get(place).map_or(0, |at| lines.line_of(*at))))
        }
        _ => None,
    };
    match value {
        Value::List(items) => Ok(items.into_iter().enumerate().filter_map(object).collect()),
        Value::Null => Ok(Vec::new()),
        _ => Err(Fault::whole("holds no list of rows")),
    }
}

/// Where the rows of CSV begin, the header left out: at lines that are not empty and not within
/// quotes.
fn row_starts(text: &str) -> Vec<usize> {
    let (mut starts, mut is_quoted, mut is_begun) = (Vec::new(), false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'\n' if !is_quoted => is_begun = false,
            b'\r' => {}
            _ => {
                if !is_begun {
                    starts.push(at);
                }
                is_begun = true;
                is_quoted ^= byte == b'"';
            }
        }
    }
    starts.drain(..starts.len().min(1));
    starts
}

#[cfg(test)]
mod tests {
    use super::row_starts;

    #[test]
    fn a_row_begins_at_a_line_that_is_not_empty_and_not_within_quotes() {
        assert_eq!(row_starts("A,B\r\n1,2\n\n\"a\nb\",3\n4"), [5, 10, 18]);
        assert_eq!(row_starts(""), [0; 0]);
    }
}
