//! A change in the making.

use std::sync::Arc;

use super::cells::{cell_of, normal};
use super::error::RecordsError;
use super::order::Key;
use super::state::State;
use super::store::Limits;
use crate::contract::DtoId;
use crate::value::{Object, Value};
use crate::wire::Dialect;

/// A change in the making: what is done to it becomes the state as a whole or not at all.
pub struct Draft {
    pub(super) state: State,
    pub(super) changes: Vec<Change>,
    limits: Limits,
}

/// One change of a row: what a journal keeps.
#[derive(Debug, Clone)]
pub(super) enum Change {
    Put(Key, Arc<Object>),
    Remove(DtoId, Key),
    /// All rows of a class are gone.
    Clear(DtoId),
    /// Keys of a class go on after this number.
    Last(DtoId, u64),
}

impl Draft {
    pub(super) fn new(state: State, limits: Limits) -> Self {
        Self { state, changes: Vec::new(), limits }
    }

    /// What there is, this change included.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Puts a row that was not there.
    ///
    /// # Errors
    /// [`RecordsError::Exists`], [`RecordsError::Full`], [`RecordsError::NoKey`].
    pub fn create(&mut self, row: Object) -> Result<Arc<Object>, RecordsError> {
        let row = self.with_version(self.with_key(row)?, 1);
        let key = self.state.key_of(&row);
        if self.state.get(row.dto, &key.0).is_some() {
            return Err(RecordsError::Exists(self.key_name(row.dto)));
        }
        self.put(key, row)
    }

    /// Puts a row, in the place of the one that has its key.
    ///
    /// # Errors
    /// [`RecordsError::Full`], [`RecordsError::NoKey`].
    pub fn save(&mut self, row: Object) -> Result<Arc<Object>, RecordsError> {
        let row = self.with_key(row)?;
        let key = self.state.key_of(&row);
        let version =
            self.version(self.state.get(row.dto, &key.0)).map_or(1, |version| version + 1);
        let row = self.with_version(row, version);
        self.put(key, row)
    }

    /// Removes the row of a key and gives it.
    pub fn remove(&mut self, class: DtoId, key: &Value) -> Option<Arc<Object>> {
        let key = Key(key.clone());
        let removed = self.state.remove(class, &key)?;
        self.changes.push(Change::Remove(class, key));
        Some(removed)
    }

    /// Removes the rows that a test takes and gives how many.
    pub fn remove_where(&mut self, class: DtoId, test: impl Fn(&Arc<Object>) -> bool) -> usize {
        let taken = self.state.keyed(class).filter(|(_, row)| test(row));
        let keys: Vec<Key> = taken.map(|(key, _)| key.clone()).collect();
        keys.iter().filter(|key| self.remove(class, &key.0).is_some()).count()
    }

    /// Removes all rows of a class.
    pub fn clear(&mut self, class: DtoId) {
        self.state.clear(class);
        self.state.open(class);
        self.changes.push(Change::Clear(class));
    }

    /// Notes that the class has rows, though there are none.
    pub fn open(&mut self, class: DtoId) {
        self.state.open(class);
    }

    /// The count of a row's changes.
    pub fn version(&self, row: Option<&Arc<Object>>) -> Option<u64> {
        let row = row?;
        let member = self.state.schema().class(row.dto)?.row_version?;
        match &row.members[member] {
            Value::UInt(version) => Some(*version),
            Value::Int(version) => u64::try_from(*version).ok(),
            _ => Some(0),
        }
    }

    fn put(&mut self, key: Key, mut row: Object) -> Result<Arc<Object>, RecordsError> {
        let contract = self.state.schema().contract().clone();
        for (value, member) in row.members.iter_mut().zip(&contract.dto(row.dto).members) {
            *value = normal(&member.ty, std::mem::take(value));
        }
        let row = Arc::new(row);
        self.state.put(key.clone(), row.clone());
        self.limits.check(&self.state)?;
        self.changes.push(Change::Put(key, row.clone()));
        Ok(row)
    }

    /// A whole number that is a key and is zero becomes the next one that its type can hold.
    fn with_key(&self, mut row: Object) -> Result<Object, RecordsError> {
        let schema = self.state.schema();
        let Some(member) = schema.class(row.dto).and_then(|class| class.key) else {
            return Ok(row);
        };
        if matches!(row.members[member], Value::Int(0) | Value::UInt(0)) {
            let (contract, next) = (schema.contract(), self.state.next(row.dto).to_string());
            let ty = &contract.dto(row.dto).members[member].ty;
            row.members[member] = cell_of(contract, ty, &next, &Dialect::default())
                .map_err(|_| RecordsError::NoKey(self.key_name(row.dto)))?;
        }
        Ok(row)
    }

    fn with_version(&self, mut row: Object, version: u64) -> Object {
        let class = self.state.schema().class(row.dto);
        if let Some(member) = class.and_then(|class| class.row_version) {
            row.members[member] = match row.members[member] {
                Value::Int(_) => Value::Int(i64::try_from(version).unwrap_or(i64::MAX)),
                _ => Value::UInt(version),
            };
        }
        row
    }

    fn key_name(&self, class: DtoId) -> String {
        let schema = self.state.schema();
        let dto = schema.contract().dto(class);
        let member = schema.class(class).and_then(|class| class.key);
        let member = member.map_or("rowid", |member| dto.members[member].name.as_str());
        format!("{}.{member}", dto.type_name.name)
    }
}
