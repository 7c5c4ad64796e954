//! `[json]`, or `json = "system"` for the library alone.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use crate::wire::JsonDialect;

/// `[json]`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct JsonSettings {
    /// The library that reads and writes JSON: `servicestack` (ServiceStack.Text) or `system`
    /// (System.Text.Json), which hosts of the profile `modern` can have.
    #[schemars(
        with = "Option<String>",
        extend("x-default" = "system with endpoint routing, else servicestack")
    )]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub library: Option<JsonDialect>,
}

/// The section, or a word for its library.
#[derive(Deserialize)]
#[serde(untagged, expecting = "expected \"servicestack\", \"system\" or the section [json]")]
enum Written {
    Library(JsonDialect),
    Section(JsonSettings),
}

/// Reads either of them.
pub(super) fn read<'de, D: Deserializer<'de>>(source: D) -> Result<JsonSettings, D::Error> {
    Ok(match Written::deserialize(source)? {
        Written::Library(library) => JsonSettings { library: Some(library) },
        Written::Section(section) => section,
    })
}
