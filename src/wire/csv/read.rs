//! Reading CSV: the header names members in any case, a cell is a member's JSV, or the text itself for strings.

use csv::{ReaderBuilder, StringRecord};

use super::{class, only_list};
use crate::{
    contract::{Contract, DtoId, TypeRef},
    value::{Object, Value},
    wire::{Dialect, ReadError, jsv},
};

/// Reads a value of type `ty`: a list takes every row, an object the first.
pub(in crate::wire) fn read(
    contract: &Contract,
    ty: &TypeRef,
    text: &str,
    dialect: &Dialect,
) -> Result<Value, ReadError> {
    Table { contract, dialect, records: records(text)? }.value(ty)
}

/// All rows, the header first. Rows may be of any length.
fn records(text: &str) -> Result<Vec<StringRecord>, ReadError> {
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    reader.records().collect::<Result<_, _>>().map_err(|error| ReadError::serialization(error.to_string()))
}

struct Table<'a> {
    contract: &'a Contract,
    dialect: &'a Dialect,
    records: Vec<StringRecord>,
}

impl Table<'_> {
    fn value(&self, ty: &TypeRef) -> Result<Value, ReadError> {
        match ty {
            TypeRef::List(_, of) => self.list(of),
            _ => match class(self.contract, ty) {
                Some(id) => self.first(id),
                None => self.cell(ty, self.records.first().and_then(|row| row.get(0)).unwrap_or_default()),
            },
        }
    }

    fn list(&self, of: &TypeRef) -> Result<Value, ReadError> {
        let items: Result<Vec<Value>, ReadError> = match class(self.contract, of) {
            Some(id) => Ok(self.rows().map(|row| Value::Object(self.object(id, row))).collect()),
            None => self.records.iter().flatten().map(|cell| self.cell(of, cell)).collect(),
        };
        items.map(Value::List)
    }

    fn first(&self, id: DtoId) -> Result<Value, ReadError> {
        let dto = self.contract.dto(id);
        if let Some(place) = only_list(dto) {
            let mut object = self.contract.new_object(id);
            object.members[place] = self.value(&dto.members[place].ty)?;
            return Ok(Value::Object(object));
        }
        Ok(self.rows().next().map_or(Value::Null, |row| Value::Object(self.object(id, row))))
    }

    fn rows(&self) -> impl Iterator<Item = &StringRecord> {
        self.records.iter().skip(1)
    }

    /// A cell that does not convert leaves its member at the default.
    fn object(&self, id: DtoId, row: &StringRecord) -> Object {
        let mut object = self.contract.new_object(id);
        let members = &self.contract.dto(id).members;
        for (name, cell) in self.records.iter().take(1).flatten().zip(row) {
            let Some(place) = members.iter().position(|member| member.name.eq_ignore_ascii_case(name)) else {
                continue;
            };
            if let Ok(value) = self.cell(&members[place].ty, cell) {
                object.members[place] = value;
            }
        }
        object
    }

    fn cell(&self, ty: &TypeRef, text: &str) -> Result<Value, ReadError> {
        if text.is_empty() {
            return Ok(self.contract.default_value(ty));
        }
        jsv::read_member(self.contract, ty, text, self.dialect)
    }
}
