//! The text being written, and what of the options writing asks for at each value.

use super::key;
use super::out::{Out, Target};
use crate::error::{Error, ErrorKind, Result};
use crate::options::{Floats, MemberNames, Options};
use crate::quote;
use crate::scalar::float;

pub(super) struct Writer<T> {
    pub out: Out<T>,
    pub floats: Floats,
    pub member_names: MemberNames,
    /// Null is written, and strings and names stand in quotes where they would lose something
    /// without.
    pub lossless: bool,
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
            spells: options.lossless || options.member_names != MemberNames::Declared,
            depth: 0,
            max_depth: options.max_depth,
        }
    }

    #[inline]
    pub fn put(&mut self, text: &str) -> Result<()> {
        self.out.put(text)
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
        if text.is_empty() {
            return self.put("\"\"");
        }
        if self.lossless && quote::needed_by_value(text) || !self.out.put_plain(text)? {
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
            return self.put(float::plain_digits(&mut zmij::Buffer::new(), number));
        }
        let mut text = String::new();
        self.floats.write_f64(number, &mut text);
        self.put(&text)
    }

    pub fn f32(&mut self, number: f32) -> Result<()> {
        let mut text = String::new();
        self.floats.write_f32(number, &mut text);
        self.put(&text)
    }
}

/// The digit of a number that has but one: most counts and codes.
#[inline]
pub(super) fn digit(number: impl TryInto<u8>) -> Option<u8> {
    number.try_into().ok().filter(|number| *number < 10).map(|number| b'0' + number)
}
