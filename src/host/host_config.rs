//! `[host]`: what the owner of a host set otherwise than ServiceStack's `HostConfig` has it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use smart_default::SmartDefault;

use super::{ContentType, checked};
use crate::nearest::slip;
use crate::one_line;
use crate::wire::Format;

/// ServiceStack's `HostConfig`, with its names in snake_case (docs/host-settings.md).
#[derive(Debug, Clone, PartialEq, SmartDefault, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct HostConfig {
    /// What a client gets that asks for nothing in particular, such as application/json.
    #[schemars(with = "String", extend("x-value" = "TYPE", "x-default" = "text/html"))]
    pub default_content_type: ContentType,
    /// Answer 204 where a service gives nothing back, and not 200.
    #[serde(rename = "return_204_no_content_for_empty_response")]
    #[default(true)]
    pub return_204: bool,
    /// Take .json, .csv and others at the end of a route for the format of the answer.
    #[default(true)]
    pub allow_route_content_type_extensions: bool,
    /// Wrap JSON in the function that ?callback= names.
    #[default(true)]
    pub allow_jsonp_requests: bool,
    /// The content type of such an answer.
    #[schemars(extend("x-value" = "TYPE"))]
    #[serde(deserialize_with = "one_line::line")]
    #[default("text/javascript".to_owned())]
    pub jsonp_content_type: String,
    /// Let a caller change how JSON, JSV and CSV are written by ?jsconfig=.
    #[default(true)]
    pub allow_js_config: bool,
    /// Show services as pages to browsers.
    #[default(true)]
    pub enable_auto_html_responses: bool,
    /// Features to be without: Json, Xml, Jsv, Csv, Html, Metadata, PredefinedRoutes.
    #[schemars(with = "Vec<String>", extend("x-default" = "none"))]
    pub disable_features: Vec<Feature>,
    /// Content types that get a charset besides JSON's.
    #[schemars(extend("x-default" = "none"))]
    #[serde(deserialize_with = "one_line::lines")]
    pub append_utf8_charset_on_content_types: Vec<String>,
    /// Headers of every answer, e.g. `{ "X-Shop" = "7" }`; one that is empty is not sent.
    #[serde(deserialize_with = "checked::headers", skip_serializing_if = "BTreeMap::is_empty")]
    pub global_response_headers: BTreeMap<String, String>,
    /// Say what is wrong with a request that no service saw; 10.x answers 200 and nothing otherwise.
    #[default(true)]
    pub write_errors_to_response: bool,
    /// SameSite of cookies: strict, or none.
    #[schemars(extend("x-profile" = ["None", "Lax"]))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_same_site_cookies: Option<bool>,
    /// Keep cookies from scripts.
    #[default(true)]
    pub use_http_only_cookies: bool,
    /// Keep cookies that were set over HTTPS from HTTP.
    #[default(true)]
    pub use_secure_cookies: bool,
    /// The domain of all cookies.
    #[schemars(extend("x-value" = "DOMAIN"))]
    #[serde(deserialize_with = "checked::domain", skip_serializing_if = "Option::is_none")]
    pub restrict_all_cookies_to_domain: Option<String>,
    /// Set the cookies ss-id and ss-pid, and those of a sign-in.
    #[default(true)]
    pub allow_session_cookies: bool,
    /// Take ss-id and ss-pid from the query string, too.
    pub allow_session_ids_in_http_params: bool,
    /// Where `/` sends a browser.
    #[schemars(extend("x-value" = "PATH", "x-profile" = ["/metadata", ""]))]
    #[serde(deserialize_with = "checked::first_page", skip_serializing_if = "Option::is_none")]
    pub default_redirect_path: Option<String>,
    /// Where `/` and `/metadata/` send a browser instead of the metadata pages.
    #[schemars(extend("x-value" = "PATH"))]
    #[serde(deserialize_with = "checked::first_page", skip_serializing_if = "Option::is_none")]
    pub metadata_redirect_path: Option<String>,
    /// Statuses of exceptions and of those derived from them, e.g. `{ ArgumentException = 422 }`.
    #[serde(deserialize_with = "checked::statuses", skip_serializing_if = "BTreeMap::is_empty")]
    pub map_exception_to_status_code: BTreeMap<String, u16>,
    /// Write https into links and redirects, whatever the request came by.
    pub use_https_links: bool,
    /// What links and redirects begin with instead of the address that the client asked for.
    #[schemars(extend("x-value" = "URL"))]
    #[serde(deserialize_with = "checked::web_url", skip_serializing_if = "Option::is_none")]
    pub web_host_url: Option<String>,
    /// Write names of members in camelCase.
    #[schemars(extend("x-profile" = ["off", "on"]))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_camel_case: Option<bool>,
    /// The version of the API in its OpenAPI document.
    #[schemars(extend("x-value" = "VERSION", "x-default" = "1.0"))]
    #[serde(deserialize_with = "one_line::some_line", skip_serializing_if = "Option::is_none")]
    pub api_version: Option<String>,
}

/// A part of ServiceStack that can be switched off, of its `Feature`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Feature {
    /// The format.
    Json,
    /// The format.
    Xml,
    /// The format.
    Jsv,
    /// The format.
    Csv,
    /// Services as pages.
    Html,
    /// `/metadata` and what belongs to it, and `/types/metadata`.
    Metadata,
    /// `/json/reply/{Op}` and its like, and `/api/{Op}`.
    PredefinedRoutes,
}

impl HostConfig {
    /// Whether a feature is switched off.
    pub fn lacks(&self, feature: Feature) -> bool {
        self.disable_features.contains(&feature)
    }

    /// What a client gets that asks for nothing in particular.
    pub(crate) fn default_format(&self) -> Format {
        match self.default_content_type.0 {
            Format::Html if self.lacks(Feature::Html) => Format::Json,
            format => format,
        }
    }

    /// Whether the host refuses to write a format that it knows.
    pub(crate) fn refuses(&self, format: Format) -> bool {
        match format {
            Format::Json => self.lacks(Feature::Json),
            Format::Xml => self.lacks(Feature::Xml),
            Format::Jsv => self.lacks(Feature::Jsv),
            Format::Csv | Format::Jsonl | Format::Html => false,
        }
    }

    /// Names in the map of statuses that look like slips, with those that may be meant. A host may
    /// have exceptions of its own, so others are none.
    pub fn misspelt(&self) -> Vec<(&str, &'static str)> {
        let names = self.map_exception_to_status_code.keys();
        names.filter_map(|name| Some((name.as_str(), slip(name, &EXCEPTIONS)?))).collect()
    }

    /// The status that an exception is mapped to, by its own name or that of one it derives from.
    pub(crate) fn status_of(&self, exception: &str) -> Option<u16> {
        let map = &self.map_exception_to_status_code;
        let parents = parents(exception);
        std::iter::once(exception)
            .chain(parents.iter().copied())
            .find_map(|name| map.get(name).copied())
    }
}

/// Exceptions that the server itself meets, or gives a status.
const EXCEPTIONS: [&str; 24] = [
    "ArgumentException",
    "ArgumentNullException",
    "ArgumentOutOfRangeException",
    "AuthenticationException",
    "Exception",
    "FileNotFoundException",
    "FormatException",
    "IndexOutOfRangeException",
    "InvalidCastException",
    "InvalidDataException",
    "InvalidOperationException",
    "KeyNotFoundException",
    "NotImplementedException",
    "NotSupportedException",
    "NullReferenceException",
    "OptimisticConcurrencyException",
    "OverflowException",
    "ProtocolViolationException",
    "SerializationException",
    "SystemException",
    "TimeoutException",
    "TokenException",
    "UnauthorizedAccessException",
    "ValidationException",
];

/// What an exception derives from, the nearest first, as far as a service of .NET meets them.
fn parents(exception: &str) -> &'static [&'static str] {
    match exception {
        "ArgumentNullException" | "ArgumentOutOfRangeException" | "ValidationException" => {
            &["ArgumentException", "SystemException", "Exception"]
        }
        "Exception" => &[],
        _ => &["SystemException", "Exception"],
    }
}
