//! Lists of regular text.

use super::Regular;
use super::item::Item;
use crate::error::{Error, Result};
use crate::lex;
use serde::de::{DeserializeSeed, SeqAccess};

pub(super) struct List<'r, 'de> {
    pub reader: &'r mut Regular<'de>,
    /// Elements without a text are null; for other collections they are something else.
    plain: bool,
    /// What stands before the next element: the bracket, later a comma.
    before: u8,
    /// The list begins with a brace: so do all its elements.
    objects: bool,
    done: bool,
}

impl<'r, 'de> List<'r, 'de> {
    #[inline]
    pub fn enter(reader: &'r mut Regular<'de>, plain: bool) -> Result<Self> {
        reader.enter()?;
        let objects = reader.rest.get(1) == Some(&b'{');
        let mut list = Self { reader, plain, before: b'[', objects, done: false };
        if list.reader.rest.get(1).is_some_and(|byte| !matches!(byte, b'!'..=b'~')) {
            list.begins_plainly()?;
        }
        Ok(list)
    }

    /// White space in front of the first element is none of it.
    #[cold]
    fn begins_plainly(&mut self) -> Result<()> {
        let start = self.reader.text.len() - self.reader.rest.len() + 1;
        let text = self.reader.text.get(start..).unwrap_or(" ");
        if lex::front(text) == 0 { Ok(()) } else { Err(self.reader.give_up()) }
    }

    /// The closing bracket, unless it has been read.
    #[inline]
    pub fn close(&mut self) -> Result<()> {
        if self.done || self.closes() { Ok(()) } else { Err(self.reader.give_up()) }
    }

    #[inline]
    fn closes(&mut self) -> bool {
        let rest = self.reader.rest;
        let rest = if self.before == b'[' { rest.get(1..).unwrap_or_default() } else { rest };
        let [b']', rest @ ..] = rest else { return false };
        self.reader.rest = rest;
        self.reader.leave();
        self.done = true;
        true
    }
}

impl<'de> List<'_, 'de> {
    /// Whether there is another element; if so, the reader is at its start.
    #[inline(always)]
    pub fn goes_on(&mut self) -> Result<bool> {
        if self.done || self.closes() {
            return Ok(false);
        }
        let behind = match self.reader.rest {
            [first, behind @ ..] if *first == self.before => behind,
            _ => return Ok(self.reader.stop::<()>()?.is_some()),
        };
        let regular = match behind.first() {
            Some(b'{') => true,
            Some(b',') => self.plain && !self.objects,
            Some(b']' | b'}') | None => false,
            Some(_) => !self.objects,
        };
        if !regular {
            return Err(self.reader.give_up());
        }
        self.before = b',';
        self.reader.rest = behind;
        self.reader.guess_json()?;
        Ok(true)
    }
}

impl<'de> SeqAccess<'de> for List<'_, 'de> {
    type Error = Error;

    #[inline]
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        if self.goes_on()? { seed.deserialize(Item(self.reader)).map(Some) } else { Ok(None) }
    }
}
