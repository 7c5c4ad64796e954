//! Records by name and text: what the admin API and the command line do with them.

use std::sync::Arc;

use super::query::{Plan, QueryRequest};
use super::settings::{OperationSettings, Settings};
use crate::contract::DtoId;
use crate::nearest::nearest;
use crate::records::{self, DocumentError, Records, RecordsError, Schema, State, cell_of};
use crate::value::{Object, Value};
use crate::wire::Dialect;

/// The records of a tenant at one host, by names and JSON.
///
/// Rows are JSON objects with the members' own names; dates are ISO 8601.
#[derive(Clone)]
pub struct Tables(pub Arc<Records>);

/// Rows by their types.
pub type Rows = Vec<(DtoId, Vec<Object>)>;

/// Some rows of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Listing {
    /// So many rows were left out before them.
    pub offset: i64,
    /// So many pass the conditions.
    pub total: usize,
    /// The rows.
    pub rows: Vec<Object>,
}

impl Tables {
    /// The classes of the rows.
    pub fn schema(&self) -> Arc<Schema> {
        self.0.read().schema().clone()
    }

    /// The types that have rows, or had some, and how many.
    pub fn types(&self) -> Vec<(String, usize)> {
        let state = self.0.read();
        let name = |class| state.schema().name(class).to_owned();
        state.classes().map(|(class, table)| (name(class), table.len())).collect()
    }

    /// Rows of a type by AutoQuery's arguments: conditions, `Skip`, `Take`, `OrderBy`, `OrderByDesc`.
    ///
    /// # Errors
    /// No such type; a value or a column that does not fit.
    pub fn list(
        &self,
        name: &str,
        arguments: &[(String, String)],
    ) -> Result<Listing, RecordsError> {
        let state = self.0.read();
        let class = class(&state, name)?;
        let schema = state.schema().clone();
        let (settings, own) = (Settings::default(), OperationSettings::default());
        // No member of a class itself filters: all that is asked comes as arguments.
        let plan = Plan::new(&schema, class, (class, class), &settings, &own);
        let plan = plan.map_err(DocumentError::whole)?;
        let (mut requested, mut terms) = (QueryRequest::default(), Vec::new());
        for (name, text) in arguments {
            match name.to_ascii_lowercase().as_str() {
                "skip" => requested.part.skip = number(name, text)?,
                "take" => requested.part.take = Some(number(name, text)?),
                "orderby" => requested.order_by.clone_from(text),
                "orderbydesc" => requested.order_by_desc.clone_from(text),
                _ => match plan.term((name, text)) {
                    Ok(Some(term)) => terms.push(term),
                    Ok(None) if text.is_empty() => {}
                    Ok(None) => return Err(no_condition(&state, class, name).into()),
                    Err(error) => {
                        let reason = format!("`{name}`: {}", error.message);
                        return Err(DocumentError::of(name, reason).into());
                    }
                },
            }
        }
        requested.include = "total".to_owned();
        let ordered_by = if requested.order_by.is_empty() { "OrderByDesc" } else { "OrderBy" };
        let answer = plan.answer_to(&state, terms, &requested);
        let answer = answer.map_err(|error| DocumentError::of(ordered_by, error.message))?;
        let row = |value: Value| match value {
            Value::Object(row) => Some(row),
            _ => None,
        };
        let rows = answer.rows.page(0, usize::MAX).into_iter().filter_map(row).collect();
        Ok(Listing { offset: answer.offset, total: answer.total, rows })
    }

    /// Makes or replaces a row, and gives it as it is kept.
    ///
    /// # Errors
    /// No such type; JSON that does not fit; the limits and the disk.
    pub async fn put(&self, name: &str, json: &str) -> Result<Arc<Object>, RecordsError> {
        let schema = self.0.read().schema().clone();
        let class = class(&self.0.read(), name)?;
        let row = records::read_row(&schema, class, json, true)?;
        self.0.change(move |draft| draft.save(row)).await
    }

    /// Writes the members of a JSON object over those of the row with a key; `None` when there is no such row.
    ///
    /// # Errors
    /// As [`Tables::put`].
    pub async fn patch(
        &self,
        name: &str,
        key: &str,
        json: &str,
    ) -> Result<Option<Arc<Object>>, RecordsError> {
        let state = self.0.read();
        let (class, schema) = (class(&state, name)?, state.schema().clone());
        let key = key_of(&state, class, key)?;
        let patch = records::read_row(&schema, class, json, true)?;
        let given: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(json).map_err(|error| DocumentError::whole(error.to_string()))?;
        let dto = schema.contract().dto(class);
        let places: Vec<usize> = given.keys().filter_map(|name| dto.place_of(name)).collect();
        let own = schema.class(class).and_then(|class| class.key);
        let name = own.map(|own| dto.members[own].name.to_string()).unwrap_or_default();
        let change = move |draft: &mut records::Draft| {
            let Some(row) = draft.state().get(class, &key) else { return Ok(None) };
            let mut row: Object = (**row).clone();
            if let Some(own) = own.filter(|own| places.contains(own))
                && records::Key(patch.members[own].clone()) != records::Key(key.clone())
            {
                let message =
                    format!("`{name}` is the key of the row, which a patch cannot change");
                return Err(DocumentError::of(name, message).into());
            }
            places.iter().for_each(|place| row.members[*place] = patch.members[*place].clone());
            draft.save(row).map(Some)
        };
        self.0.change::<_, RecordsError>(change).await
    }

    /// Removes the row of a key; `false` when there is none.
    ///
    /// # Errors
    /// No such type; a key that does not fit; the disk.
    pub async fn delete(&self, name: &str, key: &str) -> Result<bool, RecordsError> {
        let state = self.0.read();
        let class = class(&state, name)?;
        let key = key_of(&state, class, key)?;
        let remove = move |draft: &mut records::Draft| Ok(draft.remove(class, &key).is_some());
        self.0.change::<_, RecordsError>(remove).await
    }

    /// Whether changes outlive the process.
    pub fn is_durable(&self) -> bool {
        self.0.is_durable()
    }

    /// Goes back to the seed rows.
    ///
    /// # Errors
    /// The disk.
    pub fn reset(&self) -> Result<(), RecordsError> {
        self.0.reset()
    }

    /// All rows as one JSON document: `{"Stock":[{…},…],…}`.
    ///
    /// # Errors
    /// A value that JSON does not carry.
    pub fn export(&self) -> Result<String, RecordsError> {
        Ok(records::write(&self.0.read())?)
    }

    /// Puts the rows of such a document in the place of those of its types, and gives how many they are. Other types
    /// keep theirs. All of it is taken or nothing.
    ///
    /// # Errors
    /// What is wrong with the document; the limits and the disk.
    pub async fn import(&self, json: &str) -> Result<usize, RecordsError> {
        self.replace(self.read(json)?).await
    }

    /// The rows of such a document, by their types.
    ///
    /// # Errors
    /// What is wrong with the document.
    pub fn read(&self, json: &str) -> Result<Rows, RecordsError> {
        Ok(records::read(&self.schema(), json)?)
    }

    /// Puts rows in the place of those of their types, and gives how many they are.
    ///
    /// # Errors
    /// The limits and the disk.
    pub async fn replace(&self, tables: Rows) -> Result<usize, RecordsError> {
        let count = tables.iter().map(|(_, rows)| rows.len()).sum();
        let replace = move |draft: &mut records::Draft| {
            for (class, rows) in tables {
                draft.clear(class);
                rows.into_iter().try_for_each(|row| draft.create(row).map(drop))?;
            }
            Ok(count)
        };
        self.0.change::<_, RecordsError>(replace).await
    }
}

fn class(state: &State, name: &str) -> Result<DtoId, RecordsError> {
    state.schema().find(name).ok_or_else(|| RecordsError::UnknownType(name.to_owned()))
}

fn key_of(state: &State, class: DtoId, key: &str) -> Result<Value, RecordsError> {
    let schema = state.schema();
    let misfit = || {
        let reason = format!("`{key}` is no key of {}", schema.name(class));
        RecordsError::from(DocumentError::of("Key", reason))
    };
    let Some(member) = schema.class(class).and_then(|class| class.key) else {
        return key.parse().map(Value::UInt).map_err(|_| misfit());
    };
    let contract = schema.contract();
    let ty = &contract.dto(class).members[member].ty;
    cell_of(contract, ty, key, &Dialect::default()).map_err(|_| misfit())
}

fn number(name: &str, text: &str) -> Result<i64, DocumentError> {
    let misfit = || DocumentError::of(name, format!("`{name}` is no number: {text}"));
    text.trim().parse().map_err(|_| misfit())
}

/// The sentence of a condition that names no column.
fn no_condition(state: &State, class: DtoId, name: &str) -> DocumentError {
    let (schema, names) = (state.schema(), ["Skip", "Take", "OrderBy", "OrderByDesc"]);
    let columns = schema.contract().dto(class).members.iter().map(|member| member.name.as_str());
    let class = schema.name(class);
    let reason = match nearest(name, columns.chain(names)) {
        Some(near) => format!("`{name}` is no condition on {class}; did you mean `{near}`?"),
        None => format!("`{name}` is no condition on {class}: none of its columns has this name"),
    };
    DocumentError::of(name, reason)
}
