//! Objects: members of a type, or entries of a dictionary (docs/wire/jsv.md#objects).

use super::item::Item;
use super::name::Name;
use super::reader::{Extent, Reader};
use crate::error::{Error, ErrorKind, Result, Step};
use crate::lex;
use crate::quote::unquote;
use crate::scalar::Dialect;
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

    /// The key of a dictionary, if it is bare and follows at once: nearly all are and do.
    #[inline]
    fn bare_key(&mut self) -> Option<&'de str> {
        if !self.rules.is_dictionary() || !self.reader.open {
            return None;
        }
        let rest = self.reader.rest();
        let rest = if self.first { rest } else { rest.strip_prefix(b",")? };
        let length = lex::key(rest);
        let begins = rest.first().is_some_and(|byte| *byte > b' ');
        let start = self.reader.pos + usize::from(!self.first);
        let behind = start + length + 1;
        if length == 0 || !begins || rest.get(length) != Some(&b':') || !self.reader.trusted(behind)
        {
            return None;
        }
        self.name = self.reader.text.get(start..behind - 1)?;
        self.reader.pos = behind;
        self.first = false;
        Some(self.name)
    }

    /// Reads up to and behind the next colon, if there is another name.
    #[inline]
    fn name(&mut self) -> Result<()> {
        if self.regular_name() { Ok(()) } else { self.irregular_name() }
    }

    /// The object may turn out to have ended already.
    #[cold]
    fn irregular_name(&mut self) -> Result<()> {
        self.reader.settle();
        let rest = self.reader.rest();
        // No name has been read: an object of white space alone is empty.
        let blank = self.braced && self.name.is_empty() && lex::space(rest) == rest.len();
        if rest.is_empty() || blank {
            self.finish();
            return Ok(());
        }
        self.split_name()
    }

    /// A quoted or raw name with its colon behind it, and nothing odd inside.
    #[inline]
    fn regular_name(&mut self) -> bool {
        let rest = self.reader.rest();
        let quoted = rest.first() == Some(&b'"');
        if quoted && self.reader.tolerant {
            self.reader.guess_json_by_name();
        }
        let length = if quoted { self.reader.quoted(rest) } else { lex::key(rest) };
        let mut colon = length;
        if quoted && self.reader.tolerant {
            colon += lex::space(&rest[length..]);
        }
        let regular = length > 0 && rest.get(colon) == Some(&b':');
        if !regular || !self.reader.trusted(self.reader.pos + colon + 1) {
            return false;
        }
        self.name =
            self.reader.text.get(self.reader.pos..self.reader.pos + length).unwrap_or_default();
        self.reader.pos += colon + 1;
        true
    }

    /// The name as ServiceStack cuts it, odd or not.
    fn split_name(&mut self) -> Result<()> {
        let (rest, limit) = (self.reader.rest(), self.reader.limit());
        let end = || Error::new(ErrorKind::IndexOutOfRange, Some(limit));
        let length = match rest.first() {
            Some(b'"') => self.reader.quoted(rest),
            Some(b'{') => lex::balanced(rest, self.reader.json).unwrap_or(rest.len()),
            _ => 1 + memchr::memchr(b':', rest.get(1..).unwrap_or_default()).ok_or_else(end)?,
        };
        if length >= rest.len() {
            return Err(end());
        }
        self.name =
            self.reader.text.get(self.reader.pos..self.reader.pos + length).unwrap_or_default();
        self.reader.pos += length;
        if rest.get(length) != Some(&b':') {
            self.reader.miss(self.reader.pos, "a colon");
        }
        self.reader.skip_blindly();
        Ok(())
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

    /// The name as it is looked up.
    #[inline]
    fn key(&mut self) -> Name<'de> {
        let raw = self.name;
        if self.reader.tolerant && raw.starts_with('"') {
            return self.tolerant_key(raw);
        }
        match self.rules {
            Rules::Members(members) => self.member(self.strict_name(raw), members),
            Rules::Strings if raw == "\"\"" => Name::Member("\u{200B}"),
            _ if self.reader.dialect == Dialect::Modern => Name::Modern(raw),
            Rules::Entries | Rules::Strings => Name::Key(raw),
        }
    }

    /// Names are trimmed. Modern ones may stand in quotes, but not with a blank before them.
    #[inline]
    fn strict_name(&self, raw: &'de str) -> &'de str {
        let quoted = raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        match quoted {
            Some(inner) if self.reader.dialect == Dialect::Modern => inner.trim(),
            _ => raw.trim(),
        }
    }

    #[cold]
    fn tolerant_key(&mut self, raw: &'de str) -> Name<'de> {
        let inner = raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        match (self.rules, inner) {
            (_, Some(inner)) if self.reader.json && inner.contains('\\') => {
                Name::Owned(crate::scalar::json_string::unescape(inner))
            }
            (Rules::Entries | Rules::Strings, _) => Name::Key(raw),
            (Rules::Members(members), None) => self.member(raw.trim(), members),
            (Rules::Members(members), Some(inner)) => match unquote(raw) {
                std::borrow::Cow::Borrowed(_) => self.member(inner, members),
                std::borrow::Cow::Owned(name) => Name::Owned(name),
            },
        }
    }

    /// The case of letters does not count.
    fn member(&mut self, name: &'de str, members: &'static [&'static str]) -> Name<'de> {
        match position(name, members, self.reader.loose_names) {
            Some(at) => {
                self.next = at + 1;
                Name::Member(members[at])
            }
            None => Name::Member(name),
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
