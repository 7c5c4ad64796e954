//! Reading lists and dictionaries of JSON.

use super::{
    cut::{Slice, is_white},
    read::Reader,
    string,
};
use crate::{
    contract::{ListKind, TypeRef},
    value::Value,
    wire::{
        ReadError,
        item::{self, Entries},
        text,
    },
};

impl Reader<'_> {
    pub(super) fn dictionary(
        &self,
        key: &TypeRef,
        of: &TypeRef,
        slice: Slice,
        depth: usize,
    ) -> Result<Value, ReadError> {
        let (mut at, end) = (slice.start, slice.end);
        self.cut.skip_white(&mut at, end);
        if at == end {
            return Ok(Value::Null);
        }
        self.skip_one(&mut at, end);
        self.cut.skip_white(&mut at, end);
        let mut entries = Entries::default();
        if self.cut.peek(at, end) == Some(b'}') {
            return Ok(entries.into_value());
        }
        while at < end {
            if let Some((key, value)) = self.entry(key, of, &mut at, end, depth)? {
                entries.put(key, value);
            }
        }
        Ok(entries.into_value())
    }

    /// Reads `key:value,`. A bare key runs to the next `,`, `}` or blank, whatever colons it holds; then one character
    /// is skipped for the colon, and there must be one.
    fn entry(
        &self,
        key: &TypeRef,
        of: &TypeRef,
        at: &mut usize,
        end: usize,
        depth: usize,
    ) -> Result<Option<(Value, Value)>, ReadError> {
        self.cut.skip_white(at, end);
        let name = self.cut.value(at, end);
        self.cut.skip_white(at, end);
        if *at == end {
            return Err(ReadError::index_out_of_range());
        }
        self.skip_one(at, end);
        let value = self.cut.value(at, end);
        self.budget.spend(2)?;
        if name.is_empty() {
            return Ok(None);
        }
        let entry = (self.value(key, name, depth + 1)?, self.entry_value(of, value, depth)?);
        self.skip_separator(at, end);
        Ok(Some(entry))
    }

    fn entry_value(&self, of: &TypeRef, slice: Slice, depth: usize) -> Result<Value, ReadError> {
        if slice.is_empty() && slice.start == self.cut.text.len() {
            return Ok(self.contract.default_value(of));
        }
        self.value(of, slice, depth + 1)
    }

    pub(super) fn list(
        &self,
        kind: ListKind,
        of: &TypeRef,
        slice: Slice,
        depth: usize,
    ) -> Result<Value, ReadError> {
        let text = self.cut.text[slice.clone()].trim_matches(is_white);
        if text.starts_with('"')
            && text.len() > 1
            && self.cut.after_quote(slice.start, slice.end) == slice.end
        {
            let inner = string::read(text);
            return match inner.is_empty() {
                true => Ok(Value::Null),
                false => Reader::new(self.contract, &inner, self.dialect, self.budget)?.items(
                    kind,
                    of,
                    0..inner.len(),
                    depth + 1,
                ),
            };
        }
        self.items(kind, of, slice, depth)
    }

    /// The brackets are optional; when there is an opening one, the last character goes too, whatever it is.
    fn items(&self, kind: ListKind, of: &TypeRef, slice: Slice, depth: usize) -> Result<Value, ReadError> {
        let Slice { start: mut at, mut end } = slice;
        self.cut.skip_white(&mut at, end);
        if at == end {
            return Ok(Value::Null);
        }
        end = at + self.cut.text[at..end].trim_end_matches(is_white).len();
        if self.cut.peek(at, end) == Some(b'[') {
            at += 1;
            end -= self.cut.text[at..end].chars().next_back().map_or(0, char::len_utf8);
        }
        self.cut.skip_white(&mut at, end);
        let mut items = Vec::new();
        while at < end {
            let value = self.cut.value(&mut at, end);
            self.budget.spend(1)?;
            items.push(self.item(item::is_bare(kind, of), of, value, depth)?);
            let separated = self.cut.peek(at, end).is_some();
            self.skip_separator(&mut at, end);
            if separated && at == end && item::trailing_adds(kind, of) {
                items.push(self.contract.default_value(of));
            }
        }
        Ok(Value::List(items))
    }

    /// An empty slot among objects is null.
    fn item(&self, bare: bool, of: &TypeRef, slice: Slice, depth: usize) -> Result<Value, ReadError> {
        match of {
            TypeRef::Scalar(scalar) if bare => text::parse(*scalar, &self.cut.text[slice], self.dialect),
            TypeRef::Dto(id) if slice.is_empty() && self.contract.dto(*id).enumeration().is_none() => {
                Ok(Value::Null)
            }
            _ => self.value(of, slice, depth + 1),
        }
    }
}
