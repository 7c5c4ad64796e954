//! Which pages of other origins may call, as a settings file says it: `cors = "any"`, a list of
//! origins, or a table of
//! `origins`, `methods`, `headers`, `exposed`, `credentials` and `max_age`.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Serialize, Serializer};

use crate::host::{Cors, CorsFeature};
use crate::one_line::is_token;

/// `cors`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(try_from = "Written")]
pub struct CorsSetting(pub Cors);

#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "expected \"off\", \"any\", a list of origins such as [\"https://till.example\"], or a table of origins, methods, headers, exposed, credentials and max_age"
)]
enum Written {
    Word(String),
    Origins(Vec<String>),
    FeatureTable(FeatureTable),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FeatureTable {
    #[serde(default)]
    origins: Origins,
    #[serde(default)]
    methods: Vec<String>,
    #[serde(default)]
    headers: Vec<String>,
    #[serde(default)]
    exposed: Vec<String>,
    credentials: Option<bool>,
    max_age: Option<u32>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Origins {
    Word(String),
    List(Vec<String>),
}

impl Default for Origins {
    fn default() -> Self {
        Self::Word("any".to_owned())
    }
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
        let Self { methods, headers, exposed, credentials, max_age, .. } = self;
        let mut names = headers.iter().chain(&exposed);
        if let Some(bad) = names.find(|header| !is_token(header)) {
            return Err(format!("\"{bad}\" is no name of a header"));
        }
        if let Some(bad) = methods.iter().find(|method| !is_token(method)) {
            return Err(format!("\"{bad}\" is no verb"));
        }
        if credentials == Some(true) && origins.is_none() {
            return Err(
                "credentials are for listed origins: browsers take none from `*`".to_owned()
            );
        }
        Ok(CorsFeature { origins, methods, headers, exposed, credentials, max_age })
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
        Cors::Feature(feature) => {
            let CorsFeature { origins, methods, headers, exposed, credentials, max_age } = feature;
            let mut table = serializer.serialize_map(None)?;
            match origins {
                Some(origins) => table.serialize_entry("origins", origins)?,
                None => table.serialize_entry("origins", "any")?,
            }
            for (name, words) in [("methods", methods), ("headers", headers), ("exposed", exposed)]
            {
                if !words.is_empty() {
                    table.serialize_entry(name, words)?;
                }
            }
            if let Some(credentials) = credentials {
                table.serialize_entry("credentials", credentials)?;
            }
            if let Some(max_age) = max_age {
                table.serialize_entry("max_age", max_age)?;
            }
            table.end()
        }
    }
}
