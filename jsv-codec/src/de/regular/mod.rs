//! The quick way through regular text: what a writer makes, and every text that differs from it in
//! nothing but its values.
//!
//! Here every container is closed by its own bracket and nothing stands where ServiceStack's
//! splitter would have to decide, so that a value is what it looks like and no end has to be looked
//! for. At the first thing that is not so, this reader gives up; the text is then read again from
//! its start by [`super::reader`], which knows all rules. Errors give up as well, so that only that
//! one reader has to know their places.

mod item;
mod list;
mod names;
mod object;
mod value;
mod variant;

use crate::error::{Error, ErrorKind};
use crate::options::{MemberNames, Mode, Options};
use crate::scalar::Dialect;
use crate::{lex, quote};
use item::Item;
use names::Names;
use serde::de::Deserialize;
use std::borrow::Cow;

pub(super) struct Regular<'de> {
    text: &'de str,
    /// What has not been read.
    rest: &'de [u8],
    /// How many more containers may be opened.
    levels: usize,
    /// How many objects are open.
    objects: usize,
    /// So many elements in quotes are still to be looked at for signs of JSON.
    guesses: u8,
    tolerant: bool,
    infer: bool,
    dialect: Dialect,
    names: Names<'de>,
    /// Something was not regular, or a container has been left before its end.
    given_up: bool,
}

/// Reads a text whose root is a container from `start` on; nothing if it must be read in the other
/// way.
pub(super) fn read<'de, T: Deserialize<'de>>(
    text: &'de str,
    options: &Options,
    start: usize,
) -> Option<T> {
    let mut reader = Regular::new(text, options, start)?;
    let value = T::deserialize(Item(&mut reader)).ok()?;
    let whole = !reader.given_up && (reader.rest.is_empty() || reader.only_layout_follows());
    whole.then_some(value)
}

impl<'de> Regular<'de> {
    fn new(text: &'de str, options: &Options, start: usize) -> Option<Self> {
        let tolerant = options.mode != Mode::Strict;
        let known = options.lossless
            || options.mode == Mode::Json
            || options.member_names == MemberNames::SnakeCase;
        let rest = text.as_bytes().get(start..)?;
        let rest = if tolerant { rest.get(lex::space(rest)..)? } else { rest };
        if known || !matches!(rest.first(), Some(b'{' | b'[')) {
            return None;
        }
        Some(Self {
            text,
            rest,
            levels: options.max_depth,
            objects: 0,
            guesses: if tolerant { 8 } else { 0 },
            tolerant,
            infer: options.infer,
            dialect: options.dialect,
            names: Names::default(),
            given_up: false,
        })
    }

    #[cold]
    fn only_layout_follows(&self) -> bool {
        self.tolerant && self.rest.trim_ascii().is_empty()
    }

    /// The text has to be read in the other way.
    #[cold]
    #[inline(never)]
    fn give_up(&mut self) -> Error {
        self.given_up = true;
        // Nothing can be read any more, whatever becomes of this error.
        self.rest = &[];
        Error::new(ErrorKind::IndexOutOfRange, None)
    }

    /// As [`give_up`](Self::give_up), in front of an element or a name: a visitor that goes on
    /// after an error has come to the end.
    #[cold]
    fn stop<T>(&mut self) -> Result<Option<T>, Error> {
        if self.given_up { Ok(None) } else { Err(self.give_up()) }
    }

    /// The visitor of a container has failed in it.
    #[cold]
    fn fail(&mut self, error: Error) -> Error {
        (self.given_up, self.rest) = (true, &[]);
        error
    }

    #[inline]
    fn first(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    #[inline]
    fn advance(&mut self, count: usize) {
        self.rest = self.rest.get(count..).unwrap_or_default();
    }

    #[inline]
    fn enter(&mut self) -> Result<(), Error> {
        match self.levels.checked_sub(1) {
            Some(levels) => self.levels = levels,
            None => return Err(self.give_up()),
        }
        Ok(())
    }

    #[inline]
    fn leave(&mut self) {
        self.levels += 1;
    }

    /// The next `length` bytes, which are read by this.
    #[inline(always)]
    fn take(&mut self, length: usize) -> Result<&'de str, Error> {
        let start = self.text.len() - self.rest.len();
        self.advance(length);
        match self.text.get(start..start + length) {
            Some(text) => Ok(text),
            None => Err(self.give_up()),
        }
    }

    /// A bare value. `length` finds its end.
    #[inline(always)]
    fn bare(&mut self, length: impl Fn(&[u8]) -> usize) -> Result<&'de str, Error> {
        let length = length(self.rest);
        self.bare_of(length)
    }

    #[inline(always)]
    fn bare_of(&mut self, length: usize) -> Result<&'de str, Error> {
        if length == 0 {
            return self.empty();
        }
        if !self.begins_and_ends(length) {
            self.edges(length)?;
        }
        self.take(length)
    }

    /// Whether no layout can be at an end of a bare value: white space may be, and what is not
    /// ASCII may be white space.
    #[inline]
    fn begins_and_ends(&self, length: usize) -> bool {
        let last = self.rest.get(length.wrapping_sub(1)).is_some_and(|last| *last > b' ');
        last && matches!(self.first(), Some(b'!'..=b'~'))
    }

    /// Nothing stands there.
    fn empty(&mut self) -> Result<&'de str, Error> {
        match self.first() {
            Some(b',' | b'}') if self.tolerant => Ok(""),
            _ => Err(self.give_up()),
        }
    }

    #[cold]
    fn edges(&mut self, length: usize) -> Result<(), Error> {
        let text = std::str::from_utf8(self.rest.get(..length).unwrap_or_default()).unwrap_or(" ");
        if text.trim().len() == length && text != "\u{200B}" { Ok(()) } else { Err(self.give_up()) }
    }

    /// A value in quotes, without them.
    #[inline]
    fn quoted(&mut self) -> Result<Cow<'de, str>, Error> {
        let inner = self.rest.get(1..).unwrap_or_default();
        let Some(length) = memchr::memchr(b'"', inner) else { return Err(self.give_up()) };
        if inner.get(length + 1) == Some(&b'"') {
            return self.doubled();
        }
        self.advance(1);
        let text = self.take(length)?;
        self.advance(1);
        Ok(Cow::Borrowed(text))
    }

    /// As [`quoted`](Self::quoted), with a quote inside.
    fn doubled(&mut self) -> Result<Cow<'de, str>, Error> {
        let length = lex::quoted(self.rest);
        self.take(length).map(quote::unquote)
    }

    /// The text of a scalar.
    #[inline]
    fn scalar(&mut self) -> Result<Cow<'de, str>, Error> {
        if self.first() == Some(b'"') {
            self.quoted()
        } else {
            self.bare(lex::value).map(Cow::Borrowed)
        }
    }

    /// An element in quotes that JSV would not put there shows that the text is JSON; the other
    /// reader looks so too.
    #[inline]
    fn guess_json(&mut self) -> Result<(), Error> {
        if self.guesses > 0 && self.first() == Some(b'"') {
            self.guess_json_by_element()
        } else {
            Ok(())
        }
    }

    #[cold]
    fn guess_json_by_element(&mut self) -> Result<(), Error> {
        self.guesses -= 1;
        let start = self.text.len() - self.rest.len();
        let end = start + lex::quoted(self.rest);
        let inner = self.text.get(start + 1..end.saturating_sub(1)).unwrap_or_default();
        match self.objects == 0 && !quote::needed_by_value(inner) {
            true => Err(self.give_up()),
            false => Ok(()),
        }
    }
}
