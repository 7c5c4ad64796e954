//! JSON as JSV: a list item by item, anything else as a whole.

use std::fmt;
use std::io::{BufRead, Write};

use jsv_codec::Value;
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeSeed, Deserializer, Error, IntoDeserializer, MapAccess, SeqAccess, Visitor};

use crate::cli::failure::Failure;

/// Copies JSON from a reader to JSV in a writer.
pub fn copy(reader: impl BufRead, out: &mut impl Write) -> Result<(), Failure> {
    let mut json = serde_json::Deserializer::from_reader(reader);
    let copied = Copy(out).deserialize(&mut json).and_then(|()| json.end());
    copied.map_err(|error| Failure::Other(format!("the JSON has a fault: {error}")))?;
    writeln!(out)?;
    Ok(())
}

/// Writes while it reads, so that no list has to fit into memory.
struct Copy<'w, W>(&'w mut W);

impl<W: Write> Copy<'_, W> {
    fn put<E: Error>(self, value: &Value) -> Result<(), E> {
        let text = jsv_codec::to_string(value).map_err(E::custom)?;
        self.0.write_all(text.as_bytes()).map_err(E::custom)
    }

    fn scalar<'de, E: Error, D: IntoDeserializer<'de, E>>(self, scalar: D) -> Result<(), E> {
        let value = Value::deserialize(scalar.into_deserializer())?;
        self.put(&value)
    }
}

impl<'de, W: Write> DeserializeSeed<'de> for Copy<'_, W> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, W: Write> Visitor<'de> for Copy<'_, W> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let mut separator = "[";
        while let Some(item) = items.next_element::<Value>()? {
            let text = jsv_codec::to_string(&item).map_err(A::Error::custom)?;
            write!(self.0, "{separator}{text}").map_err(A::Error::custom)?;
            separator = ",";
        }
        let end = if separator == "[" { "[]" } else { "]" };
        self.0.write_all(end.as_bytes()).map_err(A::Error::custom)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let value = Value::deserialize(MapAccessDeserializer::new(map))?;
        self.put(&value)
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<(), E> {
        self.scalar(flag)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<(), E> {
        self.scalar(number)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        self.scalar(number)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<(), E> {
        self.scalar(number)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.scalar(text)
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
}
