//! Reading lists of JSON.

use super::{cut::Piece, read::Reader};
use crate::{
    contract::{ListKind, TypeRef},
    value::Value,
    wire::{
        ReadError,
        item::{self, Missing},
    },
};

impl Reader<'_> {
    pub(super) fn list(
        &self,
        kind: ListKind,
        of: &TypeRef,
        piece: Piece,
        depth: usize,
    ) -> Result<Value, ReadError> {
        let Piece::Text(start, end) = piece else { return Ok(Value::Null) };
        let (mut at, mut end) = self.inside_brackets(start, end)?;
        if kind == ListKind::Array && item::is_string(of) && at < end {
            (at, end) = self.inside_brackets(at, end)?;
        }
        let items = Items { reader: self, kind, of, depth, end };
        let items = match self.cut.peek(at, end) {
            Some(b'{') if item::knows_objects(kind, of) => items.objects(at),
            _ => items.values(at),
        };
        items.map(|items| Value::List(item::collected(kind, items)))
    }

    /// The brackets are optional; when there is an opening one, the last character goes too,
    /// whatever it is. (An array of strings takes them off twice.)
    fn inside_brackets(&self, mut at: usize, mut end: usize) -> Result<(usize, usize), ReadError> {
        self.trim_start(&mut at, end);
        end = at + self.cut.text[at..end].trim_end().len();
        match self.cut.peek(at, end) {
            None => return Err(ReadError::index_out_of_range()),
            Some(b'[') if end - at == 1 => return Err(ReadError::out_of_range("start")),
            Some(b'[') => {
                at += 1;
                end -= self.cut.text[at..end].chars().next_back().map_or(0, char::len_utf8);
            }
            Some(_) => {}
        }
        self.trim_start(&mut at, end);
        self.cut.skip_white(&mut at, end);
        Ok((at, end))
    }

    fn trim_start(&self, at: &mut usize, end: usize) {
        *at = end - self.cut.text[*at..end].trim_start().len();
    }
}

/// The items of one list, up to `end`.
struct Items<'r, 'a> {
    reader: &'r Reader<'a>,
    kind: ListKind,
    of: &'r TypeRef,
    depth: usize,
    end: usize,
}

impl Items<'_, '_> {
    /// Items between separators.
    fn values(&self, mut at: usize) -> Result<Vec<Value>, ReadError> {
        let (cut, end) = (&self.reader.cut, self.end);
        let mut items = Vec::new();
        while at < end {
            let piece = cut.value(&mut at, end)?;
            items.push(self.item(items.len(), piece)?);
            let ate = cut.separator(&mut at, end);
            if ate && at == end && item::trailing_adds(self.kind, self.of, piece.is_text()) {
                items.push(self.reader.contract.default_value(self.of));
            }
        }
        Ok(items)
    }

    /// A list that begins with an object is taken for one of objects: one character is skipped
    /// behind each item, in an array only a separator.
    fn objects(&self, mut at: usize) -> Result<Vec<Value>, ReadError> {
        let (cut, end) = (&self.reader.cut, self.end);
        let mut items = Vec::new();
        while at < end {
            let piece = cut.value(&mut at, end)?;
            items.push(self.item(items.len(), piece)?);
            match self.kind {
                ListKind::Array => _ = cut.separator(&mut at, end),
                _ => {
                    cut.skip_white(&mut at, end);
                    cut.skip_one(&mut at, end);
                    cut.skip_white(&mut at, end);
                }
            }
        }
        Ok(items)
    }

    fn item(&self, index: usize, piece: Piece) -> Result<Value, ReadError> {
        self.reader.budget.spend(1)?;
        let Some(diagnostics) = self.reader.reading.notes else { return self.read(piece) };
        diagnostics.enter_item(index);
        let item = self.read(piece);
        diagnostics.leave_with(item, self.reader.contract, self.of, self.reader.shown(piece))
    }

    fn read(&self, piece: Piece) -> Result<Value, ReadError> {
        match item::missing(self.kind, self.of) {
            Missing::Default if !piece.is_text() => Ok(self.reader.contract.default_value(self.of)),
            Missing::Raw if self.reader.reading.strict => Ok(self.raw(piece)),
            _ if self.is_newer(ListKind::ICollection) => Ok(self.raw(piece)),
            _ if piece == Piece::Empty && self.is_newer(ListKind::IList) => Ok(Value::Null),
            _ => self.reader.value(self.of, piece, self.depth + 1),
        }
    }

    /// 10.x takes no escapes off the strings of an `ICollection`, and has none for an empty one of an
    /// `IList` (recorded).
    fn is_newer(&self, kind: ListKind) -> bool {
        self.kind == kind
            && item::is_string(self.of)
            && self.reader.reading.strict
            && self.reader.reading.text == jsv_codec::Dialect::Modern
    }

    /// A string as it stands, escapes and all.
    fn raw(&self, piece: Piece) -> Value {
        match piece {
            Piece::Text(..) => Value::String(self.reader.raw(piece).into()),
            Piece::Missing | Piece::Empty => Value::Null,
        }
    }
}
