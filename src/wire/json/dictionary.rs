//! Reading dictionaries, pairs and tuples of JSON: what is read key by key.

use super::{
    cut::{Cutter, Piece},
    read::Reader,
};
use crate::{
    contract::{DtoId, Scalar, TypeRef},
    value::{Object, Value},
    wire::{
        Loss, ReadError,
        item::{self, Entries},
    },
};

/// The keys and values of one text.
struct Pairs<'r, 'a> {
    cut: &'r Cutter<'a>,
    at: usize,
    end: usize,
}

impl<'r, 'a> Pairs<'r, 'a> {
    /// Whatever the first character is, it is taken for the opening brace. None for an empty text.
    fn open(reader: &'r Reader<'a>, piece: Piece) -> Result<Option<Self>, ReadError> {
        let (mut at, end) = match piece {
            Piece::Missing => return Ok(None),
            Piece::Empty => return Err(ReadError::index_out_of_range()),
            Piece::Text(at, end) => (at, end),
        };
        let cut = &reader.cut;
        cut.skip_white(&mut at, end);
        if at == end {
            return Err(ReadError::index_out_of_range());
        }
        cut.skip_one(&mut at, end);
        let mut first = at;
        cut.skip_white(&mut first, end);
        let at = if cut.peek(first, end) == Some(b'}') { end } else { at };
        Ok(Some(Self { cut, at: if first == end { end } else { at }, end }))
    }

    /// `key:value` without what separates it from the next one.
    fn next(&mut self) -> Result<Option<(Piece, Piece)>, ReadError> {
        if self.at >= self.end {
            return Ok(None);
        }
        let key = self.cut.key(&mut self.at, self.end)?;
        self.cut.skip_white(&mut self.at, self.end);
        self.cut.skip_one(&mut self.at, self.end);
        Ok(Some((key, self.cut.value(&mut self.at, self.end)?)))
    }

    fn separator(&mut self) {
        self.cut.separator(&mut self.at, self.end);
    }
}

impl Reader<'_> {
    /// An entry without a key is passed over, but not the separator behind it. Only where both are
    /// strings, an empty key is one: U+200B. Tolerant mode keeps all entries whose key is an empty
    /// string.
    pub(super) fn dictionary(
        &self,
        key: &TypeRef,
        of: &TypeRef,
        piece: Piece,
        depth: usize,
    ) -> Result<Value, ReadError> {
        let Some(mut pairs) = Pairs::open(self, piece)? else { return Ok(Value::Null) };
        self.note_no_braces(key, of, piece);
        let is_string = |ty: &TypeRef| *ty == TypeRef::Scalar(Scalar::String);
        let keeps_empty =
            if self.reading.strict { is_string(key) && is_string(of) } else { is_string(key) };
        let empty = if self.reading.strict { "\u{200B}" } else { "" };
        let mut entries = Entries::default();
        while let Some((name, value)) = pairs.next()? {
            self.budget.spend(2)?;
            let key_text = self.raw(name);
            let name = match name {
                Piece::Missing => continue,
                Piece::Empty if keeps_empty => Value::String(empty.into()),
                Piece::Empty => continue,
                name => self.value(key, name, depth + 1)?,
            };
            entries.put(name, self.entry(of, key_text, value, depth)?);
            pairs.separator();
        }
        Ok(entries.into_value())
    }

    /// What does not begin with a brace is read as if it did, which leaves little of it.
    fn note_no_braces(&self, key: &TypeRef, of: &TypeRef, piece: Piece) {
        let Some(diagnostics) = self.reading.notes else { return };
        let found = self.raw(piece).trim_start();
        if !found.starts_with('{') {
            let ty = TypeRef::Dictionary(Box::new(key.clone()), Box::new(of.clone()));
            let expected = self.contract.type_text(&ty);
            let loss = Loss::Misfit { expected, found: self.shown(piece).to_owned() };
            diagnostics.note_here(loss, found);
        }
    }

    fn entry(
        &self,
        of: &TypeRef,
        key: &str,
        value: Piece,
        depth: usize,
    ) -> Result<Value, ReadError> {
        let Some(diagnostics) = self.reading.notes else { return self.value(of, value, depth + 1) };
        diagnostics.enter_item(key);
        let read = self.value(of, value, depth + 1);
        diagnostics.leave_with(read, self.contract, of, self.shown(value))
    }

    /// A `KeyValuePair`: no other names, and no value that does not convert.
    pub(super) fn pair(&self, id: DtoId, piece: Piece, depth: usize) -> Result<Value, ReadError> {
        self.strict(id, piece, depth)
    }

    /// A `Tuple`: names are `Item` and a number, or any four characters and a number.
    pub(super) fn tuple(&self, id: DtoId, piece: Piece, depth: usize) -> Result<Value, ReadError> {
        self.strict(id, piece, depth)
    }

    fn strict(&self, id: DtoId, piece: Piece, depth: usize) -> Result<Value, ReadError> {
        let Some(mut pairs) = Pairs::open(self, piece)? else {
            return Ok(self.contract.default_value(&TypeRef::Dto(id)));
        };
        let members = &self.contract.dto(id).members;
        self.budget.spend(members.len())?;
        let mut object: Object = self.contract.new_object(id);
        while let Some((name, value)) = pairs.next()? {
            let place = item::pair_place(self.contract.dto(id), self.raw(name))?;
            object.members[place] = self.value(&members[place].ty, value, depth + 1)?;
            pairs.separator();
        }
        Ok(Value::Object(object))
    }
}
