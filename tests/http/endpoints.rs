//! Endpoint routing where the recordings are silent: as ASP.NET Core matches paths.

use servicestack_emulator::contract::Contract;
use servicestack_emulator::edition::{Edition, Hosting, Platform, Profile, Version};
use servicestack_emulator::host::Behaviour;
use servicestack_emulator::wire::{Dialect, JsonDialect};
use servicestack_emulator::{Builder, Emulator, Running};

const CONTRACT: &[u8] = br#"{
    "types": [],
    "operations": [
        {"request": {"name": "Echo", "properties": [{"name": "Name", "type": "String"}]},
         "response": {"name": "EchoResponse", "properties": []}, "actions": ["ANY"],
         "routes": [{"path": "/echo"}, {"path": "/echo/{Name}"}, {"path": "/shop/{Name}/end"}]},
        {"request": {"name": "List", "properties": [{"name": "Rest", "type": "String"}]},
         "response": {"name": "ListResponse", "properties": []}, "actions": ["GET"],
         "routes": [{"path": "/echo/list", "verbs": "GET"}, {"path": "/shop/list/{**Rest}", "verbs": "PUT,GET"}]},
        {"request": {"name": "Guarded", "properties": []}, "requiresAuth": true,
         "response": {"name": "GuardedResponse", "properties": []}, "actions": ["ANY"]}
    ]
}"#;

fn host(strict: bool) -> Running {
    started(strict, Profile::Modern.edition().with_endpoints())
}

fn started(strict: bool, edition: Edition) -> Running {
    builder(CONTRACT, strict, edition).start().unwrap()
}

fn builder(contract: &[u8], strict: bool, edition: Edition) -> Builder {
    let dialect = Dialect { strict, ..Dialect::default() };
    let behaviour = Behaviour { dialect, edition, ..Behaviour::default() };
    let builder = Emulator::builder(Contract::read(contract).unwrap()).behaviour(behaviour);
    builder.users(vec![crate::support::apex::demo()])
}

/// Status, `Allow`, and whether ServiceStack answered.
async fn answer(host: &Running, verb: &str, path: &str) -> (u16, String, bool) {
    let verb = reqwest::Method::from_bytes(verb.as_bytes()).unwrap();
    let request = reqwest::Client::new().request(verb, format!("{}{path}", host.base_url()));
    let answer = request.header("Accept", "application/json").send().await.unwrap();
    let text = |name: &str| answer.headers().get(name).map(|value| value.to_str().unwrap());
    let allow = text("allow").unwrap_or_default().to_owned();
    (answer.status().as_u16(), allow, text("x-powered-by").is_some())
}

#[tokio::test]
async fn paths_are_matched_as_the_web_server_does() {
    let host = host(true);
    let (found, missing) = ((200, String::new(), true), (404, String::new(), false));
    let other = |allow: &str| (405, allow.to_owned(), false);
    for (verb, path, expected) in [
        ("POST", "/ECHO/", found.clone()),
        ("POST", "/echo//", missing.clone()),
        ("POST", "//echo", missing.clone()),
        // A literal is better than a variable, but only for its own verb.
        ("GET", "/echo/list", found.clone()),
        ("POST", "/echo/list", found.clone()),
        ("PUT", "/echo/list", other("GET, POST")),
        ("GET", "/echo/list.json", found.clone()),
        ("PUT", "/echo/list.json", other("GET, POST")),
        ("PUT", "/echo/x.csv", other("POST")),
        ("POST", "/shop/list/end", found.clone()),
        ("GET", "/shop/list/end", found.clone()),
        ("GET", "/shop/list/a/b", found.clone()),
        ("POST", "/shop/list/a/b", other("GET, PUT")),
        ("POST", "/api/echo", found.clone()),
        ("POST", "/API/Echo/", found.clone()),
        ("DELETE", "/api/Echo.jsv", found.clone()),
        ("POST", "/api/Echo.nope", missing.clone()),
        ("GET", "/api/List", found.clone()),
        ("POST", "/api/List", other("GET")),
        ("POST", "/api/List[]", found.clone()),
        ("GET", "/api/Echo[]", other("POST")),
        ("POST", "/api/Nope[]", missing.clone()),
        ("POST", "/metadata", other("GET")),
        ("PUT", "/nowhere", other("GET")),
        ("PUT", "/nowhere/at/all", missing.clone()),
        ("GET", "/json/reply/Echo", (405, String::new(), true)),
        ("GET", "/yaml/reply/Echo", missing.clone()),
    ] {
        assert_eq!(answer(&host, verb, path).await, expected, "{verb} {path}");
    }
    host.stop().await;
}

/// `{Rest*}` is of the time before endpoint routing.
#[tokio::test]
async fn old_wildcards_are_served_in_tolerant_mode_and_end_the_start_in_strict_mode() {
    let old = String::from_utf8_lossy(CONTRACT).replace("{**Rest}", "{Rest*}");
    let edition = Profile::Modern.edition().with_endpoints();
    let refused = builder(old.as_bytes(), true, edition).start().err().unwrap();
    insta::assert_snapshot!(refused, @"with endpoint routing a host does not start with the route /shop/list/{Rest*} of List: write {**Name} for {Name*}, or leave strict mode");
    let tolerant = builder(old.as_bytes(), false, edition).start().unwrap();
    assert_eq!(answer(&tolerant, "GET", "/shop/list/a/b").await.0, 200);
    assert_eq!(answer(&tolerant, "POST", "/shop/list/a/b").await.1, "GET, PUT");
    tolerant.stop().await;
    let classic = builder(old.as_bytes(), true, Profile::Modern.edition()).start().unwrap();
    assert_eq!(answer(&classic, "GET", "/shop/list/a/b").await.0, 200);
    classic.stop().await;
}

#[tokio::test]
async fn a_tolerant_host_lets_sessions_in() {
    let (strict, tolerant) = (host(true), host(false));
    assert_eq!(answer(&strict, "POST", "/api/Guarded").await, (500, String::new(), false));
    assert_eq!(answer(&tolerant, "POST", "/api/Guarded").await.0, 401);
    for host in [strict, tolerant] {
        host.stop().await;
    }
}

#[tokio::test]
async fn a_verb_is_not_overridden() {
    let host = host(true);
    let request = reqwest::Client::new().post(format!("{}/echo/list", host.base_url()));
    let sent = request.header("X-Http-Method-Override", "PUT").send().await.unwrap();
    assert_eq!(sent.status(), 200);
    host.stop().await;
}

/// Each fact of an edition shows in one thing, whatever the others are.
#[tokio::test]
async fn every_edition_answers_by_its_own_facts() {
    let modes = [true, false].into_iter();
    for (strict, edition) in
        modes.flat_map(|strict| editions().into_iter().map(move |own| (strict, own)))
    {
        let Edition { version, hosting, json, platform } = edition;
        let host = started(strict, edition);
        let by_get = answer(&host, "GET", "/echo").await;
        let expected = if hosting == Hosting::Endpoints { (405, "POST") } else { (200, "") };
        assert_eq!((by_get.0, by_get.1.as_str()), expected, "strict: {strict}, {edition:?}");
        let broken = posted(&host, "/echo", "{Name:x").await;
        let is_refused = json == JsonDialect::System;
        assert_eq!(broken.status() != 200, is_refused, "strict: {strict}, {edition:?}");
        let lines = posted(&host, "/echo?format=jsonl", "{}").await;
        let content_type = lines.headers()["content-type"].to_str().unwrap();
        // A tolerant host of 5.x knows the format, too.
        let is_known = version == Version::V10 || !strict;
        assert_eq!(content_type == "text/jsonl", is_known, "strict: {strict}, {edition:?}");
        let powered = lines.headers()["x-powered-by"].to_str().unwrap();
        assert_eq!(powered, platform.powered_by(), "strict: {strict}, {edition:?}");
        let cookie = lines.headers()["set-cookie"].to_str().unwrap();
        let is_framework = platform == Platform::Framework;
        assert_eq!(
            cookie.contains(";path=/;SameSite=None"),
            is_framework,
            "strict: {strict}, {edition:?}"
        );
        host.stop().await;
    }
}

/// All of them.
fn editions() -> Vec<Edition> {
    let mut all = Vec::new();
    for version in [Version::V5, Version::V10] {
        for hosting in [Hosting::Classic, Hosting::Endpoints] {
            for json in [JsonDialect::ServiceStack, JsonDialect::System] {
                for platform in [Platform::Framework, Platform::Kestrel] {
                    all.push(Edition { version, hosting, json, platform });
                }
            }
        }
    }
    all
}

async fn posted(host: &Running, path: &str, json: &'static str) -> reqwest::Response {
    let request = reqwest::Client::new().post(format!("{}{path}", host.base_url()));
    request.header("Content-Type", "application/json").body(json).send().await.unwrap()
}
