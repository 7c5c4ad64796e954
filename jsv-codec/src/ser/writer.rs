//! The text being written, and what of the options writing asks for at each value.

use super::key;
use super::out::{Out, Target};
use crate::error::{Error, ErrorKind, Result};
use crate::options::{Floats, MemberNames, Mode, Options};
use crate::query::{self, Encoding};
use crate::quote;
use crate::scalar::float;
use serde::ser::Serialize;

pub(super) struct Writer<T> {
    pub out: Out<T>,
    pub floats: Floats,
    pub member_names: MemberNames,
    /// Null is written, and strings and names stand in quotes where they would lose something
    /// without.
    pub lossless: bool,
    /// Percent-encoded, within a query string.
    pub query: Option<Encoding>,
    /// Strings are written otherwise than ServiceStack's JSV has them.
    is_special: bool,
    /// Names are not written as they are declared.
    spells: bool,
    depth: usize,
    max_depth: usize,
}

impl<T: Target> Writer<T> {
    pub(super) fn new(target: T, options: &Options) -> Self {
        Self {
            out: Out::new(target),
            floats: options.floats,
            member_names: options.member_names,
            lossless: options.lossless,
            query: None,
            is_special: options.lossless,
            spells: options.lossless || options.member_names != MemberNames::Declared,
            depth: 0,
            max_depth: options.max_depth,
        }
    }

    /// For the text of a query string.
    pub fn in_query(target: T, options: &Options) -> Self {
        let query = Some(match options.mode {
            Mode::Strict => Encoding::Strings,
            _ => Encoding::All,
        });
        let options = Options { lossless: false, ..options.clone() };
        Self { query, is_special: true, ..Self::new(target, &options) }
    }

    /// For the value of one pair of the same query string.
    pub fn of_pair<'t>(&self, target: &'t mut String) -> Writer<&'t mut String> {
        Writer {
            out: Out::new(target),
            floats: self.floats,
            member_names: self.member_names,
            lossless: false,
            query: self.query,
            is_special: true,
            spells: self.spells,
            depth: 0,
            max_depth: self.max_depth,
        }
    }

    #[inline]
    pub fn put(&mut self, text: &str) -> Result<()> {
        self.out.put(text)
    }

    /// A scalar that never stands in quotes.
    #[inline]
    pub fn bare(&mut self, text: &str) -> Result<()> {
        match self.query {
            Some(Encoding::All) => self.out.put(&query::bare(text)),
            _ => self.out.put(text),
        }
    }

    #[inline]
    pub fn enter(&mut self, bracket: u8) -> Result<()> {
        if self.depth >= self.max_depth {
            return Err(Error::new(ErrorKind::TooDeep, None));
        }
        self.depth += 1;
        self.out.put_byte(bracket)
    }

    #[inline]
    pub fn leave(&mut self, bracket: u8) -> Result<()> {
        self.depth -= 1;
        self.out.put_byte(bracket)
    }

    /// Hands the text over once nothing is open.
    #[inline]
    pub fn finish(&mut self) -> Result<()> {
        if self.depth == 0 { self.out.finish() } else { Ok(()) }
    }

    /// A string: quoted if it must be, and two quotes for the empty one, which bare would be null.
    #[inline]
    pub fn string(&mut self, text: &str) -> Result<()> {
        if self.is_special {
            return self.special(text);
        }
        if text.is_empty() {
            return self.put("\"\"");
        }
        if !self.out.put_plain(text)? {
            return self.quoted(text);
        }
        Ok(())
    }

    /// A string of a lossless text or of a query string. What a pair alone consists of needs no
    /// quotes.
    #[cold]
    fn special(&mut self, text: &str) -> Result<()> {
        if let Some(encoding) = self.query {
            return match self.depth {
                0 => self.put(&query::encoded(text)),
                _ => self.put(&query::string(text, encoding)),
            };
        }
        if text.is_empty() || quote::needed_by_value(text) || !self.out.put_plain(text)? {
            return self.quoted(text);
        }
        Ok(())
    }

    #[inline(never)]
    fn quoted(&mut self, text: &str) -> Result<()> {
        let mut result = Ok(());
        quote::write_quoted(text, |part| {
            if result.is_ok() {
                result = self.out.put(part);
            }
        });
        result
    }

    /// A member's name in the spelling of the options, and how many bytes that took.
    #[inline]
    pub fn name(&mut self, comma: bool, name: &'static str) -> Result<usize> {
        if self.spells { self.spelt(comma, name) } else { self.out.put_name(comma, name) }
    }

    #[cold]
    fn spelt(&mut self, comma: bool, name: &'static str) -> Result<usize> {
        let name = self.member_names.spell(name);
        let name = if self.lossless { key::quoted(&name).into() } else { name };
        self.out.put_name(comma, &name)
    }

    /// The text of a dictionary's key, and whether it is the name of a member.
    pub fn key<V: Serialize + ?Sized>(&self, key: &V, out: &mut String) -> Result<bool> {
        let (lossless, floats, query) = (self.lossless, self.floats, self.query);
        let mut is_name = false;
        key.serialize(key::Key { out, lossless, floats, query, is_name: &mut is_name })?;
        Ok(is_name)
    }

    #[inline]
    pub fn integer(&mut self, number: impl itoa::Integer) -> Result<()> {
        self.out.put(itoa::Buffer::new().format(number))
    }

    #[inline]
    pub fn f64(&mut self, number: f64) -> Result<()> {
        match float::short_decimal(number) {
            Some((whole, thousandths)) if self.floats == Floats::RoundTrip => {
                self.decimal(whole, thousandths)
            }
            _ => self.long_f64(number),
        }
    }

    #[inline]
    fn decimal(&mut self, whole: u64, thousandths: u64) -> Result<()> {
        match digit(whole) {
            Some(digit) => self.out.put_byte(digit)?,
            None => self.integer(whole)?,
        }
        if thousandths == 0 { Ok(()) } else { self.out.put_thousandths(thousandths) }
    }

    #[inline(never)]
    fn long_f64(&mut self, number: f64) -> Result<()> {
        if self.floats == Floats::RoundTrip && float::is_plain(number) {
            return self.bare(float::plain_digits(&mut zmij::Buffer::new(), number));
        }
        let mut text = String::new();
        self.floats.write_f64(number, &mut text);
        self.bare(&text)
    }

    pub fn f32(&mut self, number: f32) -> Result<()> {
        let mut text = String::new();
        self.floats.write_f32(number, &mut text);
        self.bare(&text)
    }
}

/// The digit of a number that has but one: most counts and codes.
#[inline]
pub(super) fn digit(number: impl TryInto<u8>) -> Option<u8> {
    number.try_into().ok().filter(|number| *number < 10).map(|number| b'0' + number)
}
