//! What the folders of a host say of the files that one puts there.

use std::sync::Arc;

use crate::autoquery;
use crate::contract::{Contract, DtoId, Operation, TypeRef};
use crate::records::Schema;
use crate::value::Value;
use crate::wire::{self, DateHandler, Dialect, Format, JsConfig, Typed};

/// A longer example shows nobody anything.
const LONGEST_EXAMPLE: usize = 4_000;

/// Large samples take their time, and an import shall take none.
const TRIED: usize = 10;

/// How to give answers.
pub(super) fn of_stubs(contract: &Contract) -> String {
    let mut text = "# Answers of this host\n\n\
        An operation without a file here answers by its contract: default values, empty lists.\n\
        A file that is named after an operation is its answer to every request: `{Operation}.json`, `.jsv` or `.xml`,\n\
        in that format; its texts may hold templates (`{{ Name }}`). Members that it leaves out have their defaults.\n\
        `{Operation}.toml` says which answer is given when, with status, headers, errors, state (docs/lab.md).\n\
        Editors complete and check it by the line `#:schema .stub.schema.json`, and the same object as JSON by\n\
        `\"$schema\": \".stub.schema.json\"`.\n\
        Files are read when the host is started, and again when they change; a mistake is reported with its line.\n"
        .to_owned();
    if let Some((operation, sample)) =
        contract.operations().iter().take(TRIED).find_map(|own| example(contract, own))
    {
        text.push_str(&format!("\nFor example `{operation}.json`:\n\n```json\n{sample}\n```\n"));
    }
    text
}

/// What rows a host can have, with an example of each type.
pub(super) fn of_data(contract: &Contract) -> Option<String> {
    let tables = autoquery::tables(contract);
    if tables.is_empty() {
        return None;
    }
    let mut text = "# Rows of this host\n\n\
        Operations that query, create, update, patch, delete or save rows answer from those of the tenant. It begins\n\
        with the rows of the files here: `{Type}.json`, `.jsv` or `.csv`, a list of rows. Files are read when the host\n\
        is started, and again when they change. What the contract does not say of queries (joins, fields,\n\
        values that are always written, limits) is said in `records.toml` beside this folder (docs/records.md).\n"
        .to_owned();
    let schema = Schema::of(Arc::new(contract.clone()));
    for class in tables {
        let name = &contract.dto(class).type_name.name;
        let Some(row) = row_shown(contract, &schema, class) else { continue };
        text.push_str(&format!("\n`{name}.json`:\n\n```json\n[\n{row}\n]\n```\n"));
    }
    Some(text)
}

/// A sample of a row as JSON, without the members that are filled with rows of other tables; none
/// that is long.
fn row_shown(contract: &Contract, schema: &Schema, class: DtoId) -> Option<String> {
    let ty = &TypeRef::Dto(class);
    let Value::Object(mut row) = contract.sample(ty) else { return None };
    for (place, value) in row.members.iter_mut().enumerate() {
        if !schema.is_column(class, place) {
            *value = Value::Null;
        }
    }
    let value = Value::Object(row);
    let js = JsConfig { indent: true, dates: DateHandler::Iso8601, ..JsConfig::default() };
    let dialect = Dialect { js, ..Dialect::default() };
    let sample =
        wire::write(Format::Json, &Typed { contract, ty, value: &value }, &dialect).ok()?;
    (sample.len() <= LONGEST_EXAMPLE && !sample.contains("```")).then_some(sample)
}

/// The first of the host's own operations whose sample answer is short enough.
fn example<'c>(contract: &'c Contract, operation: &'c Operation) -> Option<(&'c str, String)> {
    let ty = operation.response.as_ref().filter(|_| !operation.built_in && !operation.hidden)?;
    if !matches!(ty, TypeRef::Dto(_)) {
        return None;
    }
    let value = contract.sample(ty);
    let dialect =
        Dialect { js: JsConfig { indent: true, ..JsConfig::default() }, ..Dialect::default() };
    let sample =
        wire::write(Format::Json, &Typed { contract, ty, value: &value }, &dialect).ok()?;
    (sample.len() <= LONGEST_EXAMPLE && !sample.contains("```"))
        .then_some((&operation.name, sample))
}
