//! What tools and developers fetch to call a host: `/types`, `/metadata/app.json`, the tabs of the
//! operation page.

use std::collections::BTreeSet;

use reqwest::Client;
use serde_json::Value as Json;
use servicestack_emulator::config::Layer;
use servicestack_emulator::contract::Limits;
use servicestack_emulator::emulator::assembly;
use servicestack_emulator::host::{Behaviour, Profile};
use servicestack_emulator::import::{HostDocuments, HostFolder};
use servicestack_emulator::types::Language;
use servicestack_emulator::wire::Dialect;

use crate::support::apex::Apex;

async fn get(apex: &Apex, path: &str) -> (String, String) {
    let answer =
        Client::new().get(format!("{}{path}", apex.base_url())).send().await.expect("an answer");
    assert_eq!(answer.status(), 200, "{path}");
    let kind = answer.headers()["content-type"].to_str().expect("text").to_owned();
    (kind, answer.text().await.expect("a body"))
}

#[tokio::test]
async fn the_index_names_every_language_and_all_are_there() {
    let apex = Apex::start().await;
    let (_, index) = get(&apex, "/types").await;
    let index: Json = serde_json::from_str(&index).expect("JSON");
    assert_eq!(index.as_object().expect("an object").len(), Language::ALL.len() + 1);
    let (_, page) = get(&apex, "/metadata").await;
    for language in Language::ALL {
        let place = index[language.name()].as_str().expect("a place").replace(&apex.base_url(), "");
        assert!(page.contains(&format!("href=\"{place}\"")), "{place}");
        let (kind, text) = get(&apex, &place).await;
        assert_eq!(kind, language.content_type());
        assert!(
            text.contains("Options:") && text.contains(&format!("BaseUrl: {}", apex.base_url())),
            "{place}"
        );
        assert!(text.contains("ActivateCoupon"), "{place}");
    }
    apex.stop().await;
}

/// The recorded host has plug-ins and validators that this one has not; what this one reports has
/// the recorded shape.
#[tokio::test]
async fn app_json_has_the_recorded_shape() {
    let apex =
        Apex::start_with(|builder| builder.behaviour(behaviour(true, Profile::Classic))).await;
    let recorded = include_str!("../../fixtures/conformance/metadata-app.json");
    let recorded: Json = serde_json::from_str(recorded).expect("JSON");
    let (kind, text) = get(&apex, "/metadata/app.json").await;
    assert_eq!(kind, "application/json; charset=utf-8");
    let reported: Json = serde_json::from_str(&text).expect("JSON");
    let mut known = BTreeSet::new();
    shape("", &recorded, &mut known);
    let mut ours = BTreeSet::new();
    shape("", &reported, &mut ours);
    // Members of operations and types that the few recorded ones do not happen to have.
    let unknown: Vec<&String> =
        ours.difference(&known).filter(|path| !path.starts_with("/Api/")).collect();
    assert!(unknown.is_empty(), "{unknown:#?}");
    assert_eq!(reported["App"]["ServiceName"], "ApexERPHost");
    assert_eq!(
        reported["Plugins"]["Auth"]["AuthProviders"],
        recorded["Plugins"]["Auth"]["AuthProviders"]
    );
    assert_eq!(reported["Api"]["Operations"].as_array().map(Vec::len), Some(72));
    let top: Vec<usize> = ["App", "ContentTypeFormats", "Plugins", "CustomPlugins", "Api"]
        .map(|name| text.find(&format!("\"{name}\":")).expect("it is there"))
        .to_vec();
    assert!(top.is_sorted(), "in the recorded order");
    apex.stop().await;
}

/// The paths of a document with the kind of what stands there; the items of a list stand in one
/// place.
fn shape(path: &str, value: &Json, found: &mut BTreeSet<String>) {
    match value {
        Json::Object(members) => {
            members.iter().for_each(|(name, value)| shape(&format!("{path}/{name}"), value, found));
        }
        Json::Array(items) => {
            items.iter().for_each(|item| shape(&format!("{path}[]"), item, found))
        }
        Json::String(_) => drop(found.insert(format!("{path} text"))),
        Json::Number(_) => drop(found.insert(format!("{path} number"))),
        Json::Bool(_) => drop(found.insert(format!("{path} boolean"))),
        Json::Null => drop(found.insert(format!("{path} null"))),
    }
}

#[tokio::test]
async fn newer_hosts_write_app_json_in_camel_case() {
    let apex =
        Apex::start_with(|builder| builder.behaviour(behaviour(false, Profile::Modern))).await;
    let (_, text) = get(&apex, "/metadata/app").await;
    let reported: Json = serde_json::from_str(&text).expect("JSON");
    assert_eq!(reported["app"]["serviceName"], "ApexERPHost");
    assert!(text.starts_with(r#"{"date":"\/Date("#), "{text:.40}");
    assert_eq!(reported["contentTypeFormats"]["jsonl"], "text/jsonl");
    let loaded = reported["plugins"]["loaded"].as_array().expect("a list");
    assert!(loaded.contains(&"jsonl".into()));
    assert_eq!(reported["httpHandlers"]["ApiHandlers.Json"], "/api/{Request}");
    assert_eq!(reported["plugins"]["auth"]["serviceRoutes"]["AuthenticateService"][0], "/auth");
    assert!(reported["api"]["operations"][0]["request"]["name"].is_string());
    apex.stop().await;
}

/// What a host says of itself, an import makes its settings again.
#[tokio::test]
async fn a_host_with_settings_is_imported_with_them() {
    let settings = "profile = 'modern'\n[json]\ntext_case = 'SnakeCase'\ndate_handler = 'ISO8601'\n[host]\napi_version = '2.0'\n\
        disable_features = ['Csv']\n[auth]\nhtml_redirect = '/account/login'\n\
        include_roles_in_authenticate_response = false";
    let settings = Layer::from_text("settings.toml", settings).expect("settings").settings();
    let behaviour = assembly::behaviour(&settings);
    let apex = Apex::start_with(|builder| builder.behaviour(behaviour)).await;
    let (_, app) = get(&apex, "/metadata/app.json").await;
    let (_, contract) = get(&apex, "/types/metadata.json").await;
    let documents = HostDocuments {
        contract: contract.as_bytes(),
        app: Some(app.as_bytes()),
        ..HostDocuments::default()
    };
    let folder = HostFolder::of_host("again", &documents, &Limits::default()).expect("a host");
    let again = Layer::from_text("settings.toml", &folder.settings).expect("settings").settings();
    assert_eq!(again.json.text_case, settings.json.text_case);
    assert_eq!(again.json.dates, settings.json.dates);
    assert_eq!(again.host.api_version, settings.host.api_version);
    assert_eq!(again.host.disable_features, settings.host.disable_features);
    assert_eq!(again.auth, settings.auth);
    apex.stop().await;
}

#[tokio::test]
async fn the_operation_page_shows_the_dtos_in_a_language() {
    let apex = Apex::start().await;
    let (_, tables) = get(&apex, "/json/metadata?op=ActivateCoupon").await;
    assert!(
        tables.contains("href=\"/json/metadata?op=ActivateCoupon&amp;lang=csharp\""),
        "{tables}"
    );
    assert!(tables.contains("ActivateCoupon</b> Parameters:"));
    for language in Language::ALL {
        let path = format!("/json/metadata?op=ActivateCoupon&lang={}", language.name());
        let (_, page) = get(&apex, &path).await;
        assert!(
            page.contains(&format!("<h3>{} ActivateCoupon DTOs</h3>", language.title())),
            "{path}"
        );
        assert!(page.contains("CouponProd") && page.contains("HTTP + JSON"), "{path}");
        assert!(!page.contains("Parameters:") && !page.contains("Options:"), "{path}");
        assert!(!page.contains("SaveCompany"), "only the operation's: {path}");
    }
    let (_, unknown) = get(&apex, "/json/metadata?op=ActivateCoupon&lang=cobol").await;
    assert_eq!(unknown, tables);
    apex.stop().await;
}

#[tokio::test]
async fn a_strict_host_of_old_has_neither_tabs_nor_newer_languages() {
    let apex =
        Apex::start_with(|builder| builder.behaviour(behaviour(true, Profile::Classic))).await;
    let (_, page) = get(&apex, "/json/metadata?op=ActivateCoupon&lang=csharp").await;
    assert!(!page.contains("&amp;lang=") && page.contains("ActivateCoupon</b> Parameters:"));
    let (_, index) = get(&apex, "/types.json").await;
    let index: Json = serde_json::from_str(&index).expect("JSON");
    assert_eq!(
        index.as_object().map(serde_json::Map::len),
        Some(10),
        "those of 5.9.1 and the contract"
    );
    for (language, status) in [("kotlin", 200), ("python", 404), ("go", 404)] {
        let url = format!("{}/types/{language}", apex.base_url());
        assert_eq!(
            Client::new().get(url).send().await.expect("an answer").status(),
            status,
            "{language}"
        );
    }
    apex.stop().await;
}

fn behaviour(strict: bool, profile: Profile) -> Behaviour {
    let edition = profile.edition();
    Behaviour { dialect: Dialect { strict, ..Dialect::default() }, edition, ..Behaviour::default() }
}
