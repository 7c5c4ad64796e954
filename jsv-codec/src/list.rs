//! The five ways ServiceStack reads a list, chosen by the .NET type of the collection
//! (docs/wire/jsv.md#lists).
//!
//! They agree on every list that a writer produces and differ where an element is missing.
//! `deserialize_seq` takes the way of `List<string>`, or of `List<int>` once the elements turn out
//! to be numbers. A seed that knows better asks for a newtype struct of one of these names; its
//! visitor's `visit_seq` is called. An element that the list has without parsing any text answers a
//! request for [raw text](crate::raw) with `visit_unit`.
//!
//! | text | [`STRINGS`] | [`INTEGERS`] | [`GENERIC`] | [`ARRAY`] |
//! |---|---|---|---|---|
//! | `[1,]` | 1, empty | 1 | 1, absent | 1, absent |
//! | `[,]` | empty, absent | empty | absent | empty, absent |
//! | `[{},]` | `{}`, empty | `{}` | one object | one object |
//! | `[{}x{}]` | `{}`, `x{}` | `{}`, `x{}` | two objects | `{}`, `x{}` |
//!
//! ```
//! use serde::de::{Deserializer, SeqAccess, Visitor};
//!
//! struct Count;
//! impl<'de> Visitor<'de> for Count {
//!     type Value = usize;
//!     fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result { f.write_str("a list") }
//!     fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<usize, A::Error> {
//!         let mut n = 0;
//!         while list.next_element::<serde::de::IgnoredAny>()?.is_some() { n += 1 }
//!         Ok(n)
//!     }
//! }
//! let count = |name| jsv_codec::Deserializer::new("[1,]").deserialize_newtype_struct(name, Count).unwrap();
//! assert_eq!(count(jsv_codec::list::ARRAY), 2);
//! assert_eq!(count(jsv_codec::list::INTEGERS), 1);
//! ```

/// `List<string>`.
pub const STRINGS: &str = "$jsv_codec::list::strings";
/// `List<int>`.
pub const INTEGERS: &str = "$jsv_codec::list::integers";
/// Any other `List<T>` or collection interface.
pub const GENERIC: &str = "$jsv_codec::list::generic";
/// `T[]`, `HashSet<T>`.
pub const ARRAY: &str = "$jsv_codec::list::array";
/// `string[]`, of which two pairs of brackets are taken off.
pub const STRING_ARRAY: &str = "$jsv_codec::list::string_array";
