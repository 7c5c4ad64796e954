//! `[json]`, or `json = "system"` for the library alone.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::wire::JsConfig;

/// Reads the section, or a word for its library.
pub(super) fn read<'de, D: Deserializer<'de>>(source: D) -> Result<JsConfig, D::Error> {
    source.deserialize_any(Written)
}

struct Written;

impl<'de> Visitor<'de> for Written {
    type Value = JsConfig;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("\"servicestack\", \"system\" or the section [json]")
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<JsConfig, E> {
        let library = Deserialize::deserialize(serde::de::value::StrDeserializer::new(word))?;
        Ok(JsConfig { library: Some(library), ..JsConfig::default() })
    }

    fn visit_map<A: MapAccess<'de>>(self, section: A) -> Result<JsConfig, A::Error> {
        JsConfig::deserialize(MapAccessDeserializer::new(section))
    }
}
