//! Lists: five kinds of .NET collections that differ where an element is missing
//! (docs/wire/jsv.md#lists).

use super::item::Item;
use super::reader::{Extent, Reader};
use crate::error::{Error, ErrorKind, Result, Step};
use crate::lex;
use crate::scalar::{Dialect, ScalarError};
use serde::de::{DeserializeSeed, SeqAccess};

/// Which collection is being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rules {
    /// What serde asks for: like `Strings`, and like `Integers` when the elements turn out to be
    /// numbers.
    Plain,
    /// `List<string>`: every separator is followed by an element.
    Strings,
    /// `List<int>`: a separator at the end counts for nothing.
    Integers,
    /// Any other `List<T>`: empty elements are not parsed but absent, and the last two of them are
    /// one.
    Generic,
    /// `T[]`, `HashSet<T>`: empty elements are parsed, an element after the last separator is
    /// absent.
    Array,
    /// `string[]`: as `Array`, and a second pair of brackets is taken off.
    StringArray,
}

impl Rules {
    /// Whether elements of a list that begins with a brace are cut as objects.
    const fn knows_objects(self) -> bool {
        matches!(self, Self::Plain | Self::Generic | Self::Array)
    }
}

pub(super) struct List<'r, 'de> {
    reader: &'r mut Reader<'de>,
    rules: Rules,
    level: usize,
    index: usize,
    /// Where the last element began; nothing if it had no text.
    value: Option<usize>,
    /// The list begins with a brace: its elements are cut as objects, one character apart.
    objects: bool,
    /// The last element had no text.
    empty: bool,
    done: bool,
}

impl<'r, 'de> List<'r, 'de> {
    #[inline]
    pub fn enter(reader: &'r mut Reader<'de>, extent: Extent, rules: Rules) -> Result<Self> {
        let start = match extent {
            Extent::Cut(start, _) | Extent::Ahead(start) => start,
            Extent::Absent => reader.pos,
        };
        let level = match extent {
            Extent::Ahead(_) if reader.peek() == Some(b'[') && rules != Rules::StringArray => {
                reader.pos = start + 1;
                reader.enter(start, true)?
            }
            _ => enter_cut(reader, extent, rules)?,
        };
        let mut list = Self {
            reader,
            rules,
            level,
            index: 0,
            value: None,
            objects: false,
            empty: false,
            done: false,
        };
        list.open();
        list.not_odd(start)?;
        Ok(list)
    }

    /// The white space behind the bracket is never part of an element.
    #[inline]
    fn open(&mut self) {
        if self.reader.dialect == Dialect::Classic || self.reader.tolerant {
            self.reader.skip_space();
            if self.reader.peek().is_some_and(|b| !b.is_ascii()) {
                self.skip_wide_space();
            }
        } else if self.reader.open && self.reader.rest().trim_ascii_start().first() == Some(&b']') {
            self.reader.skip_space();
        }
        self.settle_odd();
        match self.reader.peek() {
            Some(b']') if self.reader.open => {
                self.reader.pos += 1;
                self.finish();
            }
            Some(b'{') => self.objects = self.rules.knows_objects(),
            None => self.finish(),
            _ => {}
        }
    }

    /// A strict reader takes neither a bracket nor white space for a list.
    #[inline]
    fn not_odd(&self, start: usize) -> Result<()> {
        if !self.done || self.reader.tolerant {
            return Ok(());
        }
        let text = self.reader.text.as_bytes().get(start..self.reader.pos);
        if text == Some(b"[]") { Ok(()) } else { self.odd(start) }
    }

    #[cold]
    fn odd(&self, start: usize) -> Result<()> {
        let kind = match self.reader.text.get(start..self.reader.pos).unwrap_or_default() {
            "" => return Ok(()),
            text if text.trim() == "[" => ErrorKind::scalar("list", ScalarError::Alone, "["),
            text if text.trim().is_empty() => ErrorKind::IndexOutOfRange,
            _ => return Ok(()),
        };
        Err(Error::new(kind, Some(start)))
    }

    /// White space beyond ASCII, which a zero-width space is only where it is all of the list.
    #[cold]
    fn skip_wide_space(&mut self) {
        let rest = self.reader.text.get(self.reader.pos..self.reader.limit()).unwrap_or_default();
        let space = lex::front(rest);
        self.reader.pos += space;
        let end = if self.reader.open { "\u{200B}]" } else { "\u{200B}" };
        let alone =
            if self.reader.open { rest[space..].starts_with(end) } else { &rest[space..] == end };
        if alone && !self.reader.tolerant {
            self.reader.pos += '\u{200B}'.len_utf8();
        }
    }

    /// Cuts the list when no element of regular text can begin here.
    #[inline]
    fn settle_odd(&mut self) {
        let next = self.reader.peek();
        let behind = self.reader.pos + usize::from(next != Some(b']'));
        if self.reader.open && (next == Some(b'}') || !self.reader.trusted(behind)) {
            self.reader.settle();
        }
    }

    #[inline]
    fn finish(&mut self) {
        self.done = true;
        self.reader.leave(self.level);
    }

    /// Where the next element is.
    #[inline]
    fn element(&mut self) -> Option<Extent> {
        if self.index > 0 && !self.done {
            if let Some(start) = self.value {
                self.reader.pass(start, self.level);
            }
            let ate = self.separator();
            if let Some(last) = self.last(ate) {
                return last;
            }
        }
        if self.done {
            return None;
        }
        self.reader.skip_layout(b"\"{[");
        self.reader.guess_json();
        self.empty = matches!(self.reader.peek(), None | Some(b',' | b'}'));
        if self.empty && self.rules == Rules::Generic && !self.objects {
            return Some(Extent::Absent);
        }
        Some(Extent::Ahead(self.reader.pos))
    }

    /// What lies between two elements: whether it was a separator.
    #[inline]
    fn separator(&mut self) -> bool {
        if self.reader.tolerant {
            self.reader.skip_space();
        }
        if self.reader.open {
            match self.reader.peek() {
                _ if !self.reader.trusted(self.reader.pos) => self.reader.settle(),
                Some(b',') => {
                    self.reader.pos += 1;
                    return true;
                }
                Some(b']') => {
                    self.reader.pos += 1;
                    self.finish();
                    return false;
                }
                _ => self.reader.settle(),
            }
        }
        match self.reader.peek() {
            Some(byte @ (b',' | b'}')) => {
                if byte == b'}' {
                    self.reader.miss(self.reader.pos, "a comma or `]`");
                }
                self.reader.pos += 1;
                return true;
            }
            Some(_) => {
                self.reader.miss(self.reader.pos, "a comma or `]`");
                if self.objects && self.rules != Rules::Array {
                    self.reader.skip_blindly();
                }
            }
            None => {}
        }
        if self.reader.pos >= self.reader.limit() {
            self.finish();
        }
        false
    }

    /// At the end behind a separator: the element there, if this collection has one, and the end of
    /// the list.
    #[inline]
    fn last(&mut self, ate: bool) -> Option<Option<Extent>> {
        if !ate || self.done {
            return None;
        }
        let laid_out = self.reader.skip_break();
        self.settle_odd();
        // The separator was the character that is dropped.
        if self.reader.pos > self.reader.limit() {
            self.finish();
            return None;
        }
        let open = self.reader.open;
        let end = if open { Some(b']') } else { None };
        if self.reader.peek() != end {
            return None;
        }
        self.reader.pos += usize::from(open);
        self.finish();
        let follows = match self.rules {
            _ if self.objects || laid_out => false,
            Rules::Integers => false,
            Rules::Plain => !self.reader.numeric && !self.reader.json,
            Rules::Generic => !self.empty,
            Rules::Strings | Rules::Array | Rules::StringArray => true,
        };
        Some(follows.then_some(Extent::Absent))
    }
}

/// A list whose text is known: the root, one without brackets, or one inside quotes.
fn enter_cut(reader: &mut Reader<'_>, extent: Extent, rules: Rules) -> Result<usize> {
    let (start, end) = match extent {
        Extent::Cut(start, end) => (start, end),
        Extent::Ahead(start) => (start, reader.end(start)),
        Extent::Absent => (reader.pos, reader.pos),
    };
    let (mut from, mut limit) = reader.list_content(start, end);
    if rules == Rules::StringArray {
        (from, limit) = reader.list_content(from, limit);
    }
    reader.pos = from;
    reader.enter_cut(start, limit, end, true)
}

impl<'de> SeqAccess<'de> for List<'_, 'de> {
    type Error = Error;

    #[inline]
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        let Some(extent) = self.element() else { return Ok(None) };
        let (start, index) = (self.reader.pos, self.index);
        self.index += 1;
        self.reader.numeric = false;
        self.value = match extent {
            Extent::Ahead(start) => Some(start),
            _ => None,
        };
        match seed.deserialize(Item::new(self.reader, extent)) {
            Ok(element) => Ok(Some(element)),
            Err(error) => Err(error.at(start).inside(Step::Element(index))),
        }
    }
}
