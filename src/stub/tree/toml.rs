//! TOML with places, by the library's own.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{DEEPEST, Kind, Node};
use crate::stub::mistake::Fault;

pub(super) fn read(text: &str) -> Result<Node, Fault> {
    let table = DeTable::parse(text).map_err(|error| Fault {
        at: error.span().map(|span| span.start),
        reason: format!("is no TOML: {}", error.message().lines().next().unwrap_or_default()),
    })?;
    Ok(Node { at: 0, kind: entries(table.get_ref(), 0)? })
}

fn entries(table: &DeTable<'_>, depth: usize) -> Result<Kind, Fault> {
    let mut entries = Vec::new();
    for (key, value) in table {
        let node = Node { at: key.span().start, ..node(value, depth + 1)? };
        entries.push((key.get_ref().to_string(), node));
    }
    // The library sorts by name; the text's order is that of the places.
    entries.sort_by_key(|(_, node)| node.at);
    Ok(Kind::Table(entries))
}

fn node(value: &Spanned<DeValue<'_>>, depth: usize) -> Result<Node, Fault> {
    let at = value.span().start;
    if depth > DEEPEST {
        return Err(Fault::at(at, format!("nests deeper than {DEEPEST} levels")));
    }
    let kind = match value.get_ref() {
        DeValue::String(text) => Kind::Text(text.to_string()),
        DeValue::Integer(number) => Kind::Number(
            i64::from_str_radix(number.as_str(), number.radix())
                .map_err(|_| Fault::at(at, format!("{} is no number of 64 bits", number.as_str())))?
                .to_string(),
        ),
        DeValue::Float(number) => Kind::Number(number.as_str().to_owned()),
        DeValue::Boolean(truth) => Kind::Bool(*truth),
        DeValue::Datetime(date) => Kind::Text(date.to_string()),
        DeValue::Array(items) => {
            Kind::List(items.iter().map(|item| node(item, depth + 1)).collect::<Result<_, _>>()?)
        }
        DeValue::Table(table) => entries(table, depth)?,
    };
    Ok(Node { at, kind })
}
