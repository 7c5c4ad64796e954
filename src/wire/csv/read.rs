//! Reading CSV: the header names members in any case, a cell is a member's JSV, or the text itself for strings.

use csv::{Reader, ReaderBuilder, StringRecord};

use super::{class, first_list};
use crate::{
    contract::{Contract, DtoId, TypeRef},
    value::{Object, Value},
    wire::{Dialect, ReadError, budget::Budget, jsv},
};

/// Reads a value of type `ty`: a list takes every row, an object the first.
pub(in crate::wire) fn read(
    contract: &Contract,
    ty: &TypeRef,
    text: &str,
    dialect: &Dialect,
) -> Result<Value, ReadError> {
    let reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut table =
        Table { contract, dialect, budget: Budget::new(dialect), reader, row: StringRecord::new() };
    table.next()?;
    table.value(ty)
}

struct Table<'a> {
    contract: &'a Contract,
    dialect: &'a Dialect,
    budget: Budget,
    reader: Reader<&'a [u8]>,
    /// The row read last; rows may be of any length.
    row: StringRecord,
}

impl Table<'_> {
    /// Reads a row, if there is one.
    fn next(&mut self) -> Result<bool, ReadError> {
        self.budget.spend(1)?;
        self.reader.read_record(&mut self.row).map_err(|error| ReadError::serialization(error.to_string()))
    }

    fn value(&mut self, ty: &TypeRef) -> Result<Value, ReadError> {
        match ty {
            TypeRef::List(_, of) => self.list(of),
            _ => match class(self.contract, ty) {
                Some(id) => self.first(id),
                None => self.cell(ty, self.row.get(0).unwrap_or_default()),
            },
        }
    }

    fn list(&mut self, of: &TypeRef) -> Result<Value, ReadError> {
        let mut items = Vec::new();
        match class(self.contract, of) {
            Some(id) => {
                let header = self.row.clone();
                while self.next()? {
                    items.push(Value::Object(self.object(id, &header)?));
                }
            }
            None => loop {
                for cell in &self.row {
                    self.budget.spend(1)?;
                    items.push(self.cell(of, cell)?);
                }
                if !self.next()? {
                    break;
                }
            },
        }
        Ok(Value::List(items))
    }

    fn first(&mut self, id: DtoId) -> Result<Value, ReadError> {
        let dto = self.contract.dto(id);
        if let Some(place) = first_list(dto) {
            let mut object = self.contract.new_object(id);
            object.members[place] = self.value(&dto.members[place].ty)?;
            return Ok(Value::Object(object));
        }
        let header = self.row.clone();
        match self.next()? {
            true => self.object(id, &header).map(Value::Object),
            false => Ok(Value::Null),
        }
    }

    /// A cell that does not convert leaves its member at the default.
    fn object(&self, id: DtoId, header: &StringRecord) -> Result<Object, ReadError> {
        let members = &self.contract.dto(id).members;
        self.budget.spend(members.len())?;
        let mut object = self.contract.new_object(id);
        for (name, cell) in header.iter().zip(&self.row) {
            let Some(place) = members.iter().position(|member| member.name.eq_ignore_ascii_case(name)) else {
                continue;
            };
            if let Ok(value) = self.cell(&members[place].ty, cell) {
                object.members[place] = value;
            }
        }
        self.budget.refusal().map_or(Ok(object), Err)
    }

    fn cell(&self, ty: &TypeRef, text: &str) -> Result<Value, ReadError> {
        if text.is_empty() {
            return Ok(self.contract.default_value(ty));
        }
        jsv::read_cell(self.contract, ty, text, self.dialect, &self.budget)
    }
}
