//! Objects and dictionaries of regular text.

use super::Regular;
use super::item::Item;
use super::names::Place;
use crate::de::name::Name;
use crate::de::object::position;
use crate::error::{Error, Result};
use crate::lex;
use serde::de::value::BorrowedStrDeserializer;
use serde::de::{DeserializeSeed, MapAccess};

pub(super) struct Object<'r, 'de> {
    pub reader: &'r mut Regular<'de>,
    /// The names of a typed object, found in any case; a dictionary has none.
    members: Option<&'static [&'static str]>,
    /// The names behind the last one found: the first of them is expected next.
    next: &'static [&'static str],
    /// What stands before the next name: the brace, later a comma.
    before: u8,
    done: bool,
}

impl<'r, 'de> Object<'r, 'de> {
    #[inline]
    pub fn enter(
        reader: &'r mut Regular<'de>,
        members: Option<&'static [&'static str]>,
    ) -> Result<Self> {
        reader.enter()?;
        reader.objects += 1;
        Ok(Self { reader, members, next: members.unwrap_or_default(), before: b'{', done: false })
    }

    /// The closing brace, unless it has been read.
    #[inline]
    pub fn close(&mut self) -> Result<()> {
        if self.done || self.closes() { Ok(()) } else { Err(self.reader.give_up()) }
    }

    #[cold]
    pub fn give_up(&mut self) -> Error {
        self.reader.give_up()
    }

    #[inline]
    pub fn closes(&mut self) -> bool {
        let rest = self.reader.rest;
        let rest = if self.before == b'{' { rest.get(1..).unwrap_or_default() } else { rest };
        let [b'}', rest @ ..] = rest else { return false };
        self.reader.rest = rest;
        self.reader.leave();
        self.reader.objects -= 1;
        self.next = &[];
        self.done = true;
        true
    }

    /// The member that comes next in the type, if it also comes next in the text: most do.
    #[inline]
    fn expected(&mut self) -> Option<&'static str> {
        let (name, next) = self.next.split_first()?;
        if self.passes(name) {
            self.next = next;
            return Some(name);
        }
        None
    }

    #[inline]
    fn passes(&mut self, name: &str) -> bool {
        passes(&mut self.reader.rest, &mut self.before, name)
    }

    /// The name that follows, if it has been met before at this place.
    #[inline]
    pub fn known(&mut self, place: Place) -> Option<Place> {
        let Regular { names, rest, .. } = &mut *self.reader;
        names.find(place, |name| passes(rest, &mut self.before, name))
    }

    /// A bare name with its colon behind it.
    #[inline]
    pub fn name(&mut self) -> Result<Option<&'de str>> {
        let behind = match self.reader.rest {
            [first, behind @ ..] if *first == self.before => behind,
            _ => return self.reader.stop(),
        };
        let length = lex::key(behind);
        let begins = behind.first().is_some_and(|byte| *byte > b' ');
        if length == 0 || !begins || behind.get(length) != Some(&b':') {
            return Err(self.reader.give_up());
        }
        self.reader.rest = behind;
        self.before = b',';
        let name = self.reader.take(length)?;
        self.reader.advance(1);
        Ok(Some(name))
    }

    /// The name as it is declared, if it is.
    fn declared(&mut self, name: &'de str, members: &'static [&'static str]) -> &'de str {
        let name = name.trim();
        let Some(at) = position(name, members, false) else { return name };
        self.next = members.get(at + 1..).unwrap_or_default();
        members.get(at).copied().unwrap_or(name)
    }
}

/// Whether this name follows; if so, it is left behind, and its colon.
#[inline(always)]
fn passes(rest: &mut &[u8], before: &mut u8, name: &str) -> bool {
    let Some(after) = rest.strip_prefix(&[*before]) else { return false };
    let Some((found, behind)) = after.split_at_checked(name.len()) else { return false };
    // The colon tells names of other lengths apart before anything is compared.
    let [b':', behind @ ..] = behind else { return false };
    if found != name.as_bytes() {
        return false;
    }
    (*rest, *before) = (behind, b',');
    true
}

impl<'de> MapAccess<'de> for Object<'_, 'de> {
    type Error = Error;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        if let Some(name) = self.expected() {
            return seed.deserialize(BorrowedStrDeserializer::new(name)).map(Some);
        }
        if self.done || self.closes() {
            return Ok(None);
        }
        let Some(name) = self.name()? else { return Ok(None) };
        let name = match self.members {
            Some(members) => self.declared(name, members),
            None => name,
        };
        seed.deserialize(Name::Member(name)).map(Some)
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        seed.deserialize(Item(self.reader))
    }
}
