//! Rows as JSON: what is exported, imported and kept. `{"Stock":[{…},…],…}` holds tables by the names of
//! their classes; dates are ISO 8601, so that nothing of them is lost.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::value::RawValue;

use super::cells::normal;
use super::schema::Schema;
use super::state::State;
use crate::contract::{DtoId, TypeRef};
use crate::value::{Object, Value};
use crate::wire::{self, DateHandler, Diagnostics, Dialect, Format, JsConfig, Reading, Typed};

/// What is wrong with a row, or a document of rows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct DocumentError {
    /// The member that is to blame, from the root of the row: `Notes[0].Text`.
    pub member: Option<String>,
    /// The sentence.
    pub reason: String,
}

impl DocumentError {
    /// A sentence about the whole.
    pub fn whole(reason: impl Into<String>) -> Self {
        Self { member: None, reason: reason.into() }
    }

    /// A sentence about a member.
    pub fn of(member: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { member: Some(member.into()), reason: reason.into() }
    }
}

static DIALECT: LazyLock<Dialect> = LazyLock::new(|| {
    let js = JsConfig { dates: DateHandler::Iso8601, ..JsConfig::default() };
    Dialect { js, max_values: usize::MAX, ..Dialect::default() }
});

/// A row as JSON.
///
/// # Errors
/// A value that JSON does not carry.
pub fn write_row(schema: &Schema, row: &Object) -> Result<String, DocumentError> {
    let (ty, value) = (TypeRef::Dto(row.dto), Value::Object(row.clone()));
    let typed = Typed { contract: schema.contract(), ty: &ty, value: &value };
    wire::write(Format::Json, &typed, &DIALECT)
        .map_err(|error| DocumentError::whole(error.to_string()))
}

/// A row of JSON.
///
/// # Errors
/// When it is none of the class. When `is_strict` also if the text is no JSON, or has members that the
/// class does not have, values that do not fit, or rows of another table within.
pub fn read_row(
    schema: &Schema,
    class: DtoId,
    json: &str,
    is_strict: bool,
) -> Result<Object, DocumentError> {
    if is_strict {
        let whole = serde_json::from_str::<&RawValue>(json);
        whole.map_err(|error| DocumentError::whole(format!("is no JSON: {error}")))?;
    }
    let (notes, ty) = (Diagnostics::default(), TypeRef::Dto(class));
    let reading = Reading::from(&*DIALECT).noting(&notes);
    let value = wire::read(Format::Json, schema.contract(), &ty, json.as_bytes(), reading);
    let value = value.map_err(|error| match notes.blamed().filter(|path| !path.is_empty()) {
        Some(path) => DocumentError::of(path.clone(), format!("`{path}`: {}", error.message)),
        None => DocumentError::whole(error.message),
    })?;
    match (value, notes.into_notes().into_iter().next()) {
        (_, Some(note)) if is_strict => {
            let member = Some(note.path.clone()).filter(|path| !path.is_empty());
            Err(DocumentError { member, reason: note.to_string() })
        }
        (Value::Object(mut row), _) => {
            if is_strict {
                schema.check_columns(&row)?;
            }
            for (value, member) in row.members.iter_mut().zip(&schema.contract().dto(class).members)
            {
                *value = normal(&member.ty, std::mem::take(value));
            }
            Ok(row)
        }
        _ => Err(DocumentError::whole(format!("holds no {}", schema.name(class)))),
    }
}

/// All rows of a state.
///
/// # Errors
/// A value that JSON does not carry.
pub fn write(state: &State) -> Result<String, DocumentError> {
    let mut text = "{".to_owned();
    for (at, (class, _)) in state.classes().enumerate() {
        let name = serde_json::to_string(state.schema().name(class)).unwrap_or_default();
        text.push_str(if at == 0 { "\n" } else { ",\n" });
        text.push_str(&format!("{name}:{}", rows_of(state, class)?));
    }
    text.push_str("\n}\n");
    Ok(text)
}

/// The rows of a class, a line each.
///
/// # Errors
/// A value that JSON does not carry.
pub fn rows_of(state: &State, class: DtoId) -> Result<String, DocumentError> {
    let mut text = "[".to_owned();
    for (at, row) in state.rows(class).enumerate() {
        text.push_str(if at == 0 { "\n  " } else { ",\n  " });
        text.push_str(&write_row(state.schema(), row)?);
    }
    text.push_str("\n]");
    Ok(text)
}

/// The tables of a document.
///
/// # Errors
/// What is wrong, with the class and the number of the row.
pub fn read(schema: &Schema, text: &str) -> Result<Vec<(DtoId, Vec<Object>)>, DocumentError> {
    let wrong = |error: serde_json::Error| {
        DocumentError::whole(format!("is no document of records: {error}"))
    };
    let tables: BTreeMap<String, Vec<&RawValue>> = serde_json::from_str(text).map_err(wrong)?;
    let mut read = Vec::new();
    for (name, rows) in &tables {
        let class = schema.find(name).ok_or_else(|| no_class(schema, name))?;
        let row = |(at, json): (usize, &&RawValue)| {
            read_row(schema, class, json.get(), true).map_err(|DocumentError { member, reason }| {
                let member = format!("{name}[{at}]{}", below(member.as_deref()));
                DocumentError::of(member, format!("{name}, row {}: {reason}", at + 1))
            })
        };
        read.push((class, rows.iter().enumerate().map(row).collect::<Result<_, _>>()?));
    }
    Ok(read)
}

/// The sentence of a class that is not there.
fn no_class(schema: &Schema, name: &str) -> DocumentError {
    let names = schema.contract().dtos().map(|(_, dto)| dto.type_name.name.as_str());
    let reason = match crate::nearest::nearest(name, names) {
        Some(near) => format!("there is no type {name}; did you mean {near}?"),
        None => format!("there is no type {name}"),
    };
    DocumentError::of(name, reason)
}

/// The path of a member, behind that of what holds it.
fn below(member: Option<&str>) -> String {
    member.map_or_else(String::new, |member| format!(".{member}"))
}
