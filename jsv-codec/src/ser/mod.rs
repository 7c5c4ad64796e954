//! Writing.

mod compound;
mod key;
mod methods;
mod names;
mod out;
mod pairs;
mod place;
mod plain;
mod writer;

use crate::error::{Error, Result};
use crate::options::Options;
use methods::{of_compounds, of_scalars};
use out::{Stream, Target};
use place::Place;
use serde::ser::Serialize;
use writer::Writer;

/// Writes a value as compact JSV, byte for byte as ServiceStack does. A root that is null is the
/// empty text.
///
/// # Errors
/// When the value nests deeper than 128 levels, has a list as a dictionary key, or refuses to be
/// serialised.
///
/// ```
/// #[derive(serde::Serialize)]
/// #[serde(rename_all = "PascalCase")]
/// struct Item { name: &'static str, tags: Vec<&'static str>, note: Option<String> }
///
/// let item = Item { name: "Me, Junior", tags: vec!["four%", ""], note: None };
/// assert_eq!(jsv_codec::to_string(&item).unwrap(), r#"{Name:"Me, Junior",Tags:[four%,""]}"#);
/// ```
pub fn to_string<T: Serialize + ?Sized>(value: &T) -> Result<String> {
    to_string_with(value, &Options::default())
}

/// Writes a value with options.
///
/// # Errors
/// As [`to_string`].
///
/// ```
/// let options = jsv_codec::Options::default();
/// assert_eq!(jsv_codec::to_string_with(&true, &options).unwrap(), "True");
/// ```
pub fn to_string_with<T: Serialize + ?Sized>(value: &T, options: &Options) -> Result<String> {
    let mut text = String::new();
    write(value, &mut text, options)?;
    Ok(text)
}

/// Writes a value as UTF-8.
///
/// # Errors
/// As [`to_string`].
///
/// ```
/// assert_eq!(jsv_codec::to_vec(&[1, 2]).unwrap(), b"[1,2]");
/// ```
pub fn to_vec<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>> {
    to_string(value).map(String::into_bytes)
}

/// Writes a value as UTF-8, with options.
///
/// # Errors
/// As [`to_string`].
///
/// ```
/// let options = jsv_codec::Options::lossless();
/// assert_eq!(jsv_codec::to_vec_with(&[None::<u8>], &options).unwrap(), b"[null]");
/// ```
pub fn to_vec_with<T: Serialize + ?Sized>(value: &T, options: &Options) -> Result<Vec<u8>> {
    to_string_with(value, options).map(String::into_bytes)
}

/// Writes a value to a writer, in pieces of 8 KiB or more.
///
/// # Errors
/// When the writer fails, or as [`to_string`].
///
/// ```
/// let mut out = Vec::new();
/// jsv_codec::to_writer(&mut out, &["a", "b,c"]).unwrap();
/// assert_eq!(out, br#"[a,"b,c"]"#);
/// ```
pub fn to_writer<T: Serialize + ?Sized>(writer: impl std::io::Write, value: &T) -> Result<()> {
    to_writer_with(writer, value, &Options::default())
}

/// Writes a value to a writer with options.
///
/// # Errors
/// As [`to_writer`].
///
/// ```
/// let options = jsv_codec::Options::default();
/// let mut out = Vec::new();
/// jsv_codec::to_writer_with(&mut out, &1.5, &options).unwrap();
/// assert_eq!(out, b"1.5");
/// ```
pub fn to_writer_with<T: Serialize + ?Sized>(
    writer: impl std::io::Write,
    value: &T,
    options: &Options,
) -> Result<()> {
    write(value, Stream(writer), options)
}

/// Writes a value as a query string.
pub(crate) fn write_query<T: Serialize + ?Sized>(value: &T, options: &Options) -> Result<String> {
    let mut text = String::new();
    let mut writer = Writer::in_query(&mut text, options);
    value.serialize(pairs::Root(&mut writer))?;
    writer.finish()?;
    Ok(text)
}

fn write<T: Serialize + ?Sized>(value: &T, target: impl Target, options: &Options) -> Result<()> {
    let mut writer = Writer::new(target, options);
    value.serialize(Place(&mut writer))?;
    writer.finish()
}

/// A text being written by serde: the way out for types that choose at run time how they are
/// written.
///
/// - `serialize_none` and `serialize_unit` are null: no member, no entry, nothing between two
///   commas. The `Ok` of the serializer tells whether anything was written.
/// - `serialize_newtype_struct` with [`raw::TOKEN`](crate::raw::TOKEN) writes a string as it is.
/// - `serialize_bytes` writes base64 with the feature `base64`, else a list of numbers.
///
/// ```
/// use serde::Serialize;
///
/// let mut out = String::new();
/// [1.5, 2.0].serialize(&mut jsv_codec::Serializer::new(&mut out)).unwrap();
/// assert_eq!(out, "[1.5,2]");
/// ```
pub struct Serializer<'a> {
    writer: Writer<&'a mut String>,
}

impl<'a> Serializer<'a> {
    /// Appends to `out`.
    ///
    /// ```
    /// let mut out = String::from("A=");
    /// serde::Serialize::serialize("b,c", &mut jsv_codec::Serializer::new(&mut out)).unwrap();
    /// assert_eq!(out, r#"A="b,c""#);
    /// ```
    pub fn new(out: &'a mut String) -> Self {
        Self::with(out, &Options::default())
    }

    /// Appends to `out`, with options.
    ///
    /// ```
    /// let mut out = String::new();
    /// let serializer = jsv_codec::Serializer::with(&mut out, &jsv_codec::Options::default());
    /// ```
    pub fn with(out: &'a mut String, options: &Options) -> Self {
        Self { writer: Writer::new(out, options) }
    }
}

type Compound<'s, 'a> = compound::Compound<'s, &'a mut String>;

macro_rules! values {
    ($($method:ident($($argument:ident: $t:ty),*);)+) => {$(
        fn $method(self, $($argument: $t),*) -> Result<bool> {
            let written = Place(&mut self.writer).$method($($argument),*)?;
            self.writer.finish()?;
            Ok(written)
        }
    )+};
}

macro_rules! compounds {
    ($($method:ident($($argument:ident: $t:ty),*);)+) => {$(
        fn $method(self, $($argument: $t),*) -> Result<Compound<'s, 'a>> {
            Place(&mut self.writer).$method($($argument),*)
        }
    )+};
}

impl<'s, 'a> serde::Serializer for &'s mut Serializer<'a> {
    type Ok = bool;
    type Error = Error;
    type SerializeSeq = Compound<'s, 'a>;
    type SerializeTuple = Compound<'s, 'a>;
    type SerializeTupleStruct = Compound<'s, 'a>;
    type SerializeTupleVariant = Compound<'s, 'a>;
    type SerializeMap = Compound<'s, 'a>;
    type SerializeStruct = Compound<'s, 'a>;
    type SerializeStructVariant = Compound<'s, 'a>;

    of_scalars!(values);
    of_compounds!(compounds);
    compounds! {
        serialize_map(len: Option<usize>);
        serialize_struct(name: &'static str, len: usize);
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<bool> {
        value.serialize(self)
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<bool> {
        let written = Place(&mut self.writer).serialize_newtype_struct(name, value)?;
        self.writer.finish()?;
        Ok(written)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<bool> {
        let written =
            Place(&mut self.writer).serialize_newtype_variant(name, index, variant, value)?;
        self.writer.finish()?;
        Ok(written)
    }
}
