//! Secrets: read from a file, never shown.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize, Serializer};

/// A text of at least `MIN` bytes that neither logs nor `check-config` show.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Secret<const MIN: usize>(String);

/// What stands in its place.
pub(super) const HIDDEN: &str = "(hidden)";

impl<const MIN: usize> Secret<MIN> {
    /// The text itself.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl<const MIN: usize> TryFrom<String> for Secret<MIN> {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if text.len() < MIN {
            Err(format!("a secret has at least {MIN} characters"))
        } else {
            Ok(Self(text))
        }
    }
}

impl<const MIN: usize> fmt::Debug for Secret<MIN> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(HIDDEN)
    }
}

impl<const MIN: usize> Serialize for Secret<MIN> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(HIDDEN)
    }
}

impl<const MIN: usize> JsonSchema for Secret<MIN> {
    fn schema_name() -> Cow<'static, str> {
        format!("Secret{MIN}").into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "minLength": MIN, "writeOnly": true })
    }
}
