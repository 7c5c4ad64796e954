//! All rows of a host, as a value.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::draft::Draft;
use super::error::RecordsError;
use super::order::Key;
use super::rows::Rows;
use super::schema::Schema;
use super::store::Limits;
use crate::contract::DtoId;
use crate::value::{Object, Value};

/// The tables of a host. A clone shares all rows.
#[derive(Debug, Clone)]
pub struct State {
    schema: Arc<Schema>,
    tables: BTreeMap<DtoId, Table>,
    /// How many bytes rows take, about.
    bytes: usize,
}

/// The rows of a class.
#[derive(Debug, Clone, Default)]
pub struct Table {
    rows: Rows,
    /// The greatest number that a key had.
    last: u64,
}

impl State {
    /// No rows.
    pub fn new(schema: Arc<Schema>) -> Self {
        Self { schema, tables: BTreeMap::new(), bytes: 0 }
    }

    /// Keys, columns and references.
    pub fn schema(&self) -> &Arc<Schema> {
        &self.schema
    }

    /// The table of a class, if it ever had a row.
    pub fn table(&self, class: DtoId) -> Option<&Table> {
        self.tables.get(&class)
    }

    /// The classes that have a table.
    pub fn classes(&self) -> impl Iterator<Item = (DtoId, &Table)> {
        self.tables.iter().map(|(id, table)| (*id, table))
    }

    /// The same with these rows of a class, each with a number that an error gives back.
    ///
    /// # Errors
    /// Two rows of one key; more than the limits allow.
    pub fn with(
        self,
        class: DtoId,
        rows: Vec<(Object, usize)>,
        limits: Limits,
    ) -> Result<Self, (usize, RecordsError)> {
        let mut draft = Draft::new(self, limits);
        draft.open(class);
        for (row, number) in rows {
            draft.create(row).map_err(|error| (number, error))?;
        }
        Ok(draft.state)
    }

    /// The row of a key.
    pub fn get(&self, class: DtoId, key: &Value) -> Option<&Arc<Object>> {
        self.tables.get(&class)?.rows.get(&Key(key.clone()))
    }

    /// Rows of a class in the order of their keys.
    pub fn rows(&self, class: DtoId) -> impl Iterator<Item = &Arc<Object>> {
        self.keyed(class).map(|(_, row)| row)
    }

    /// How many rows there are in all.
    pub fn count(&self) -> usize {
        self.tables.values().map(|table| table.rows.len()).sum()
    }

    /// How many bytes they take, about.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Rows with their keys; those of a class without a key have numbers.
    pub(super) fn keyed(&self, class: DtoId) -> impl Iterator<Item = (&Key, &Arc<Object>)> {
        self.tables.get(&class).into_iter().flat_map(|table| table.rows.iter())
    }

    /// The key of a row; a number for one of a class without.
    pub(super) fn key_of(&self, row: &Object) -> Key {
        let key = self.schema.class(row.dto).and_then(|class| class.key);
        match key {
            Some(member) => Key(row.members[member].clone()),
            None => Key(Value::UInt(self.next(row.dto))),
        }
    }

    /// The number after the greatest that a key had.
    pub(super) fn next(&self, class: DtoId) -> u64 {
        self.tables.get(&class).map_or(1, |table| table.last.saturating_add(1))
    }

    /// A table without rows, so that the class is known to have some.
    pub(super) fn open(&mut self, class: DtoId) {
        self.tables.entry(class).or_default();
    }

    /// A table whose keys go on after this number.
    pub(super) fn begin(&mut self, class: DtoId, last: u64) {
        self.tables.entry(class).or_default().last = last;
    }

    pub(super) fn put(&mut self, key: Key, row: Arc<Object>) -> Option<Arc<Object>> {
        self.bytes += weight(&row);
        let table = self.tables.entry(row.dto).or_default();
        if let Value::Int(number) = key.0 {
            table.last = table.last.max(u64::try_from(number).unwrap_or_default());
        } else if let Value::UInt(number) = key.0 {
            table.last = table.last.max(number);
        }
        let before = table.rows.put(key, row);
        self.bytes -= before.as_ref().map_or(0, |row| weight(row));
        before
    }

    pub(super) fn remove(&mut self, class: DtoId, key: &Key) -> Option<Arc<Object>> {
        let removed = self.tables.get_mut(&class)?.rows.remove(key)?;
        self.bytes -= weight(&removed);
        Some(removed)
    }

    /// Removes all rows of a class.
    pub(super) fn clear(&mut self, class: DtoId) {
        let Some(table) = self.tables.get_mut(&class) else { return };
        self.bytes -= table.rows.iter().map(|(_, row)| weight(row)).sum::<usize>();
        *table = Table::default();
    }
}

impl Table {
    /// How many rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The greatest key.
    pub fn last_key(&self) -> Option<&Value> {
        self.rows.last_key().map(|key| &key.0)
    }
}

/// How many bytes a row takes, about.
fn weight(row: &Object) -> usize {
    fn of(value: &Value) -> usize {
        const VALUE: usize = std::mem::size_of::<Value>();
        VALUE
            + match value {
                Value::String(text) => text.len(),
                Value::Bytes(bytes) => bytes.len(),
                Value::List(items) => items.iter().map(of).sum(),
                Value::Dictionary(entries) => {
                    entries.iter().map(|(key, value)| of(key) + of(value)).sum()
                }
                Value::Object(object) => object.members.iter().map(of).sum(),
                _ => 0,
            }
    }
    row.members.iter().map(of).sum()
}
