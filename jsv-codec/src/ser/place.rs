//! A place where one value goes, and what has to be written before it unless it is null.

use super::compound::{Compound, Shape};
use super::plain::Raw;
use super::sink::Sink;
use super::{key, names};
use crate::error::{Error, ErrorKind, Result};
use crate::options::{Floats, MemberNames, Options};
use crate::scalar::{boolean, float};
use crate::{lex, quote, raw};
use serde::ser::{Serialize, Serializer};

pub struct Writer<'w, S> {
    pub sink: &'w mut S,
    pub floats: Floats,
    pub member_names: MemberNames,
    /// Null is written, and strings and names stand in quotes where they would lose something without.
    pub lossless: bool,
    /// Names are not written as they are declared.
    spells: bool,
    depth: usize,
    max_depth: usize,
}

impl<'w, S: Sink> Writer<'w, S> {
    pub fn new(sink: &'w mut S, options: &Options) -> Self {
        Self {
            sink,
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
        self.sink.put(text)
    }

    #[inline]
    pub fn enter(&mut self, bracket: &str) -> Result<()> {
        if self.depth >= self.max_depth {
            return Err(Error::new(ErrorKind::TooDeep, None));
        }
        self.depth += 1;
        self.put(bracket)
    }

    #[inline]
    pub fn leave(&mut self, bracket: &str) -> Result<()> {
        self.depth -= 1;
        self.put(bracket)
    }

    /// A string: quoted if it must be, and two quotes for the empty one, which bare would be null.
    #[inline]
    pub fn string(&mut self, text: &str) -> Result<()> {
        if text.is_empty() {
            return self.put("\"\"");
        }
        if lex::plain(text.as_bytes()) == text.len() && !(self.lossless && quote::needed_by_value(text)) {
            return self.put(text);
        }
        self.quoted(text)
    }

    fn quoted(&mut self, text: &str) -> Result<()> {
        let mut result = Ok(());
        quote::write_quoted(text, |part| {
            if result.is_ok() {
                result = self.sink.put(part);
            }
        });
        result
    }

    /// A member's name in the spelling of the options.
    #[cold]
    fn name(&self, name: &'static str) -> String {
        let name = names::spell(name, self.member_names);
        if self.lossless { key::quoted(&name) } else { name }
    }

    #[inline]
    pub fn integer(&mut self, number: impl itoa::Integer) -> Result<()> {
        self.sink.put(itoa::Buffer::new().format(number))
    }

    pub fn f64(&mut self, number: f64) -> Result<()> {
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

/// What stands before a value.
#[derive(Clone, Copy)]
pub(super) enum Before<'a> {
    /// Nothing: the root, or an element whose comma has been written.
    Nothing,
    /// The name of a member.
    Member(&'static str),
    /// The key of an entry, as it is written.
    Key(&'a str),
}

/// Where a value goes. Whether it wrote anything is the `Ok` of its serializer: null writes nothing, so that the
/// name and the comma in front of it must wait for the value.
pub(super) struct Place<'p, 'w, S> {
    pub writer: &'p mut Writer<'w, S>,
    before: Before<'p>,
    comma: bool,
}

/// Something was written.
pub type Written = bool;

impl<'p, 'w, S: Sink> Place<'p, 'w, S> {
    pub fn root(writer: &'p mut Writer<'w, S>) -> Self {
        Self { writer, before: Before::Nothing, comma: false }
    }

    pub fn new(writer: &'p mut Writer<'w, S>, comma: bool, before: Before<'p>) -> Self {
        Self { writer, before, comma }
    }

    /// Writes what stands before the value, and gives the writer for the value itself.
    #[inline]
    pub fn begin(self) -> Result<&'p mut Writer<'w, S>> {
        let Self { writer, before, comma } = self;
        match before {
            Before::Nothing => {}
            Before::Key(key) => writer.sink.put_name(comma, key)?,
            Before::Member(name) if !writer.spells => writer.sink.put_name(comma, name)?,
            Before::Member(name) => writer.sink.put_name(comma, &writer.name(name))?,
        }
        Ok(writer)
    }

    #[inline]
    fn object(self) -> Result<Compound<'p, 'w, S>> {
        let writer = self.begin()?;
        writer.enter("{")?;
        Ok(Compound::new(writer, Shape::Object))
    }

    #[inline]
    fn list(self) -> Result<Compound<'p, 'w, S>> {
        let writer = self.begin()?;
        writer.enter("[")?;
        Ok(Compound::new(writer, Shape::List))
    }

    /// A variant that carries something: an object of one member.
    fn variant(self, name: &'static str) -> Result<&'p mut Writer<'w, S>> {
        let writer = self.begin()?;
        writer.enter("{")?;
        match writer.lossless {
            true => writer.sink.put_name(false, &key::quoted(name))?,
            false => writer.sink.put_name(false, name)?,
        }
        Ok(writer)
    }
}

macro_rules! integers {
    ($($method:ident $t:ty),+ $(,)?) => {$(
        #[inline]
        fn $method(self, value: $t) -> Result<Written> {
            self.begin()?.integer(value)?;
            Ok(true)
        }
    )+};
}

impl<'p, 'w, S: Sink> Serializer for Place<'p, 'w, S> {
    type Ok = Written;
    type Error = Error;
    type SerializeSeq = Compound<'p, 'w, S>;
    type SerializeTuple = Compound<'p, 'w, S>;
    type SerializeTupleStruct = Compound<'p, 'w, S>;
    type SerializeTupleVariant = Compound<'p, 'w, S>;
    type SerializeMap = Compound<'p, 'w, S>;
    type SerializeStruct = Compound<'p, 'w, S>;
    type SerializeStructVariant = Compound<'p, 'w, S>;

    integers! {
        serialize_i8 i8, serialize_i16 i16, serialize_i32 i32, serialize_i64 i64, serialize_i128 i128,
        serialize_u8 u8, serialize_u16 u16, serialize_u32 u32, serialize_u64 u64, serialize_u128 u128,
    }

    fn serialize_bool(self, value: bool) -> Result<Written> {
        self.begin()?.put(boolean::write(value))?;
        Ok(true)
    }

    fn serialize_f32(self, value: f32) -> Result<Written> {
        self.begin()?.f32(value)?;
        Ok(true)
    }

    fn serialize_f64(self, value: f64) -> Result<Written> {
        self.begin()?.f64(value)?;
        Ok(true)
    }

    /// Quoted if it must be: .NET leaves a comma bare, which cannot be read back. See [`raw`].
    fn serialize_char(self, value: char) -> Result<Written> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    #[inline]
    fn serialize_str(self, value: &str) -> Result<Written> {
        self.begin()?.string(value)?;
        Ok(true)
    }

    #[cfg(feature = "base64")]
    fn serialize_bytes(self, value: &[u8]) -> Result<Written> {
        let mut text = String::new();
        crate::scalar::bytes::write(value, &mut text);
        let writer = self.begin()?;
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
        if self.writer.lossless {
            self.begin()?.put("null")?;
            return Ok(true);
        }
        Ok(false)
    }

    #[inline]
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Written> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Written> {
        self.serialize_none()
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Written> {
        self.begin()?.put("{}")?;
        Ok(true)
    }

    #[inline]
    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<Written> {
        self.serialize_str(variant)
    }

    #[inline]
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<Written> {
        if name == raw::TOKEN {
            let writer = self.begin()?;
            value.serialize(Raw(writer))?;
            return Ok(true);
        }
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Written> {
        let writer = self.variant(variant)?;
        value.serialize(Place::root(writer))?;
        writer.leave("}")?;
        Ok(true)
    }

    #[inline]
    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq> {
        self.list()
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple> {
        self.list()
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct> {
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
        writer.enter("[")?;
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
        writer.enter("{")?;
        Ok(Compound::new(writer, Shape::StructVariant))
    }
}
