//! Which ServiceStack a host is, by what its documents say: `/metadata/app` names version, endpoint
//! routing and the library of JSON; the names of `/types/metadata` tell 10.x from 5.x.

use std::fmt::Write as _;

use serde::Deserialize;
use serde_json::Value as Json;

use super::notation::toml;
use super::stated::StatedSetting;
use crate::edition::Profile;
use crate::one_line::joined;
use crate::wire::JsonDialect;

/// A fact, and what states it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stated<T> {
    fact: T,
    by: String,
}

/// What is stated of a host's edition; what no document states stays at its default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct StatedEdition {
    profile: Option<Stated<Profile>>,
    endpoints: Option<Stated<bool>>,
    json: Option<Stated<JsonDialect>>,
}

/// What `/metadata/app` says of the host itself. Names are those of 10.x in lower case.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct App {
    servicestackversion: Option<String>,
    usesystemjson: Option<String>,
    endpointrouting: Option<Vec<String>>,
}

impl StatedEdition {
    /// By documents, the one that says most first, and by the header `X-Powered-By`.
    pub fn of(documents: &[&[u8]], powered_by: Option<&str>) -> Self {
        let documents: Vec<Json> =
            documents.iter().filter_map(|text| serde_json::from_slice(text).ok()).collect();
        let app = documents.iter().find_map(app).unwrap_or_default();
        let by_header = || powered_by.and_then(by_header);
        let by_names = || documents.iter().find_map(by_names);
        let mut stated = Self {
            profile: app.servicestackversion.as_deref().and_then(by_version),
            ..Self::default()
        };
        stated.profile = stated.profile.or_else(by_header).or_else(by_names);
        if stated.is_modern() {
            stated.endpoints = app.endpointrouting.filter(|words| !words.is_empty()).map(|words| {
                let by = format!("/metadata/app has endpointRouting: {}", words.join(", "));
                Stated { fact: true, by }
            });
            stated.json = app.usesystemjson.map(|word| {
                let is_never = word.eq_ignore_ascii_case("never");
                let fact = if is_never { JsonDialect::ServiceStack } else { JsonDialect::System };
                Stated { fact, by: format!("/metadata/app has useSystemJson: {word}") }
            });
        }
        stated
    }

    /// Whether it is stated to be of 10.x.
    pub fn is_modern(&self) -> bool {
        self.profile.as_ref().is_some_and(|stated| stated.fact == Profile::Modern)
    }

    /// Whether it is stated to be of 5.x.
    pub fn is_classic(&self) -> bool {
        self.profile.as_ref().is_some_and(|stated| stated.fact == Profile::Classic)
    }

    /// Who reads and writes its JSON.
    pub fn library(&self) -> Option<StatedSetting> {
        let Stated { fact, by } = self.json.as_ref()?;
        let value = toml(fact.name());
        let by = format!("Who reads and writes its JSON: {by}");
        Some(StatedSetting { key: "json.library", value, by })
    }

    /// Whether ASP.NET Core routes.
    pub fn has_endpoints(&self) -> bool {
        self.endpoints.is_some()
    }

    /// The lines of `settings.toml`, each with its reason above it. What is not stated is shown as
    /// the default that it is.
    pub fn lines(&self) -> String {
        let mut lines = String::new();
        // Writing to a string never fails.
        _ = match &self.profile {
            Some(Stated { fact, by }) => {
                writeln!(
                    lines,
                    "# Which ServiceStack it is: {}.\nprofile = {}\n",
                    joined(by),
                    toml(fact.name())
                )
            }
            None => writeln!(
                lines,
                "# Which ServiceStack it is: classic (5.x) or modern (10.x). No document says it.\n\
                 # profile = \"classic\"\n"
            ),
        };
        if let Some(Stated { fact, by }) = &self.endpoints {
            _ = writeln!(lines, "# ASP.NET Core routes: {}.\nendpoints = {fact}\n", joined(by));
        }
        lines
    }
}

/// A member of any case.
pub(super) fn member<'j>(json: &'j Json, name: &str) -> Option<&'j Json> {
    let members = json.as_object()?;
    members.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

fn app(document: &Json) -> Option<App> {
    let members = member(document, "app")?.as_object()?.clone();
    let lower = members.into_iter().map(|(name, value)| (name.to_ascii_lowercase(), value));
    serde_json::from_value(lower.collect()).ok()
}

/// "5.91" is 5.9.1 and "10.15" is 10.1.5. Others are as the nearest that was recorded: those before
/// 6 as 5.9.1, later ones as 10.1.5.
fn by_version(version: &str) -> Option<Stated<Profile>> {
    let (fact, major) = nearest(version)?;
    let recorded = match fact {
        Profile::Classic => ("5.9.1", "5.91"),
        Profile::Modern => ("10.1.5", "10.15"),
    };
    let as_recorded = match version == recorded.1 {
        true => format!("which is {}", recorded.0),
        false => {
            format!("a host of {major}.x, served as the nearest that was recorded, {}", recorded.0)
        }
    };
    Some(Stated {
        fact,
        by: format!("/metadata/app has serviceStackVersion {version}, {as_recorded}"),
    })
}

fn nearest(version: &str) -> Option<(Profile, u32)> {
    let major = version.split('.').next()?.parse().ok()?;
    Some((if major < 6 { Profile::Classic } else { Profile::Modern }, major))
}

/// `ServiceStack/10.15 NET10/Linux/net10/NO`.
fn by_header(header: &str) -> Option<Stated<Profile>> {
    let version = header.strip_prefix("ServiceStack/")?.split(' ').next()?;
    let (fact, _) = nearest(version)?;
    Some(Stated { fact, by: format!("its header X-Powered-By names ServiceStack/{version}") })
}

/// Names that 5.9.1 does not write.
fn by_names(document: &Json) -> Option<Stated<Profile>> {
    let api = member(document, "api").unwrap_or(document);
    let operations = member(api, "operations")?.as_array()?;
    let config = member(api, "config");
    let newer = ["addNullableAnnotations", "addDocAnnotations"];
    let setting = newer.into_iter().find(|name| config.and_then(|own| member(own, name)).is_some());
    let has_method = operations.iter().any(|operation| member(operation, "method").is_some());
    // Names in camelCase tell nothing: 5.x writes them on .NET Core.
    let has_capitals = api.get("Operations").is_some();
    let stated = |fact, by: &str| Some(Stated { fact, by: by.to_owned() });
    match setting {
        Some(name) => stated(
            Profile::Modern,
            &format!("/types/metadata has config.{name}, which 5.9.1 has not"),
        ),
        None if has_method => stated(
            Profile::Modern,
            "/types/metadata has the method of operations, which 5.9.1 has not",
        ),
        None if has_capitals => {
            stated(Profile::Classic, "/types/metadata has nothing that 5.9.1 does not write")
        }
        None => None,
    }
}
