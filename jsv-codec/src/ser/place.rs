//! A place where one value goes, and what has to be written before it unless it is null.

use super::compound::{Compound, Shape};
use super::key;
use super::out::{Out, Target};
use super::plain::Raw;
use crate::error::{Error, ErrorKind, Result};
use crate::options::{Floats, MemberNames, Options};
use crate::scalar::{boolean, float};
use crate::{quote, raw};
use serde::ser::{Serialize, Serializer};

pub(super) struct Writer<T> {
    pub out: Out<T>,
    pub floats: Floats,
    pub member_names: MemberNames,
    /// Whose rules names follow.
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
        match self.floats {
            Floats::RoundTrip => float::write_f64_round_trip(number, &mut text),
            Floats::Framework => float::write_f64(number, &mut text),
            Floats::Modern => float::write_f64_modern(number, &mut text),
        }
        self.put(&text)
    }

    pub fn f32(&mut self, number: f32) -> Result<()> {
        let mut text = String::new();
        match self.floats {
            Floats::RoundTrip => float::write_f32_round_trip(number, &mut text),
            Floats::Framework => float::write_f32(number, &mut text),
            Floats::Modern => float::write_f32_modern(number, &mut text),
        }
        self.put(&text)
    }
}

/// The digit of a number that has but one: most counts and codes.
#[inline]
fn digit(number: impl TryInto<u8>) -> Option<u8> {
    number.try_into().ok().filter(|number| *number < 10).map(|number| b'0' + number)
}

/// Where a value goes. Whether it wrote anything is the `Ok` of its serializer: null writes
/// nothing.
pub(super) struct Place<'p, T>(pub &'p mut Writer<T>);

/// Something was written.
pub type Written = bool;

impl<'p, T: Target> Place<'p, T> {
    #[inline]
    fn object(self) -> Result<Compound<'p, T>> {
        self.0.enter(b'{')?;
        Ok(Compound::new(self.0, Shape::Object))
    }

    #[inline]
    fn list(self) -> Result<Compound<'p, T>> {
        self.0.enter(b'[')?;
        Ok(Compound::new(self.0, Shape::List))
    }

    /// A variant that carries something: an object of one member.
    fn variant(self, name: &'static str) -> Result<&'p mut Writer<T>> {
        self.0.enter(b'{')?;
        match self.0.lossless {
            true => self.0.out.put_name(false, &key::quoted(name))?,
            false => self.0.out.put_name(false, name)?,
        };
        Ok(self.0)
    }
}

macro_rules! integers {
    ($($method:ident $t:ty),+ $(,)?) => {$(
        #[inline]
        fn $method(self, value: $t) -> Result<Written> {
            match digit(value) {
                Some(digit) => self.0.out.put_byte(digit)?,
                None => self.0.integer(value)?,
            }
            Ok(true)
        }
    )+};
}

impl<'p, T: Target> Serializer for Place<'p, T> {
    type Ok = Written;
    type Error = Error;
    type SerializeSeq = Compound<'p, T>;
    type SerializeTuple = Compound<'p, T>;
    type SerializeTupleStruct = Compound<'p, T>;
    type SerializeTupleVariant = Compound<'p, T>;
    type SerializeMap = Compound<'p, T>;
    type SerializeStruct = Compound<'p, T>;
    type SerializeStructVariant = Compound<'p, T>;

    integers! {
        serialize_i8 i8, serialize_i16 i16, serialize_i32 i32, serialize_i64 i64, serialize_i128 i128,
        serialize_u8 u8, serialize_u16 u16, serialize_u32 u32, serialize_u64 u64, serialize_u128 u128,
    }

    #[inline]
    fn serialize_bool(self, value: bool) -> Result<Written> {
        self.0.put(boolean::write(value))?;
        Ok(true)
    }

    fn serialize_f32(self, value: f32) -> Result<Written> {
        self.0.f32(value)?;
        Ok(true)
    }

    #[inline]
    fn serialize_f64(self, value: f64) -> Result<Written> {
        self.0.f64(value)?;
        Ok(true)
    }

    /// Quoted if it must be: .NET leaves a comma bare, which cannot be read back. See [`raw`].
    fn serialize_char(self, value: char) -> Result<Written> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    #[inline]
    fn serialize_str(self, value: &str) -> Result<Written> {
        self.0.string(value)?;
        Ok(true)
    }

    #[cfg(feature = "base64")]
    fn serialize_bytes(self, value: &[u8]) -> Result<Written> {
        let mut text = String::new();
        crate::scalar::bytes::write(value, &mut text);
        let writer = self.0;
        if writer.lossless {
            writer.string(&text)?
        } else {
            writer.put(&text)?
        }
        Ok(true)
    }

    #[cfg(not(feature = "base64"))]
    fn serialize_bytes(self, value: &[u8]) -> Result<Written> {
        self.collect_seq(value)
    }

    #[inline]
    fn serialize_none(self) -> Result<Written> {
        if self.0.lossless {
            self.0.put("null")?;
            return Ok(true);
        }
        Ok(false)
    }

    #[inline]
    fn serialize_some<V: Serialize + ?Sized>(self, value: &V) -> Result<Written> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Written> {
        self.serialize_none()
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Written> {
        self.0.put("{}")?;
        Ok(true)
    }

    #[inline]
    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<Written> {
        self.serialize_str(variant)
    }

    #[inline]
    fn serialize_newtype_struct<V: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &V,
    ) -> Result<Written> {
        if name == raw::TOKEN {
            let writer = self.0;
            value.serialize(Raw(writer))?;
            return Ok(true);
        }
        value.serialize(self)
    }

    fn serialize_newtype_variant<V: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &V,
    ) -> Result<Written> {
        let writer = self.variant(variant)?;
        value.serialize(Place(writer))?;
        writer.leave(b'}')?;
        Ok(true)
    }

    #[inline]
    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq> {
        self.list()
    }

    #[inline]
    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple> {
        self.list()
    }

    #[inline]
    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct> {
        self.list()
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant> {
        let writer = self.variant(variant)?;
        writer.enter(b'[')?;
        Ok(Compound::new(writer, Shape::TupleVariant))
    }

    #[inline]
    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap> {
        self.object()
    }

    #[inline]
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeStruct> {
        self.object()
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant> {
        let writer = self.variant(variant)?;
        writer.enter(b'{')?;
        Ok(Compound::new(writer, Shape::StructVariant))
    }
}
