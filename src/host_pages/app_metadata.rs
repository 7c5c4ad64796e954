//! `/metadata/app.json`: by which tools know a host (docs/wire/types.md#app-metadata).

use serde_json::{Map, Value as Json, json};

use super::VERSION;
use crate::contract::Contract;
use crate::host::{Host, Hosting, Version};
use crate::pages::FORMATS;
use crate::wire::JsonDialect;

/// What a host says of itself: its address and name, its formats, how one signs in, and the
/// contract. Of the plug-ins of a real host only those are listed that this one has.
pub fn of(host: &Host, base_url: &str) -> String {
    let contract = &host.parts.contract;
    // In the order of the recorded host.
    let document = format!(
        r#"{{"App":{},"ContentTypeFormats":{},"Plugins":{},"CustomPlugins":{{}},"Api":{}}}"#,
        app(host, base_url),
        formats(),
        plugins(contract),
        contract.to_api(),
    );
    match host.version() {
        Version::V5 => document,
        Version::V10 => {
            camel(with_handlers(serde_json::from_str(&document).unwrap_or_default())).to_string()
        }
    }
}

/// Its address, version and name; newer hosts tell how they write names and JSON, and how they route.
fn app(host: &Host, base_url: &str) -> Json {
    let edition = host.parts.behaviour.edition;
    let title = &host.parts.contract.title;
    let mut app =
        json!({ "BaseUrl": base_url, "ServiceStackVersion": VERSION, "ServiceName": title });
    if edition.version == Version::V10 {
        app["ServiceStackVersion"] = NEWER_VERSION.into();
        app["ApiVersion"] = "1.0".into();
        app["JsTextCase"] = "CamelCase".into();
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

fn formats() -> Json {
    let types =
        FORMATS.into_iter().map(|format| (format.name().to_owned(), format.content_type().into()));
    Json::Object(types.collect())
}

fn plugins(contract: &Contract) -> Json {
    let mut plugins = json!({ "Loaded": ["html", "csv", "metadata", "ssref", "validation"] });
    if let Some(authenticate) = contract.operation("Authenticate") {
        plugins["Loaded"] =
            json!(["html", "csv", "metadata", "ssref", "validation", "auth", "session"]);
        let paths: Vec<&str> =
            authenticate.routes.iter().map(|route| route.path.as_str()).collect();
        plugins["Auth"] = json!({
            "HasAuthRepository": true,
            "IncludesRoles": true,
            "HtmlRedirect": "/login",
            "AuthProviders": [
                { "Name": "basic", "Type": "Basic" },
                { "Name": "credentials", "Type": "credentials" },
            ],
            "ServiceRoutes": { "AuthenticateService": paths },
        });
    }
    plugins
}

/// Where newer hosts are called.
fn with_handlers(mut document: Json) -> Json {
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
