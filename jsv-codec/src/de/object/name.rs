//! Names of members and keys of entries: finding their ends, and what they are.

use super::{Object, Rules, position};
use crate::de::name::Name;
use crate::error::{Error, ErrorKind, Result};
use crate::lex;
use crate::quote::unquote;
use crate::scalar::Dialect;

impl<'de> Object<'_, 'de> {
    /// The key of a dictionary, if it is bare and follows at once: nearly all are and do.
    #[inline]
    pub(super) fn bare_key(&mut self) -> Option<&'de str> {
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
    pub(super) fn name(&mut self) -> Result<()> {
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

    /// The name as it is looked up.
    #[inline]
    pub(super) fn key(&mut self) -> Name<'de> {
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
    pub(super) fn member(&mut self, name: &'de str, members: &'static [&'static str]) -> Name<'de> {
        match position(name, members, self.reader.loose_names) {
            Some(at) => {
                self.next = at + 1;
                Name::Member(members[at])
            }
            None => Name::Member(name),
        }
    }
}
