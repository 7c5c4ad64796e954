//! Objects: members of a type, or entries of a dictionary (docs/wire/jsv.md#objects).

mod name;

use super::item::Item;
use super::name::Name;
use super::reader::{Extent, Reader};
use crate::error::{Error, ErrorKind, Result, Step};
use crate::lex;
use crate::quote::unquote;
use serde::de::value::BorrowedStrDeserializer;
use serde::de::{DeserializeSeed, MapAccess};

/// Which of the two ways of reading braces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rules {
    /// Names are trimmed, never unquoted, and found in any case; one character is skipped behind a
    /// value.
    Members(&'static [&'static str]),
    /// Keys keep their blanks and lose their quotes; only `,` and `}` are skipped behind a value.
    Entries,
    /// As `Entries`, of a dictionary of strings by strings: the key `""` is a zero-width space.
    Strings,
}

impl Rules {
    #[inline]
    const fn is_dictionary(self) -> bool {
        matches!(self, Self::Entries | Self::Strings)
    }
}

pub(super) struct Object<'r, 'de> {
    pub reader: &'r mut Reader<'de>,
    rules: Rules,
    level: usize,
    first: bool,
    /// It begins with a brace, which a dictionary need not.
    braced: bool,
    pub done: bool,
    name: &'de str,
    /// Where the last value began.
    value: usize,
    /// Where in the list of members the next one is expected.
    next: usize,
}

impl<'r, 'de> Object<'r, 'de> {
    #[inline]
    pub fn enter(
        reader: &'r mut Reader<'de>,
        extent: Extent,
        rules: Rules,
        of: &'static str,
    ) -> Result<Self> {
        let level = match extent {
            Extent::Ahead(start) if reader.peek() == Some(b'{') => reader.enter(start, false)?,
            extent => enter_cut(reader, extent)?,
        };
        let mut object = Self {
            reader,
            rules,
            level,
            first: true,
            braced: false,
            done: false,
            name: "",
            value: 0,
            next: 0,
        };
        object.open(of)?;
        Ok(object)
    }

    /// The brace, and the closing one if nothing but white space lies between.
    #[inline]
    fn open(&mut self, of: &'static str) -> Result<()> {
        match self.reader.rest() {
            [] => self.finish(),
            [b'{', rest @ ..] => {
                self.reader.pos += 1;
                self.braced = true;
                let space = lex::space(rest);
                match rest.get(space) {
                    Some(b'}') => {
                        self.reader.pos += space + 1;
                        self.finish();
                    }
                    None => {
                        self.reader.settle();
                        self.finish();
                    }
                    _ => {}
                }
            }
            rest if self.rules.is_dictionary() => {
                let blank = lex::space(rest) == rest.len();
                if !blank {
                    self.reader.miss(self.reader.pos, "`{`");
                }
                if blank || rest.first() == Some(&b'}') {
                    self.finish();
                }
            }
            _ => return Err(self.not_an_object(of)),
        }
        Ok(())
    }

    #[cold]
    fn not_an_object(&self, expected: &'static str) -> Error {
        let found = self.reader.text.get(self.reader.pos..self.reader.limit()).unwrap_or_default();
        let found = crate::error::first_units(found, 50).to_owned();
        Error::new(ErrorKind::NotAnObject { expected, found }, Some(self.reader.pos))
    }

    /// Whether a closing brace is all that follows; most objects end so.
    #[inline]
    fn closes(&mut self) -> bool {
        let closes = self.reader.open && self.reader.peek() == Some(b'}');
        if closes {
            self.reader.pos += 1;
            self.finish();
        }
        closes
    }

    #[inline]
    fn finish(&mut self) {
        self.done = true;
        self.reader.leave(self.level);
    }

    /// Goes to the next name, or to the end.
    fn advance(&mut self) {
        if !self.first {
            self.separator();
        }
        self.first = false;
        if !self.done {
            self.reader.skip_layout(b"\"{}");
            if self.reader.peek() == Some(b'}') {
                self.trailing_comma();
            }
        }
        if !self.done && !self.reader.open && self.reader.pos >= self.reader.limit() {
            self.finish();
        }
    }

    fn trailing_comma(&mut self) {
        let last = self.reader.open || self.reader.pos + 1 == self.reader.limit();
        if self.reader.tolerant && last {
            self.reader.pos += 1;
            self.finish();
        }
    }

    /// The member that comes next in the type, if it also comes next in the text: most do.
    #[inline]
    fn expected(&mut self) -> Option<&'static str> {
        let Rules::Members(members) = self.rules else { return None };
        let name = *members.get(self.next)?;
        let rest = self.reader.rest();
        let rest = if self.first { rest } else { rest.strip_prefix(b",")? };
        // The colon tells names of other lengths apart before anything is compared.
        let (found, behind) = rest.split_at_checked(name.len())?;
        if behind.first() != Some(&b':') || found != name.as_bytes() {
            return None;
        }
        let behind = self.reader.pos + usize::from(!self.first) + name.len() + 1;
        if !self.reader.trusted(behind) {
            return None;
        }
        self.reader.pos = behind;
        self.first = false;
        self.next += 1;
        self.name = name;
        Some(name)
    }

    /// What lies between a value and the next name.
    #[inline]
    fn separator(&mut self) {
        if self.reader.tolerant {
            self.reader.skip_space();
        }
        if self.reader.open {
            match self.reader.peek() {
                Some(b',') => {
                    self.reader.pos += 1;
                    return;
                }
                Some(b'}') => {
                    self.reader.pos += 1;
                    return self.finish();
                }
                _ => self.reader.settle(),
            }
        }
        match self.reader.peek() {
            Some(b',') => self.reader.pos += 1,
            Some(b'}') => {
                self.reader.pos += 1;
                if self.reader.pos < self.reader.limit() {
                    self.reader.miss(self.reader.pos, "the end of the object");
                }
            }
            None => self.reader.miss(self.reader.pos, "`}`"),
            Some(_) => {
                self.reader.miss(self.reader.pos, "a comma or `}`");
                if !self.rules.is_dictionary() {
                    self.reader.skip_blindly();
                }
            }
        }
        if self.reader.pos >= self.reader.limit() {
            self.finish();
        }
    }
}

/// Where a name is declared, in whatever case; `_` and `-` may not count either.
pub(super) fn position(name: &str, members: &[&str], loose: bool) -> Option<usize> {
    let same = |declared: &&str| {
        declared.eq_ignore_ascii_case(name) || (loose && loosely_equal(declared, name))
    };
    let exactly = members.iter().position(|declared| *declared == name);
    exactly.or_else(|| members.iter().position(same))
}

/// Without regard to `_`, `-` and the case of letters.
fn loosely_equal(a: &str, b: &str) -> bool {
    let letters = |t: &str| {
        t.bytes().filter(|b| !matches!(b, b'_' | b'-')).map(|b| b.to_ascii_lowercase()).collect()
    };
    let (a, b): (Vec<u8>, Vec<u8>) = (letters(a), letters(b));
    a == b
}

impl<'de> MapAccess<'de> for Object<'_, 'de> {
    type Error = Error;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        if self.done {
            return Ok(None);
        }
        if !self.first {
            self.reader.pass(self.value, self.level);
            if self.closes() {
                return Ok(None);
            }
        }
        if let Some(name) = self.expected() {
            return seed.deserialize(BorrowedStrDeserializer::new(name)).map(Some);
        }
        if let Some(key) = self.bare_key() {
            let start = self.reader.pos - key.len() - 1;
            return seed.deserialize(Name::Member(key)).map(Some).map_err(|error| error.at(start));
        }
        self.advance();
        if self.done {
            return Ok(None);
        }
        let offset = self.reader.pos;
        self.name()?;
        if self.done {
            return Ok(None);
        }
        let key = self.key();
        seed.deserialize(key).map(Some).map_err(|error| error.at(offset))
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        self.reader.skip_layout(b"\"{[");
        self.value = self.reader.pos;
        match seed.deserialize(Item::new(self.reader, Extent::Ahead(self.value))) {
            Ok(value) => Ok(value),
            Err(error) => Err(self.inside(error, self.value)),
        }
    }
}

impl Object<'_, '_> {
    #[cold]
    fn inside(&self, error: Error, start: usize) -> Error {
        error.at(start).inside(Step::Member(unquote(self.name.trim()).into_owned()))
    }
}

/// An object whose text is known, or that is none.
fn enter_cut(reader: &mut Reader<'_>, extent: Extent) -> Result<usize> {
    let (start, end) = match extent {
        Extent::Ahead(start) => (start, reader.end(start)),
        Extent::Cut(start, end) => (start, end),
        Extent::Absent => (reader.pos, reader.pos),
    };
    reader.pos = start;
    reader.enter_cut(start, end, end, false)
}
