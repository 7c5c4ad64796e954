//! Reading.

mod item;
mod list;
mod name;
mod object;
mod reader;
mod regular;
mod variant;

use crate::error::{Error, ErrorKind, Result};
use crate::options::Options;
use item::Item;
pub(crate) use name::{Name, declared};
use reader::Reader;
use serde::de::{Deserialize, DeserializeOwned, Visitor};
use std::borrow::Cow;
pub(crate) use variant::{Carried, Content};

/// Reads a value of type `T` from text, laid out or not.
///
/// Regular text is read in a quicker way; what turns out to be odd is read again from its start, so
/// that the type's `deserialize` may be called more than once.
///
/// # Errors
/// When the text is not a `T`; see [`ErrorKind`].
///
/// ```
/// #[derive(Debug, PartialEq, serde::Deserialize)]
/// #[serde(rename_all = "PascalCase")]
/// struct Item<'a> { name: &'a str, count: u32 }
///
/// let item: Item = jsv_codec::from_str("{Name:four%,Count:4}").unwrap();
/// assert_eq!(item, Item { name: "four%", count: 4 });
/// ```
pub fn from_str<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T> {
    from_str_with(text, &Options::default())
}

/// Reads a value with other options than the default.
///
/// # Errors
/// When the text is not a `T`.
///
/// ```
/// use jsv_codec::{from_str, from_str_with, Options};
/// use std::collections::HashMap;
///
/// assert_eq!(from_str::<HashMap<String, u8>>("{A:1}\n").unwrap()["A"], 1);
/// assert!(from_str_with::<HashMap<String, u8>>("{A:1}\n", &Options::strict()).is_err());
/// ```
pub fn from_str_with<'de, T: Deserialize<'de>>(text: &'de str, options: &Options) -> Result<T> {
    read(text, options, crate::lex::mark(text.as_bytes()), false)
}

/// Reads a value from what follows `start`, which may take a second attempt; the text is known to
/// be JSON or not yet known to be.
pub(crate) fn read<'de, T: Deserialize<'de>>(
    text: &'de str,
    options: &Options,
    start: usize,
    json: bool,
) -> Result<T> {
    if !json && let Some(value) = regular::read(text, options, start) {
        return Ok(value);
    }
    let mut refused: Option<Error> = None;
    loop {
        let mut reader = Reader::new(text, options);
        reader.infer &= refused.is_none();
        reader.json |= json;
        let root = reader.behind(start);
        let result = T::deserialize(Item::new(&mut reader, root));
        match reader.accept(result) {
            Ok(value) => return Ok(value),
            // What looked like a number may have been meant as a string after all.
            Err(error) if reader.inferred && refused.is_none() => refused = Some(error),
            Err(error) => return Err(refused.unwrap_or(error).locate(text)),
        }
    }
}

/// Reads a value from UTF-8.
///
/// # Errors
/// [`ErrorKind::Utf8`], or when the text is not a `T`.
///
/// ```
/// assert_eq!(jsv_codec::from_slice::<Vec<&str>>(b"[a,b]").unwrap(), ["a", "b"]);
/// ```
pub fn from_slice<'de, T: Deserialize<'de>>(bytes: &'de [u8]) -> Result<T> {
    from_slice_with(bytes, &Options::default())
}

/// Reads a value from UTF-8 with options.
///
/// # Errors
/// As [`from_slice`].
///
/// ```
/// let options = jsv_codec::Options::default();
/// assert_eq!(jsv_codec::from_slice_with::<u8>(b" 7 ", &options).unwrap(), 7);
/// ```
pub fn from_slice_with<'de, T: Deserialize<'de>>(bytes: &'de [u8], options: &Options) -> Result<T> {
    let text = std::str::from_utf8(bytes)
        .map_err(|e| Error::new(ErrorKind::Utf8, Some(e.valid_up_to())))?;
    from_str_with(text, options)
}

/// Reads all of `reader`, then a value from it.
///
/// # Errors
/// [`ErrorKind::Io`], or as [`from_slice`].
///
/// ```
/// let file = std::io::Cursor::new("[1,2]");
/// assert_eq!(jsv_codec::from_reader::<Vec<u8>>(file).unwrap(), [1, 2]);
/// ```
pub fn from_reader<T: DeserializeOwned>(reader: impl std::io::Read) -> Result<T> {
    from_reader_with(reader, &Options::default())
}

/// Reads all of `reader`, then a value from it, with options.
///
/// # Errors
/// As [`from_reader`].
///
/// ```
/// let options = jsv_codec::Options::default();
/// assert!(jsv_codec::from_reader_with::<bool>(&b"True"[..], &options).unwrap());
/// ```
pub fn from_reader_with<T: DeserializeOwned>(
    mut reader: impl std::io::Read,
    options: &Options,
) -> Result<T> {
    let mut bytes = Vec::new();
    reader.read_to_end(&mut bytes)?;
    from_slice_with(&bytes, options)
}

/// Hands a string to its visitor: as it stands in the text, or a changed one by value.
#[inline]
pub(crate) fn visit_text<'de, V: Visitor<'de>>(
    text: Cow<'de, str>,
    visitor: V,
) -> Result<V::Value> {
    match text {
        Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
        Cow::Owned(text) => visitor.visit_string(text),
    }
}

/// A text to be read by serde: the way in for seeds and for types that choose what they are at run
/// time.
///
/// - `deserialize_struct` follows the rules of typed objects: names trimmed, in strict mode
///   unquoted by the rules of 10.x only, found in any case among `fields`; with an empty `fields` the visitor gets every name
///   as it stands. `deserialize_map` follows those of dictionaries: keys keep their blanks and lose
///   their quotes.
/// - `deserialize_option` sees an empty value as none, `""` as the empty string.
/// - `deserialize_str` of a nested object or list gives its raw text.
/// - `deserialize_newtype_struct` with [`raw::TOKEN`](crate::raw::TOKEN) gives the value untouched,
///   with one of the names in [`list`](crate::list) the list of another .NET collection.
/// - After an element or a member has failed, its `SeqAccess` or `MapAccess` goes on with the next
///   one: every value is cut out by its own text, not by how far its visitor came. ServiceStack
///   drops such members silently.
///
/// Errors know their offset and path; [`Deserializer::locate`] adds line and column.
///
/// ```
/// use serde::Deserialize;
///
/// let deserializer = jsv_codec::Deserializer::new("[a,,b]");
/// let list = <Vec<Option<&str>>>::deserialize(deserializer).unwrap();
/// assert_eq!(list, [Some("a"), None, Some("b")]);
/// ```
pub struct Deserializer<'de> {
    text: &'de str,
    options: Options,
}

impl<'de> Deserializer<'de> {
    /// Reads `text` with the default options.
    ///
    /// ```
    /// let deserializer = jsv_codec::Deserializer::new("{A:1}");
    /// ```
    #[must_use]
    pub fn new(text: &'de str) -> Self {
        Self::with(text, &Options::default())
    }

    /// Reads `text` with options.
    ///
    /// ```
    /// let deserializer = jsv_codec::Deserializer::with("{A:1}", &jsv_codec::Options::default());
    /// ```
    #[must_use]
    pub fn with(text: &'de str, options: &Options) -> Self {
        Self { text, options: options.clone() }
    }

    /// Adds line and column to an error that came from `text`.
    ///
    /// ```
    /// use jsv_codec::Deserializer;
    /// use serde::Deserialize;
    ///
    /// let text = "[1,\nx]";
    /// let error = <Vec<u8>>::deserialize(Deserializer::new(text)).unwrap_err();
    /// assert_eq!(Deserializer::locate(error, text).line(), 2);
    /// ```
    #[must_use]
    pub fn locate(error: Error, text: &str) -> Error {
        error.locate(text)
    }

    fn visit<T>(&self, read: impl FnOnce(Item<'_, 'de>) -> Result<T>) -> Result<T> {
        let mut reader = Reader::new(self.text, &self.options);
        let root = reader.root();
        let result = read(Item::new(&mut reader, root));
        reader.accept(result)
    }
}

macro_rules! forward {
    ($($method:ident($($argument:ident: $t:ty),*)),+ $(,)?) => {$(
        fn $method<V: Visitor<'de>>(self, $($argument: $t,)* visitor: V) -> Result<V::Value> {
            self.visit(|item| item.$method($($argument,)* visitor))
        }
    )+};
}

impl<'de> serde::Deserializer<'de> for Deserializer<'de> {
    type Error = Error;

    forward! {
        deserialize_any(), deserialize_bool(), deserialize_i8(), deserialize_i16(), deserialize_i32(),
        deserialize_i64(), deserialize_i128(), deserialize_u8(), deserialize_u16(), deserialize_u32(),
        deserialize_u64(), deserialize_u128(), deserialize_f32(), deserialize_f64(), deserialize_char(),
        deserialize_str(), deserialize_string(), deserialize_bytes(), deserialize_byte_buf(), deserialize_option(),
        deserialize_unit(), deserialize_unit_struct(name: &'static str),
        deserialize_newtype_struct(name: &'static str), deserialize_seq(), deserialize_tuple(len: usize),
        deserialize_tuple_struct(name: &'static str, len: usize), deserialize_map(),
        deserialize_struct(name: &'static str, fields: &'static [&'static str]),
        deserialize_enum(name: &'static str, variants: &'static [&'static str]),
        deserialize_identifier(), deserialize_ignored_any(),
    }
}
