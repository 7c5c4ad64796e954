//! `/metadata/app.json`: by which tools know a host (docs/wire/types.md#app-metadata).

use jsv_codec::MemberNames;
use jsv_codec::scalar::date_time::DateTime;
use serde_json::{Map, Value as Json, json};

use super::VERSION;
use crate::contract::{Scalar, TypeRef};
use crate::host::{Feature, Host, Hosting, Version};
use crate::pages::FORMATS;
use crate::value::Value;
use crate::wire::{self, Format, JsonDialect, Typed};

/// What a host says of itself: its address and name, its formats, how one signs in, and the
/// contract. Of the plug-ins of a real host only those are listed that this one has. Newer hosts
/// write the time first, as they write dates.
pub fn of(host: &Host, base_url: &str, now: DateTime) -> String {
    let contract = &host.parts.contract;
    // In the order of the recorded host.
    let document = format!(
        r#"{{"App":{},"ContentTypeFormats":{},"Plugins":{},"CustomPlugins":{{}},"Api":{}}}"#,
        app(host, base_url),
        formats(host),
        plugins(host),
        contract.to_api(),
    );
    match host.version() {
        Version::V5 => document,
        Version::V10 => {
            let document = serde_json::from_str(&document).unwrap_or_default();
            let document = camel(with_handlers(document, host)).to_string();
            format!("{{\"date\":{},{}", date(host, now), &document[1..])
        }
    }
}

/// The time as JSON.
fn date(host: &Host, now: DateTime) -> String {
    let (ty, value) = (&TypeRef::Scalar(Scalar::DateTime), &Value::DateTime(now));
    let typed = Typed { contract: &host.parts.contract, ty, value };
    wire::write(Format::Json, &typed, &host.parts.behaviour.dialect).unwrap_or_default()
}

/// Its address, version and name; newer hosts tell how they write names and JSON, and how they route.
fn app(host: &Host, base_url: &str) -> Json {
    let edition = host.parts.behaviour.edition;
    let title = &host.parts.contract.title;
    let mut app =
        json!({ "BaseUrl": base_url, "ServiceStackVersion": VERSION, "ServiceName": title });
    if edition.version == Version::V10 {
        app["ServiceStackVersion"] = NEWER_VERSION.into();
        let api_version = host.config().api_version.as_deref().unwrap_or("1.0");
        app["ApiVersion"] = api_version.into();
        app["JsTextCase"] = text_case(host.parts.behaviour.dialect.js.text_case).into();
        app["UseSystemJson"] = match edition.json {
            JsonDialect::ServiceStack | JsonDialect::DataContract => "Never",
            JsonDialect::System => "Always",
        }
        .into();
        if edition.hosting == Hosting::Endpoints {
            app["EndpointRouting"] = json!(["map", "use", "force"]);
        }
    }
    app
}

/// 10.1.5, as it writes it.
const NEWER_VERSION: &str = "10.15";

/// `/metadata/nav.json`: the links of the host's own pages, of which this one registers none.
pub fn nav(base_url: &str) -> String {
    json!({ "BaseUrl": base_url, "Results": [], "NavItemsMap": {} }).to_string()
}

/// ServiceStack's name of it.
fn text_case(names: MemberNames) -> &'static str {
    match names {
        MemberNames::Declared => "Default",
        MemberNames::CamelCase => "CamelCase",
        MemberNames::PascalCase => "PascalCase",
        MemberNames::SnakeCase => "SnakeCase",
    }
}

fn formats(host: &Host) -> Json {
    let pages = Some(Format::Html).filter(|_| !host.config().lacks(Feature::Html));
    let formats = FORMATS.into_iter().filter(|format| host.has_format(*format));
    let lines = Some(Format::Jsonl).filter(|_| host.version() == Version::V10);
    let shown = formats.chain(pages).chain(lines);
    let types = shown.map(|format| (format.name().to_owned(), format.content_type().into()));
    Json::Object(types.collect())
}

fn plugins(host: &Host) -> Json {
    let config = host.config();
    let features =
        [("html", Feature::Html), ("csv", Feature::Csv), ("metadata", Feature::Metadata)];
    let of_features =
        features.into_iter().filter(|(_, feature)| !config.lacks(*feature)).map(|(name, _)| name);
    let lines = Some("jsonl").filter(|_| host.version() == Version::V10);
    let authenticate = host.contract().operation("Authenticate");
    let of_sign_in = ["auth", "session"].into_iter().filter(|_| authenticate.is_some());
    let loaded: Vec<&str> =
        of_features.chain(lines).chain(["ssref", "validation"]).chain(of_sign_in).collect();
    let mut plugins = json!({ "Loaded": loaded });
    if authenticate.is_some() {
        plugins["Auth"] = auth(host);
    }
    plugins
}

/// How one signs in. What AuthFeature is set not to have is left out.
fn auth(host: &Host) -> Json {
    let config = host.auth_config();
    let mut auth = json!({
        "HasAuthRepository": true,
        "AuthProviders": [
            { "Name": "basic", "Type": "Basic" },
            { "Name": "credentials", "Type": "credentials" },
        ],
        "ServiceRoutes": service_routes(host),
    });
    if config.include_roles_in_authenticate_response {
        auth["IncludesRoles"] = true.into();
    }
    if !config.html_redirect.is_empty() {
        auth["HtmlRedirect"] = config.html_redirect.as_str().into();
    }
    auth
}

/// The routes of the services of signing in, by their classes.
fn service_routes(host: &Host) -> Map<String, Json> {
    let services = ["Authenticate", "AssignRoles", "UnAssignRoles", "Register"];
    let routes = services.into_iter().filter_map(|name| {
        let operation = host.contract().operation(name)?;
        let paths: Vec<&str> = operation.routes.iter().map(|route| &*route.path).collect();
        Some((format!("{name}Service"), json!(paths)))
    });
    routes.collect()
}

/// Where newer hosts are called, and whether they say more of errors.
fn with_handlers(mut document: Json, host: &Host) -> Json {
    document["Config"] = json!({ "DebugMode": host.parts.behaviour.debug });
    document["HttpHandlers"] = json!({ "ApiHandlers.Json": "/api/{Request}" });
    document
}

/// Newer hosts write members in camelCase; the keys of dictionaries stay as they are.
fn camel(value: Json) -> Json {
    match value {
        Json::Array(items) => items.into_iter().map(camel).collect(),
        Json::Object(members) => {
            let members: Map<String, Json> = members.into_iter().map(member).collect();
            Json::Object(members)
        }
        other => other,
    }
}

fn member((name, value): (String, Json)) -> (String, Json) {
    let is_dictionary =
        matches!(name.as_str(), "ContentTypeFormats" | "ServiceRoutes" | "HttpHandlers");
    let value = if is_dictionary { value } else { camel(value) };
    (crate::types::camel_case(&name), value)
}
