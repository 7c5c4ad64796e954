//! The two ways ServiceStack reads the keys of a dictionary, chosen by its .NET type
//! (docs/wire/jsv.md#dictionaries).
//!
//! They differ in the key `""` alone. `deserialize_map` reads it as the empty string. A seed that
//! stands for a `Dictionary<string,string>` asks for a newtype struct of the name [`STRINGS`]:
//! 5.9.1 has a reader of its own for it, which takes the key for a zero-width space. A tolerant
//! reader never does.
//!
//! ```
//! use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
//!
//! struct Keys;
//! impl<'de> Visitor<'de> for Keys {
//!     type Value = Vec<String>;
//!     fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result { f.write_str("a dictionary") }
//!     fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vec<String>, A::Error> {
//!         let mut keys = Vec::new();
//!         while let Some((key, IgnoredAny)) = map.next_entry()? { keys.push(key) }
//!         Ok(keys)
//!     }
//! }
//! let text = || jsv_codec::Deserializer::with(r#"{"":1,a:2}"#, &jsv_codec::Options::strict());
//! assert_eq!(text().deserialize_map(Keys).unwrap(), ["", "a"]);
//! let strings = jsv_codec::dictionary::STRINGS;
//! assert_eq!(text().deserialize_newtype_struct(strings, Keys).unwrap(), ["\u{200B}", "a"]);
//! ```

/// `Dictionary<string,string>`.
pub const STRINGS: &str = "$jsv_codec::dictionary::strings";
