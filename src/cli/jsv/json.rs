//! A JSV value as JSON.

use jsv_codec::Value;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::Number;

/// JSON text of a value. With `infer` numbers and booleans are written as such.
pub fn write(value: &Value, infer: bool) -> serde_json::Result<String> {
    if infer { serde_json::to_string(&Inferred(value)) } else { serde_json::to_string(value) }
}

struct Inferred<'a>(&'a Value);

impl Serialize for Inferred<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Null => serializer.serialize_unit(),
            Value::List(items) => serializer.collect_seq(items.iter().map(Inferred)),
            Value::Object(map) => {
                let mut object = serializer.serialize_map(Some(map.len()))?;
                for (key, value) in map.iter() {
                    object.serialize_entry(key, &Inferred(value))?;
                }
                object.end()
            }
            scalar => inferred(scalar.as_str().unwrap_or_default(), serializer),
        }
    }
}

/// A number only where its text is one in JSON: `007` and `1.50E` stay text, and no digit is lost.
fn inferred<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    match text {
        "True" | "true" => return serializer.serialize_bool(true),
        "False" | "false" => return serializer.serialize_bool(false),
        _ => {}
    }
    match serde_json::from_str::<Number>(text) {
        Ok(number) if number.to_string() == text => number.serialize(serializer),
        _ => serializer.serialize_str(text),
    }
}
