//! Which pages of other origins may call, as a settings file says it: `cors = "any"`, a list of
//! origins, or a table of `origins` and `headers`.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Serialize, Serializer};

use crate::host::{Cors, CorsFeature};

/// `cors`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(try_from = "Written")]
pub struct CorsSetting(pub Cors);

#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "expected \"off\", \"any\", a list of origins such as [\"https://till.example\"], or a table of origins and headers"
)]
enum Written {
    Word(String),
    Origins(Vec<String>),
    FeatureTable(FeatureTable),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FeatureTable {
    origins: Origins,
    headers: Vec<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Origins {
    Word(String),
    List(Vec<String>),
}

impl TryFrom<Written> for CorsSetting {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        match written {
            Written::Word(word) if word == "off" => Ok(Self(Cors::Off)),
            Written::Word(word) if word == "any" => Ok(Self(Cors::Any)),
            Written::Word(word) => Err(format!(
                "\"{word}\" is neither \"off\" nor \"any\"; origins are written as a list"
            )),
            Written::Origins(origins) => Ok(Self(Cors::Origins(checked(origins)?))),
            Written::FeatureTable(table) => Ok(Self(Cors::Feature(table.feature()?))),
        }
    }
}

impl FeatureTable {
    fn feature(self) -> Result<CorsFeature, String> {
        let origins = match self.origins {
            Origins::Word(word) if word == "any" => None,
            Origins::Word(word) => {
                return Err(format!("\"{word}\" is not \"any\"; origins are written as a list"));
            }
            Origins::List(origins) => Some(checked(origins)?),
        };
        match self.headers.iter().find(|header| !is_header(header)) {
            Some(bad) => Err(format!("\"{bad}\" is no name of a header")),
            None => Ok(CorsFeature { origins, headers: self.headers }),
        }
    }
}

fn checked(origins: Vec<String>) -> Result<Vec<String>, String> {
    match origins.iter().find(|origin| !is_origin(origin)) {
        Some(bad) => Err(format!(
            "\"{bad}\" is no origin; one is written as \"https://till.example:8443\", without a path"
        )),
        None => Ok(origins),
    }
}

/// Scheme, host and perhaps port: what browsers send in `Origin`.
fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|host| !host.is_empty() && !host.contains(['/', '?', '#', ' ', '*']))
}

/// A token of HTTP (RFC 9110); `*` is one.
fn is_header(text: &str) -> bool {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(is_token)
}

impl Default for CorsSetting {
    /// Pages of no other origin.
    fn default() -> Self {
        Self(Cors::Off)
    }
}

impl JsonSchema for CorsSetting {
    fn schema_name() -> Cow<'static, str> {
        "Cors".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["string", "array", "object"] })
    }
}

impl Serialize for CorsSetting {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        show(&self.0, serializer)
    }
}

fn show<S: Serializer>(cors: &Cors, serializer: S) -> Result<S::Ok, S::Error> {
    match cors {
        Cors::Off => serializer.serialize_str("off"),
        Cors::Any => serializer.serialize_str("any"),
        Cors::Origins(origins) => origins.serialize(serializer),
        Cors::Feature(CorsFeature { origins, headers }) => {
            let mut table = serializer.serialize_map(Some(2))?;
            match origins {
                Some(origins) => table.serialize_entry("origins", origins)?,
                None => table.serialize_entry("origins", "any")?,
            }
            table.serialize_entry("headers", headers)?;
            table.end()
        }
    }
}
