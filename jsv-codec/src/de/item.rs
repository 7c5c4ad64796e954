//! One value, and what serde may ask it to be.

mod deserialize;

use super::list::{self, List};
use super::object::{self, Object};
use super::reader::{Extent, Reader};
use super::visit_text;
use crate::error::{Error, ErrorKind, Result};
use crate::quote::unquote;
use crate::scalar::ScalarError;
use crate::{infer, lex};
use serde::de::{IgnoredAny, SeqAccess, Visitor};
use std::borrow::Cow;

/// A value whose kind nobody has asked for yet.
pub(super) struct Item<'r, 'de> {
    pub reader: &'r mut Reader<'de>,
    pub extent: Extent,
}

impl<'r, 'de> Item<'r, 'de> {
    #[inline]
    pub fn new(reader: &'r mut Reader<'de>, extent: Extent) -> Self {
        Self { reader, extent }
    }

    /// The value as a string: without quotes, and a nested object or list as its raw text.
    #[inline]
    pub fn text(&mut self) -> Cow<'de, str> {
        let slice = self.reader.slice(self.extent);
        if self.reader.json && slice.starts_with('"') { json_text(slice) } else { unquote(slice) }
    }

    /// As [`text`](Self::text): a strict reader does not take a lone quote, and a zero-width space
    /// alone is nothing.
    #[inline]
    fn string(&mut self) -> Result<Cow<'de, str>> {
        let text = self.text();
        match text.len() {
            0 if !self.reader.tolerant => self.not_alone().map(|()| text),
            3 if !self.reader.tolerant && text == "\u{200B}" => Ok(Cow::Borrowed("")),
            _ => Ok(text),
        }
    }

    #[cold]
    fn not_alone(&mut self) -> Result<()> {
        let start = self.start();
        let rest = start.and_then(|start| self.reader.text.get(start..self.reader.limit()));
        match rest {
            Some("\"") => {
                Err(self.no_scalar(ErrorKind::scalar("string", ScalarError::Alone, "\"")))
            }
            _ => Ok(()),
        }
    }

    /// Nothing stands there, or what means nothing: null.
    #[inline]
    fn is_null(&mut self) -> bool {
        // What begins at the last character of a list that breaks off is no part of the list.
        if !self.reader.trusted(self.reader.pos + 1) {
            self.reader.settle();
        }
        match self.first_byte() {
            None => true,
            Some(b',' | b'}') => matches!(self.extent, Extent::Ahead(_)),
            Some(_) => (self.reader.json || self.reader.lossless) && self.is_written_null(),
        }
    }

    fn is_written_null(&mut self) -> bool {
        let rest = match self.extent {
            Extent::Cut(start, end) => {
                self.reader.text.as_bytes().get(start..end).unwrap_or_default()
            }
            _ => self.reader.rest(),
        };
        let behind = rest.trim_ascii_start().strip_prefix(b"null").map(<[u8]>::trim_ascii_start);
        behind.is_some_and(|behind| matches!(behind.first(), None | Some(b',' | b'}' | b']')))
    }

    #[inline]
    fn first_byte(&self) -> Option<u8> {
        match self.extent {
            Extent::Ahead(_) => self.reader.peek(),
            Extent::Cut(start, end) => {
                self.reader.text.as_bytes().get(start..end)?.first().copied()
            }
            Extent::Absent => None,
        }
    }

    /// A scalar in its plainest form, read where it stands. `read` gives it and its length.
    #[inline]
    fn in_place<T>(&mut self, read: impl FnOnce(&[u8]) -> Option<(T, usize)>) -> Option<T> {
        let Extent::Ahead(start) = self.extent else { return None };
        let rest = self.reader.rest();
        let (value, length) = read(rest)?;
        if !self.reader.ends(rest.get(length).copied(), length) {
            return None;
        }
        self.reader.finish(start, start + length);
        Some(value)
    }

    /// A string that stands bare and ends where regular text does. None that means more than it
    /// says. `length` finds its end.
    #[inline]
    fn bare(&mut self, length: impl Fn(&[u8]) -> usize) -> Option<&'de str> {
        let Extent::Ahead(start) = self.extent else { return None };
        if self.reader.json || !self.reader.tolerant {
            return None;
        }
        let rest = self.reader.rest();
        let length = length(rest);
        // White space at its end may be layout, and a bare null may be null.
        let plain = rest.get(length.wrapping_sub(1)).is_some_and(|byte| *byte > b' ');
        if !plain || !self.reader.ends(rest.get(length).copied(), length) {
            return None;
        }
        let text = self.reader.text.get(start..start + length)?;
        self.reader.finish(start, start + length);
        Some(text)
    }

    #[inline]
    fn scalar<T>(
        &mut self,
        expected: &'static str,
        read: impl Fn(&str) -> Result<T, ScalarError>,
    ) -> Result<T> {
        let text = self.text();
        read(&text).map_err(|reason| self.no_scalar(ErrorKind::scalar(expected, reason, &text)))
    }

    /// The fault lies behind any white space in front.
    #[cold]
    fn no_scalar(&self, kind: ErrorKind) -> Error {
        let text = self.start().and_then(|start| self.reader.text.as_bytes().get(start..));
        let space = text.map_or(0, lex::space);
        Error::new(kind, self.start().map(|start| start + space))
    }

    fn start(&self) -> Option<usize> {
        match self.extent {
            Extent::Cut(start, _) | Extent::Ahead(start) => Some(start),
            Extent::Absent => None,
        }
    }

    #[inline]
    fn list<V: Visitor<'de>>(self, visitor: V, rules: list::Rules) -> Result<V::Value> {
        let start = self.start();
        match visitor.visit_seq(List::enter(self.reader, self.extent, rules)?) {
            Ok(value) => Ok(value),
            Err(error) => Err(error.placed(start, self.reader.pos)),
        }
    }

    #[inline]
    fn object<V: Visitor<'de>>(
        self,
        visitor: V,
        rules: object::Rules,
        of: &'static str,
    ) -> Result<V::Value> {
        let start = self.start();
        match visitor.visit_map(Object::enter(self.reader, self.extent, rules, of)?) {
            Ok(value) => Ok(value),
            Err(error) => Err(error.placed(start, self.reader.pos)),
        }
    }

    /// A tuple has as many elements as its type, and each comma is followed by one.
    fn tuple<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value> {
        let start = self.start();
        let mut list = List::enter(self.reader, self.extent, list::Rules::Strings)?;
        let read = visitor.visit_seq(&mut list).and_then(|tuple| {
            match std::iter::from_fn(|| list.next_element::<IgnoredAny>().transpose()).count() {
                0 => Ok(tuple),
                more => Err(crate::error::too_long(len + more, len)),
            }
        });
        read.map_err(|error| error.placed(start, self.reader.pos))
    }

    /// A scalar without a type: a string, unless it is bare and looks like something else.
    fn inferred<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value> {
        let quoted = self.first_byte() == Some(b'"');
        let text = self.string()?;
        match infer::scalar(&text) {
            Some(scalar) if !quoted => {
                self.reader.inferred = true;
                scalar.visit(visitor)
            }
            _ => visit_text(text, visitor),
        }
    }

    /// What JSV itself tells: text, lists and objects.
    #[inline]
    fn untyped<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.first_byte() {
            Some(b'{') => self.object(visitor, object::Rules::Entries, "Dictionary"),
            Some(b'[') => self.list(visitor, list::Rules::Plain),
            first => self.untyped_scalar(first, visitor),
        }
    }

    #[inline]
    fn untyped_scalar<V: Visitor<'de>>(
        mut self,
        first: Option<u8>,
        visitor: V,
    ) -> Result<V::Value> {
        if !self.reader.lossless
            && let Some(text) = self.bare(lex::value)
        {
            return visitor.visit_borrowed_str(text);
        }
        match first {
            _ if self.is_null() => visitor.visit_unit(),
            Some(b't' | b'f') if self.reader.json => self.inferred(visitor),
            _ => visit_text(self.string()?, visitor),
        }
    }

    /// Nothing, or an object of nothing.
    fn unit(mut self) -> Result<()> {
        let null = self.is_null();
        let text = self.reader.slice(self.extent);
        let inner = text.strip_prefix('{').and_then(|text| text.strip_suffix('}'));
        match inner {
            _ if null => Ok(()),
            Some(inner) if inner.trim_ascii().is_empty() => Ok(()),
            _ => Err(self.mismatch("nothing", text)),
        }
    }

    #[cold]
    fn mismatch(&self, expected: &'static str, found: &str) -> Error {
        self.no_scalar(ErrorKind::scalar(expected, ScalarError::Format, found))
    }

    fn raw<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.extent {
            Extent::Absent => visitor.visit_unit(),
            extent => visitor.visit_borrowed_str(self.reader.slice(extent)),
        }
    }
}

/// JSON's string, quotes and escapes taken off. A broken escape stands for itself.
fn json_text(slice: &str) -> Cow<'_, str> {
    let inner = slice.strip_prefix('"').unwrap_or(slice);
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    if inner.contains('\\') {
        Cow::Owned(crate::scalar::json_string::unescape(inner))
    } else {
        Cow::Borrowed(inner)
    }
}
