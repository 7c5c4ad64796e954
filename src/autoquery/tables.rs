//! Records by name and text: what the admin API and the command line do with them.

use std::sync::Arc;

use super::query::{Plan, QueryRequest};
use super::settings::{OperationSettings, Settings};
use crate::contract::DtoId;
use crate::records::{self, CellError, DocumentError, Records, RecordsError, State, cell_of};
use crate::value::{Object, Value};
use crate::wire::Dialect;

/// The records of a tenant at one host, by names and JSON.
///
/// Rows are JSON objects with the members' own names; dates are ISO 8601.
#[derive(Clone)]
pub struct Tables(pub Arc<Records>);

/// Some rows of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// So many rows were left out before them.
    pub offset: i64,
    /// So many pass the conditions.
    pub total: usize,
    /// The rows as JSON objects.
    pub rows: Vec<String>,
}

impl Tables {
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
        let plan = plan.map_err(RecordsError::Document)?;
        let (mut requested, mut terms) = (QueryRequest::default(), Vec::new());
        for (name, text) in arguments {
            match name.to_ascii_lowercase().as_str() {
                "skip" => requested.part.skip = number(name, text)?,
                "take" => requested.part.take = Some(number(name, text)?),
                "orderby" => requested.order_by.clone_from(text),
                "orderbydesc" => requested.order_by_desc.clone_from(text),
                _ => terms.extend(plan.term((name, text)).map_err(of_cell)?),
            }
        }
        requested.include = "total".to_owned();
        let answer = plan.answer_to(&state, terms, &requested).map_err(of_cell)?;
        let row = |value: Value| match value {
            Value::Object(row) => records::write_row(&schema, &row).map_err(of_document),
            _ => Ok(String::new()),
        };
        let rows =
            answer.rows.page(0, usize::MAX).into_iter().map(row).collect::<Result<_, _>>()?;
        Ok(Listing { offset: answer.offset, total: answer.total, rows })
    }

    /// Makes or replaces a row, and gives it as it is kept.
    ///
    /// # Errors
    /// No such type; JSON that does not fit; the limits and the disk.
    pub async fn put(&self, name: &str, json: &str) -> Result<String, RecordsError> {
        let schema = self.0.read().schema().clone();
        let class = class(&self.0.read(), name)?;
        let row = records::read_row(&schema, class, json, true).map_err(of_document)?;
        let row = self.0.change(move |draft| draft.save(row)).await?;
        records::write_row(&schema, &row).map_err(of_document)
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
    ) -> Result<Option<String>, RecordsError> {
        let state = self.0.read();
        let (class, schema) = (class(&state, name)?, state.schema().clone());
        let key = key_of(&state, class, key)?;
        let patch = records::read_row(&schema, class, json, true).map_err(of_document)?;
        let given: serde_json::Map<String, serde_json::Value> = serde_json::from_str(json)
            .map_err(|error| RecordsError::Document(error.to_string()))?;
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
                return Err(RecordsError::Document(message));
            }
            places.iter().for_each(|place| row.members[*place] = patch.members[*place].clone());
            draft.save(row).map(Some)
        };
        let row = self.0.change::<_, RecordsError>(change).await?;
        row.map(|row| records::write_row(&schema, &row).map_err(of_document)).transpose()
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
        records::write(&self.0.read()).map_err(of_document)
    }

    /// Puts the rows of such a document in the place of those of its types, and gives how many they are. Other types
    /// keep theirs. All of it is taken or nothing.
    ///
    /// # Errors
    /// What is wrong with the document; the limits and the disk.
    pub async fn import(&self, json: &str) -> Result<usize, RecordsError> {
        let schema = self.0.read().schema().clone();
        let tables = records::read(&schema, json).map_err(of_document)?;
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
    let member = schema.class(class).and_then(|class| class.key);
    let Some(member) = member else {
        return key
            .parse()
            .map(Value::UInt)
            .map_err(|_| RecordsError::Document("no such row".to_owned()));
    };
    let contract = schema.contract();
    cell_of(contract, &contract.dto(class).members[member].ty, key, &Dialect::default())
        .map_err(of_cell)
}

fn number(name: &str, text: &str) -> Result<i64, RecordsError> {
    text.trim().parse().map_err(|_| RecordsError::Document(format!("{name} is no number: {text}")))
}

fn of_cell(error: CellError) -> RecordsError {
    RecordsError::Document(error.message)
}

fn of_document(error: DocumentError) -> RecordsError {
    RecordsError::Document(error.0)
}
