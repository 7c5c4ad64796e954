//! Reading CSV: the header names members in any case, a cell is a member's JSV, or the text itself
//! for strings.

use std::borrow::Cow;

use super::{class, first_list, keys, rows::Rows};
use crate::{
    contract::{Contract, DtoId, Member, Scalar, TypeRef},
    value::{Object, Value},
    wire::{
        ReadError, Reading,
        budget::Budget,
        item::{Entries, is_string},
        jsv,
    },
};

/// Reads a value of type `ty`: a list takes every row, an object the first.
///
/// # Errors
/// Whatever they are called, the host answers 400.
pub(in crate::wire) fn read(
    contract: &Contract,
    ty: &TypeRef,
    text: &str,
    reading: Reading<'_>,
) -> Result<Value, ReadError> {
    let mut table = Table {
        contract,
        reading,
        budget: Budget::new(&reading),
        text,
        rows: Rows::of(text),
        row: Vec::new(),
    };
    let read = table.next().and_then(|_| table.value(ty));
    read.map_err(|error| ReadError { status: Some(400), ..error })
}

struct Table<'a> {
    contract: &'a Contract,
    reading: Reading<'a>,
    budget: Budget,
    text: &'a str,
    rows: Rows<'a>,
    /// The row read last; rows may be of any length.
    row: Vec<Cow<'a, str>>,
}

impl Table<'_> {
    /// Reads a row, if there is one.
    fn next(&mut self) -> Result<bool, ReadError> {
        self.budget.spend(1)?;
        let row = self.rows.next().transpose()?;
        let found = row.is_some();
        self.row = row.unwrap_or_default();
        Ok(found)
    }

    fn value(&mut self, ty: &TypeRef) -> Result<Value, ReadError> {
        match ty {
            TypeRef::List(_, of) => self.list(of),
            TypeRef::Dictionary(..) => Err(no_entry(self.row.first().map_or("", |cell| cell))),
            _ => match class(self.contract, ty) {
                Some(id) => self.first(id),
                None => self.cell(ty, self.row.first().map_or("", |cell| cell)),
            },
        }
    }

    fn list(&mut self, of: &TypeRef) -> Result<Value, ReadError> {
        let mut items = Vec::new();
        match class(self.contract, of) {
            Some(id) => {
                let header = self.header(id)?;
                while self.next()? {
                    let row = self.row_at(items.len(), of, |table| table.object(id, &header))?;
                    items.push(Value::Object(row));
                }
            }
            None if self.is_exact() && is_string(of) => return self.lines(),
            None if matches!(of, TypeRef::Dictionary(..)) => return self.dictionaries(of),
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

    /// Whether it is read exactly as by 10.x.
    fn is_exact(&self) -> bool {
        self.reading.strict && self.reading.text == jsv_codec::Dialect::Modern
    }

    /// Of several lines 10.x takes each for a text (recorded).
    fn lines(&mut self) -> Result<Value, ReadError> {
        let mut lines: Vec<Value> = Vec::new();
        let mut rows = Rows::of(self.text);
        while let Some(line) = rows.next_line() {
            self.budget.spend(1)?;
            lines.push(Value::String(line.to_owned()));
        }
        if lines.len() == 1 {
            lines = self.row.iter().map(|cell| Value::String(cell.to_string())).collect();
        }
        Ok(Value::List(lines))
    }

    /// A row is a dictionary by the names of the header; empty cells are no entries (recorded).
    fn dictionaries(&mut self, of: &TypeRef) -> Result<Value, ReadError> {
        let TypeRef::Dictionary(key, value) = of else { return Ok(Value::Null) };
        let names = std::mem::take(&mut self.row);
        let mut rows = Vec::new();
        while self.next()? {
            if self.row.len() > names.len() {
                return Err(ReadError::no_such_item());
            }
            let mut entries = Entries::default();
            for (name, cell) in names.iter().zip(&self.row).filter(|(_, cell)| !cell.is_empty()) {
                self.budget.spend(2)?;
                entries.put(self.cell(key, name)?, self.cell(value, cell)?);
            }
            rows.push(entries.into_value());
        }
        Ok(Value::List(rows))
    }

    fn first(&mut self, id: DtoId) -> Result<Value, ReadError> {
        let dto = self.contract.dto(id);
        if let Some(place) = first_list(dto) {
            let mut object = self.contract.new_object(id);
            object.members[place] = self.value(&dto.members[place].ty)?;
            return Ok(Value::Object(object));
        }
        let header = self.header(id)?;
        if self.next()? { self.object(id, &header).map(Value::Object) } else { Ok(Value::Null) }
    }

    /// The places of the members that the columns of this row name.
    fn header(&self, id: DtoId) -> Result<Vec<Option<usize>>, ReadError> {
        let dto = self.contract.dto(id);
        let column = |cell: &Cow<str>| {
            if cell.is_empty() {
                Err(ReadError::null_reference())
            } else {
                Ok(self.column(id, cell, dto.place_of(cell.trim())))
            }
        };
        self.row.iter().map(column).collect()
    }

    /// The place of a column's member; a column of no member is noted.
    fn column(&self, id: DtoId, name: &str, place: Option<usize>) -> Option<usize> {
        if let (Some(diagnostics), None) = (self.reading.notes, place) {
            diagnostics.note_unknown(self.contract, id, name);
        }
        place
    }

    /// Every cell must have a column, and convert. One that is empty leaves its member at the
    /// default.
    fn object(&self, id: DtoId, header: &[Option<usize>]) -> Result<Object, ReadError> {
        let members = &self.contract.dto(id).members;
        self.budget.spend(members.len())?;
        if self.row.len() > header.len() {
            return Err(ReadError::no_such_item());
        }
        let mut object = self.contract.new_object(id);
        for (place, cell) in header.iter().zip(&self.row) {
            if let Some(place) = *place {
                object.members[place] = self.noted(&members[place], cell)?;
            }
        }
        self.budget.refusal().map_or(Ok(object), Err)
    }

    /// Reads a row, which diagnostics name by its number.
    fn row_at<T>(
        &self,
        number: usize,
        ty: &TypeRef,
        read: impl FnOnce(&Self) -> Result<T, ReadError>,
    ) -> Result<T, ReadError> {
        let Some(diagnostics) = self.reading.notes else { return read(self) };
        diagnostics.enter_item(number);
        diagnostics.leave_with(read(self), self.contract, ty, "")
    }

    fn noted(&self, member: &Member, cell: &str) -> Result<Value, ReadError> {
        let Some(diagnostics) = self.reading.notes else { return self.cell(&member.ty, cell) };
        diagnostics.enter_member(&member.name);
        diagnostics.leave_with(self.cell(&member.ty, cell), self.contract, &member.ty, cell)
    }

    /// A cell has no quotes any more, so one that is left is a character.
    fn cell(&self, ty: &TypeRef, text: &str) -> Result<Value, ReadError> {
        match ty {
            _ if text.is_empty() => Ok(self.contract.default_value(ty)),
            TypeRef::Scalar(Scalar::String) if text == "\u{200B}" && self.reading.strict => {
                Ok(Value::String(String::new()))
            }
            TypeRef::Scalar(Scalar::Char) if text == "\"" => Ok(Value::Char(u16::from(b'"'))),
            TypeRef::Dictionary(..) if self.reading.text == jsv_codec::Dialect::Classic => {
                let text = keys::kept(text);
                jsv::read_cell(self.contract, ty, &text, self.reading, &self.budget)
            }
            ty if self.is_exact() && holds_objects(self.contract, ty) => {
                let text = keys::texts_kept(text);
                jsv::read_cell(self.contract, ty, &text, self.reading, &self.budget)
            }
            _ => jsv::read_cell(self.contract, ty, text, self.reading, &self.budget),
        }
    }
}

/// An object or a list of objects.
fn holds_objects(contract: &Contract, ty: &TypeRef) -> bool {
    match ty {
        TypeRef::List(_, of) => class(contract, of).is_some(),
        ty => class(contract, ty).is_some(),
    }
}

/// The host looks for `{Key:…,Value:…}` in the first cell (recorded: topics B7 and B23).
fn no_entry(cell: &str) -> ReadError {
    match cell.strip_prefix('{').and_then(|rest| rest.split_once(':')) {
        Some((name, _)) => {
            ReadError::serialization(format!("Incorrect KeyValuePair property: {name}"))
        }
        None => ReadError::index_out_of_range(),
    }
}
