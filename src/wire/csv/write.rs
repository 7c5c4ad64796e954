//! Writing CSV: rows end with CRLF, nested values are JSV within a cell.

use std::collections::BTreeMap;
use std::ops::Range;

use jsv_codec::scalar::character;

use super::{class, first_list};
use crate::{
    contract::{Contract, Dto, DtoId, Member, Property, TypeRef},
    value::{Object, Value},
    wire::{Cut, Dialect, Typed, WriteError, jsv},
};

/// The rows of a value: a list of objects has one each, an object has one, a dictionary one for
/// each entry.
pub(in crate::wire) fn write(typed: &Typed, dialect: &Dialect) -> Result<String, WriteError> {
    let mut writer = Writer::new(typed, None, dialect);
    writer.rows(typed.ty, typed.value)?;
    Ok(writer.out)
}

/// The rows of an object, cut around the items of a list: rows of their own, or JSV in one cell.
pub(in crate::wire) fn write_cut(
    typed: &Typed,
    place: usize,
    dialect: &Dialect,
) -> Result<Cut, WriteError> {
    let mut writer = Writer::new(typed, Some(place), dialect);
    writer.rows(typed.ty, typed.value)?;
    Ok(Cut { text: writer.out, items: writer.items, separator: writer.separator })
}

/// The place of a member among those that its class declares: 10.x knows no other order of columns
/// (recorded). Members of base classes come behind.
fn declared(dto: &Dto, member: &Member) -> usize {
    let is_it = |own: &Property| own.on_the_wire() == member.name;
    dto.properties.iter().position(is_it).unwrap_or(usize::MAX)
}

struct Writer<'a> {
    out: String,
    contract: &'a Contract,
    dialect: &'a Dialect,
    /// The member of the outermost object whose items are marked.
    marked: Option<usize>,
    items: Range<usize>,
    /// What stands between two of the marked items, beside the ends of rows.
    separator: &'static str,
}

impl<'a> Writer<'a> {
    fn new(typed: &Typed<'a>, marked: Option<usize>, dialect: &'a Dialect) -> Self {
        Writer {
            out: String::new(),
            contract: typed.contract,
            dialect,
            marked,
            items: 0..0,
            separator: "",
        }
    }

    fn rows(&mut self, ty: &TypeRef, value: &Value) -> Result<(), WriteError> {
        match (value, ty) {
            (Value::Null, _) => Ok(()),
            (Value::Object(object), _) => self.object(object),
            (Value::List(items), TypeRef::List(_, of)) => self.list(of, items),
            (Value::Dictionary(entries), _) => self.dictionary(ty, entries),
            // A scalar is no row: nothing ends it (recorded).
            _ => self.cell(ty, value),
        }
    }

    fn object(&mut self, object: &Object) -> Result<(), WriteError> {
        let dto = self.contract.dto(object.dto);
        let marked = self.marked.take();
        if let Some(place) = first_list(dto) {
            self.rows(&dto.members[place].ty, object.members.get(place).unwrap_or(&Value::Null))?;
            if marked != Some(place) {
                // Another list is not written, so its items are nothing.
                (self.items, self.separator) = (self.out.len()..self.out.len(), "");
            }
            return Ok(());
        }
        let columns = self.columns(object.dto, std::iter::once(object));
        self.header(object.dto, &columns);
        self.row(object.dto, &columns, Some(object), marked)
    }

    /// The places of the members that are shown: all, or those that are not left out of every row
    /// (recorded).
    fn columns<'o>(&self, id: DtoId, rows: impl Iterator<Item = &'o Object> + Clone) -> Vec<usize> {
        let members = &self.contract.dto(id).members;
        let is_shown = |place: &usize| {
            let is_told = |row: &Object| {
                let value = row.members.get(*place).unwrap_or(&Value::Null);
                !self.dialect.leaves_out(self.contract, &members[*place].ty, value)
            };
            !self.dialect.js.exclude_defaults || rows.clone().any(is_told)
        };
        let mut places: Vec<usize> = (0..members.len()).collect();
        let dto = self.contract.dto(id);
        if dto.data_contract.is_some() && self.dialect.text == jsv_codec::Dialect::Modern {
            places.sort_by_key(|place| declared(dto, &members[*place]));
        }
        places.into_iter().filter(is_shown).collect()
    }

    /// Objects are rows below a header; scalars are the cells of one row without a header.
    fn list(&mut self, of: &TypeRef, items: &[Value]) -> Result<(), WriteError> {
        if let (TypeRef::Dictionary(key, of), jsv_codec::Dialect::Modern) = (of, self.dialect.text)
        {
            return self.dictionaries(key, of, items);
        }
        let Some(id) = class(self.contract, of) else {
            let begun = self.out.len();
            for (place, item) in items.iter().enumerate() {
                self.separate(place);
                self.cell(of, item)?;
            }
            (self.items, self.separator) = (begun..self.out.len(), ",");
            self.end_row();
            return Ok(());
        };
        let objects = items.iter().map(|item| match item {
            Value::Object(object) => Some(object),
            _ => None,
        });
        let columns = self.columns(id, objects.clone().flatten());
        self.header(id, &columns);
        let begun = self.out.len();
        objects.into_iter().try_for_each(|object| self.row(id, &columns, object, None))?;
        self.items = begun..self.out.len();
        Ok(())
    }

    fn header(&mut self, id: DtoId, columns: &[usize]) {
        for (column, place) in columns.iter().enumerate() {
            self.separate(column);
            // Recorded of 10.1.5: only what is within cells is cased.
            self.field(&self.contract.dto(id).members[*place].name);
        }
        self.end_row();
    }

    fn row(
        &mut self,
        id: DtoId,
        columns: &[usize],
        object: Option<&Object>,
        marked: Option<usize>,
    ) -> Result<(), WriteError> {
        for (column, &place) in columns.iter().enumerate() {
            self.separate(column);
            let value = object.and_then(|object| object.members.get(place)).unwrap_or(&Value::Null);
            let begun = self.out.len();
            self.cell(&self.contract.dto(id).members[place].ty, value)?;
            if marked == Some(place) {
                // Within the quotes that a list's bracket asks for, and within the brackets.
                self.items = begun + 2..self.out.len() - 2;
                self.separator = ",";
            }
        }
        self.end_row();
        Ok(())
    }

    /// A dictionary has the header of its entries, but each entry is one cell: an oddity of the
    /// host.
    fn dictionary(&mut self, ty: &TypeRef, entries: &[(Value, Value)]) -> Result<(), WriteError> {
        self.out.push_str("Key,Value");
        self.end_row();
        let TypeRef::Dictionary(key, of) = ty else { return Ok(()) };
        for (name, value) in entries {
            let name = self.jsv(key, name)?;
            let value = self.jsv(of, value)?;
            let case = self.dialect.js.text_case;
            let [of_key, of_value] = ["Key", "Value"].map(|name| case.spell(name));
            self.field(&format!("{{{of_key}:{name},{of_value}:{value}}}"));
            self.end_row();
        }
        Ok(())
    }

    /// In 10.x dictionaries are rows, with a column for each key in the order of their units
    /// (recorded).
    fn dictionaries(
        &mut self,
        key: &TypeRef,
        of: &TypeRef,
        items: &[Value],
    ) -> Result<(), WriteError> {
        let rows = items.iter().map(|item| match item {
            Value::Dictionary(entries) => entries
                .iter()
                .map(|(name, value)| Ok((self.plain(key, name)?, value)))
                .collect::<Result<BTreeMap<_, _>, _>>(),
            _ => Ok(BTreeMap::new()),
        });
        let rows = rows.collect::<Result<Vec<_>, WriteError>>()?;
        let mut columns: Vec<String> = rows.iter().flat_map(BTreeMap::keys).cloned().collect();
        columns.sort_by(|one, other| one.encode_utf16().cmp(other.encode_utf16()));
        columns.dedup();
        for (place, name) in columns.iter().enumerate() {
            self.separate(place);
            self.field(name);
        }
        self.end_row();
        for row in &rows {
            for (place, name) in columns.iter().enumerate() {
                self.separate(place);
                self.cell(of, row.get(name).copied().unwrap_or(&Value::Null))?;
            }
            self.end_row();
        }
        Ok(())
    }

    /// The text of a key.
    fn plain(&self, ty: &TypeRef, key: &Value) -> Result<String, WriteError> {
        match key {
            Value::String(text) => Ok(text.clone()),
            key => self.jsv(ty, key),
        }
    }

    /// A string is itself, everything else its JSV.
    fn cell(&mut self, ty: &TypeRef, value: &Value) -> Result<(), WriteError> {
        match value {
            Value::Null => {}
            Value::String(text) => self.field(text),
            // Recorded of 10.x: a character is written as it is (topic F4).
            Value::Char(unit) if self.dialect.text == jsv_codec::Dialect::Modern => {
                character::write(*unit, &mut self.out);
            }
            _ => {
                let text = self.jsv(ty, value)?;
                self.field(&text);
            }
        }
        Ok(())
    }

    fn jsv(&self, ty: &TypeRef, value: &Value) -> Result<String, WriteError> {
        jsv::write(&Typed { contract: self.contract, ty, value }, self.dialect)
    }

    fn field(&mut self, text: &str) {
        if !text.contains(['"', ',', '\r', '\n']) && !text.starts_with(['[', '{']) {
            return self.out.push_str(text);
        }
        self.out.push('"');
        self.out.push_str(&text.replace('"', "\"\""));
        self.out.push('"');
    }

    fn separate(&mut self, place: usize) {
        if place > 0 {
            self.out.push(',');
        }
    }

    fn end_row(&mut self) {
        self.out.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::write;
    use crate::{
        contract::{Contract, Scalar, TypeRef},
        value::Value,
        wire::{Dialect, Typed},
    };

    #[test]
    fn modern_hosts_quote_no_character() {
        let dialect = Dialect { text: jsv_codec::Dialect::Modern, ..Dialect::default() };
        let contract = Contract::read(br#"{"types":[{"name":"A"}]}"#).expect("a contract");
        let ty = TypeRef::Scalar(Scalar::Char);
        for (unit, expected) in [(b'"', "\""), (b',', ",")] {
            let value = Value::Char(unit.into());
            let typed = Typed { contract: &contract, ty: &ty, value: &value };
            assert_eq!(write(&typed, &dialect).as_deref(), Ok(expected));
        }
    }
}
