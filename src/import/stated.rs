//! What documents tell of a host's settings beside its edition: `/metadata/app` says how it writes
//! names and dates, which formats and plug-ins it has, and how one signs in.

use std::fmt::Write as _;

use serde_json::Value as Json;

use super::address::Address;
use super::edition::{StatedEdition, member};
use super::notation::toml;
use super::sign_in;
use crate::contract::Contract;
use crate::one_line::joined;

/// A setting, and what states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct StatedSetting {
    /// As in `docs/settings.md`: `json.text_case`.
    pub key: &'static str,
    /// In the notation of TOML.
    pub value: String,
    /// The document's own words.
    pub by: String,
}

/// Everything that the documents tell.
#[derive(Debug, Clone, Default)]
pub(super) struct StatedSettings {
    pub settings: Vec<StatedSetting>,
    pub app: AppMetadata,
    pub address: Address,
}

/// `/metadata/app`, if there is one.
#[derive(Debug, Clone, Default)]
pub(super) struct AppMetadata(Option<Json>);

impl AppMetadata {
    fn of(documents: &[Json]) -> Self {
        Self(documents.iter().find(|document| member(document, "app").is_some()).cloned())
    }

    /// A part of it by its names, in any case.
    pub fn find(&self, path: &[&str]) -> Option<&Json> {
        path.iter().try_fold(self.0.as_ref()?, |part, name| member(part, name))
    }

    /// A text of it.
    pub fn text(&self, path: &[&str]) -> Option<&str> {
        self.find(path)?.as_str()
    }

    /// Whether a plug-in is loaded; nothing where no document lists them.
    pub fn loads(&self, plugin: &str) -> Option<bool> {
        let loaded = self.find(&["plugins", "loaded"])?.as_array()?;
        Some(loaded.iter().any(|name| name == plugin))
    }

    /// Whether one signs in by this provider.
    pub fn has_provider(&self, name: &str) -> bool {
        let providers = self.find(&["plugins", "auth", "authProviders"]).and_then(Json::as_array);
        providers
            .into_iter()
            .flatten()
            .any(|own| member(own, "name").is_some_and(|own| own == name))
    }

    /// Whether services of signing in have a route: their classes begin so, or behind `Identity`.
    pub fn routes(&self, service: &str) -> bool {
        let routes = self.find(&["plugins", "auth", "serviceRoutes"]).and_then(Json::as_object);
        routes.is_some_and(|routes| routes.keys().any(|name| name.starts_with(service)))
    }
}

impl StatedSettings {
    /// By documents, the one that says most first.
    pub fn of(
        documents: &[&[u8]],
        contract: &Contract,
        edition: &StatedEdition,
        from: Option<&str>,
    ) -> Self {
        let documents: Vec<Json> =
            documents.iter().filter_map(|text| serde_json::from_slice(text).ok()).collect();
        let app = AppMetadata::of(&documents);
        let address = Address::of(from, &app, contract);
        let settings = address
            .settings()
            .into_iter()
            .chain(debug(&app))
            .chain(edition.library())
            .chain(names(&app, &documents, edition))
            .chain(dates(&app))
            .chain(api_version(&app))
            .chain(formats(&app))
            .chain(sign_in::auth(&app, contract))
            .chain(sign_in::keys(&app))
            .collect();
        Self { settings, app, address }
    }

    /// Whether one of them says this setting.
    pub fn states(&self, key: &str) -> bool {
        self.settings.iter().any(|own| own.key == key)
    }

    /// The lines of a section, each setting below its reason; those at the top are section "".
    pub fn lines(&self, section: &str) -> String {
        let parts = |own: &StatedSetting| own.key.split_once('.').unwrap_or(("", own.key));
        let of_section = self.settings.iter().filter(|own| parts(own).0 == section);
        of_section.fold(String::new(), |mut lines, own| {
            // Writing to a string never fails.
            _ = writeln!(lines, "# {}.\n{} = {}", joined(&own.by), parts(own).1, own.value);
            lines
        })
    }
}

pub(super) fn setting(key: &'static str, value: impl Into<Json>, by: String) -> StatedSetting {
    let value = match value.into() {
        Json::String(text) => Json::String(joined(&text)),
        other => other,
    };
    StatedSetting { key, value: toml(value), by }
}

fn debug(app: &AppMetadata) -> Option<StatedSetting> {
    let is_on = app.find(&["config", "debugMode"])?.as_bool()?;
    is_on.then(|| setting("debug", true, "/metadata/app has debugMode: true".to_owned()))
}

/// 10.x says how it writes names; the documents of 5.x are written so themselves.
fn names(app: &AppMetadata, documents: &[Json], edition: &StatedEdition) -> Option<StatedSetting> {
    let (text_case, camel) = ("json.text_case", "host.use_camel_case");
    let Some(stated) = app.text(&["app", "jsTextCase"]) else {
        let is_camel = |document: &Json| {
            ["operations", "app", "types"].iter().any(|name| document.get(name).is_some())
        };
        let by = "The names of its documents are in camelCase".to_owned();
        return (edition.is_classic() && documents.iter().any(is_camel))
            .then(|| setting(text_case, "CamelCase", by));
    };
    let by = format!("/metadata/app has jsTextCase: {stated}");
    match stated {
        "CamelCase" if edition.is_modern() => Some(setting(camel, true, by)),
        "Default" if edition.is_modern() => Some(setting(camel, false, by)),
        "CamelCase" | "PascalCase" | "SnakeCase" => Some(setting(text_case, stated, by)),
        _ => None,
    }
}

/// `/metadata/app` of 10.x has a date, which ServiceStack.Text writes as any other.
fn dates(app: &AppMetadata) -> Option<StatedSetting> {
    if app.text(&["app", "useSystemJson"]) != Some("Never") {
        return None;
    }
    let date = app.find(&["date"])?;
    let by = format!("/metadata/app is of the date {date}");
    Some(setting("json.date_handler", date_handler(date)?, by))
}

/// Which handler writes a date of this century so.
fn date_handler(date: &Json) -> Option<&'static str> {
    if let Some(number) = date.as_i64() {
        return Some(if number < 100_000_000_000 { "UnixTime" } else { "UnixTimeMs" });
    }
    let text = date.as_str()?;
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    match shape.as_str() {
        "0000-00-00T00:00:00.0000000Z" => Some("ISO8601"),
        "0000-00-00 00:00:00" => Some("ISO8601DateTime"),
        "0000-00-00" => Some("ISO8601DateOnly"),
        _ if shape.ends_with(" 0000 00:00:00 GMT") => Some("RFC1123"),
        _ if shape.starts_with("/Date(") => Some("TimestampOffset"),
        _ => None,
    }
}

fn api_version(app: &AppMetadata) -> Option<StatedSetting> {
    let version = app.text(&["app", "apiVersion"])?;
    Some(setting("host.api_version", version, format!("/metadata/app has apiVersion {version}")))
}

/// What a host switched off, as far as documents tell: CSV and pages are plug-ins, other formats
/// are listed.
fn formats(app: &AppMetadata) -> Option<StatedSetting> {
    let formats = app.find(&["contentTypeFormats"])?.as_object()?;
    let has = |name: &str| formats.keys().any(|own| own.eq_ignore_ascii_case(name));
    let of_formats =
        [("json", "Json"), ("xml", "Xml"), ("jsv", "Jsv"), ("csv", "Csv"), ("html", "Html")];
    let is_loaded = |name: &str| app.loads(name) == Some(true);
    let lacking = of_formats.into_iter().filter(|(name, _)| !has(name) && !is_loaded(name));
    let metadata = Some(("metadata", "Metadata"));
    let metadata = metadata.filter(|(name, _)| app.loads(name) == Some(false));
    let (names, features): (Vec<&str>, Vec<&str>) = lacking.chain(metadata).unzip();
    let by = format!("/metadata/app lists neither format nor plug-in {}", names.join(", "));
    (!features.is_empty()).then(|| setting("host.disable_features", features, by))
}
