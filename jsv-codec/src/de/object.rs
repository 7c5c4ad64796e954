//! Objects: members of a type, or entries of a dictionary (spec 01 sections 3.1 and 3.5).

use super::item::Item;
use super::name::Name;
use super::reader::{Extent, Reader};
use crate::error::{Error, ErrorKind, Result, Step};
use crate::lex;
use crate::quote::unquote;
use serde::de::{DeserializeSeed, MapAccess};

/// Which of the two ways of reading braces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rules {
    /// Names are trimmed, never unquoted, and found in any case; one character is skipped behind a value.
    Members(&'static [&'static str]),
    /// Keys keep their blanks and lose their quotes; only `,` and `}` are skipped behind a value.
    Entries,
}

pub(super) struct Object<'r, 'de> {
    pub reader: &'r mut Reader<'de>,
    rules: Rules,
    level: usize,
    first: bool,
    pub done: bool,
    name: &'de str,
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
            Extent::Open(start) => {
                reader.pos = start;
                reader.enter(start)?
            }
            Extent::Cut(start, end) => {
                reader.pos = start;
                reader.enter_cut(start, end, end)?
            }
            Extent::Absent => reader.enter_cut(reader.pos, reader.pos, reader.pos)?,
        };
        let mut object = Self { reader, rules, level, first: true, done: false, name: "", next: 0 };
        object.open(of)?;
        Ok(object)
    }

    /// The brace, and the closing one if nothing but white space lies between.
    #[inline]
    fn open(&mut self, of: &'static str) -> Result<()> {
        let (limit, open) = self.reader.frame(self.level);
        match self.reader.rest(limit) {
            [] => self.finish(),
            [b'{', rest @ ..] => {
                self.reader.pos += 1;
                let space = lex::space(rest);
                match rest.get(space) {
                    Some(b'}') => {
                        self.reader.pos += space + 1;
                        self.finish();
                    }
                    None if !open => self.finish(),
                    _ => {}
                }
            }
            _ if self.rules == Rules::Entries => {}
            _ => return Err(self.not_an_object(of, limit)),
        }
        Ok(())
    }

    #[cold]
    fn not_an_object(&self, expected: &'static str, limit: usize) -> Error {
        let found = self.reader.text.get(self.reader.pos..limit).unwrap_or_default();
        let found = found.chars().take(50).collect();
        Error::new(ErrorKind::NotAnObject { expected, found }, Some(self.reader.pos))
    }

    #[inline]
    fn finish(&mut self) {
        self.done = true;
        self.reader.leave(self.level);
    }

    /// Reads up to and behind the next colon.
    #[inline]
    fn name(&mut self) -> Result<bool> {
        if !self.first {
            self.separator();
        }
        self.first = false;
        let (limit, open) = self.reader.frame(self.level);
        if self.reader.tolerant && !self.done {
            self.reader.skip_layout(limit, b"\"{}");
            self.trailing_comma(limit);
        }
        if self.done {
            return Ok(false);
        }
        if !open && self.reader.pos >= limit {
            self.finish();
            return Ok(false);
        }
        if !self.regular_name(limit) {
            self.split_name()?;
        }
        Ok(true)
    }

    fn trailing_comma(&mut self, limit: usize) {
        let (_, open) = self.reader.frame(self.level);
        let rest = self.reader.rest(limit);
        if rest.first() == Some(&b'}') && (open || rest.len() == 1) {
            self.reader.pos += 1;
            self.finish();
        }
    }

    /// A quoted or raw name with its colon behind it, and nothing odd inside.
    #[inline]
    fn regular_name(&mut self, limit: usize) -> bool {
        let rest = self.reader.rest(limit);
        let quoted = rest.first() == Some(&b'"');
        let length = if quoted { self.reader.quoted(rest) } else { lex::key(rest) };
        let mut colon = length;
        if quoted && self.reader.tolerant {
            colon += lex::space(&rest[length..]);
        }
        if length == 0 || rest.get(colon) != Some(&b':') {
            return false;
        }
        self.name = self.reader.text.get(self.reader.pos..self.reader.pos + length).unwrap_or_default();
        self.reader.pos += colon + 1;
        true
    }

    /// The name as ServiceStack cuts it, odd or not.
    #[cold]
    fn split_name(&mut self) -> Result<()> {
        let limit = self.reader.settle(self.level);
        let rest = self.reader.rest(limit);
        let end = || Error::new(ErrorKind::IndexOutOfRange, Some(limit));
        let length = match rest.first() {
            Some(b'"') => self.reader.quoted(rest),
            Some(b'{') => lex::balanced(rest),
            _ => 1 + memchr::memchr(b':', rest.get(1..).unwrap_or_default()).ok_or_else(end)?,
        };
        if length >= rest.len() {
            return Err(end());
        }
        self.name = self.reader.text.get(self.reader.pos..self.reader.pos + length).unwrap_or_default();
        self.reader.pos += length;
        self.reader.skip_blindly();
        Ok(())
    }

    /// Where the value behind the colon is.
    #[inline]
    fn value(&mut self) -> Extent {
        let (limit, open) = self.reader.frame(self.level);
        if self.reader.tolerant {
            self.reader.skip_layout(limit, b"\"{[");
        }
        let rest = self.reader.rest(limit);
        let start = self.reader.pos;
        let length = match rest.first() {
            Some(b'{' | b'[') => return Extent::Open(start),
            Some(b'"') => self.reader.quoted(rest),
            Some(b',' | b'}') | None => 0,
            Some(_) => {
                let length = lex::value(rest);
                if matches!(rest.get(length), Some(b',' | b'}')) { length } else { self.split_value(open) }
            }
        };
        Extent::Cut(start, start + length)
    }

    #[cold]
    fn split_value(&mut self, open: bool) -> usize {
        let limit = if open { self.reader.settle(self.level) } else { self.reader.frame(self.level).0 };
        lex::split_value(self.reader.rest(limit))
    }

    /// What lies between a value and the next name.
    #[inline]
    fn separator(&mut self) {
        let (mut limit, open) = self.reader.frame(self.level);
        if self.reader.tolerant {
            self.reader.skip_space(limit);
        }
        if open {
            match self.reader.rest(limit).first() {
                Some(b',') => {
                    self.reader.pos += 1;
                    return;
                }
                Some(b'}') => {
                    self.reader.pos += 1;
                    return self.finish();
                }
                _ => limit = self.reader.settle(self.level),
            }
        }
        match self.reader.rest(limit).first() {
            Some(b',' | b'}') => self.reader.pos += 1,
            Some(_) if self.rules != Rules::Entries => self.reader.skip_blindly(),
            _ => {}
        }
        if self.reader.pos >= limit {
            self.finish();
        }
    }

    /// The name as it is looked up.
    #[inline]
    fn key(&mut self) -> Name<'de> {
        let raw = self.name;
        if self.reader.tolerant {
            return self.tolerant_key(raw);
        }
        match self.rules {
            Rules::Members(members) => self.member(raw.trim(), members),
            Rules::Entries => Name::Key(raw),
        }
    }

    fn tolerant_key(&mut self, raw: &'de str) -> Name<'de> {
        let inner = raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        if let Some(inner) = inner.filter(|inner| !inner.is_empty()) {
            self.reader.json |= lex::plain(inner.as_bytes()) == inner.len();
        }
        match (self.rules, inner) {
            (Rules::Entries, _) => Name::TolerantKey(raw),
            (Rules::Members(members), None) => self.member(raw.trim(), members),
            (Rules::Members(members), Some(inner)) => match unquote(raw) {
                std::borrow::Cow::Borrowed(_) => self.member(inner, members),
                std::borrow::Cow::Owned(name) => Name::Owned(name),
            },
        }
    }

    /// Members mostly come in the order they were declared; otherwise the case of letters does not count.
    #[inline]
    fn member(&mut self, name: &'de str, members: &'static [&'static str]) -> Name<'de> {
        if members.get(self.next) == Some(&name) {
            self.next += 1;
            return Name::Member(name);
        }
        let same = |declared: &&str| {
            declared.eq_ignore_ascii_case(name) || (self.reader.loose_names && loosely_equal(declared, name))
        };
        match members.iter().position(same) {
            Some(at) => {
                self.next = at + 1;
                Name::Member(members[at])
            }
            None => Name::Member(name),
        }
    }
}

/// Without regard to `_`, `-` and the case of letters.
fn loosely_equal(a: &str, b: &str) -> bool {
    let letters =
        |t: &str| t.bytes().filter(|b| !matches!(b, b'_' | b'-')).map(|b| b.to_ascii_lowercase()).collect();
    let (a, b): (Vec<u8>, Vec<u8>) = (letters(a), letters(b));
    a == b
}

impl<'de> MapAccess<'de> for Object<'_, 'de> {
    type Error = Error;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        if self.done || !self.name()? {
            return Ok(None);
        }
        let offset = self.reader.pos;
        let key = self.key();
        seed.deserialize(key).map(Some).map_err(|error| error.at(offset.saturating_sub(self.name.len() + 1)))
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        let extent = self.value();
        let start = self.reader.pos;
        let value = seed.deserialize(Item::new(self.reader, extent));
        self.reader.pass(extent, self.level);
        value.map_err(|error| error.at(start).inside(Step::Member(unquote(self.name.trim()).into_owned())))
    }
}
