//! Endpoint routing where the recordings are silent: as ASP.NET Core matches paths.

use servicestack_emulator::contract::Contract;
use servicestack_emulator::host::{Behaviour, Edition, Profile};
use servicestack_emulator::wire::{Dialect, JsonDialect};
use servicestack_emulator::{Emulator, Running};

const CONTRACT: &[u8] = br#"{
    "types": [],
    "operations": [
        {"request": {"name": "Echo", "properties": [{"name": "Name", "type": "String"}]},
         "response": {"name": "EchoResponse", "properties": []}, "actions": ["ANY"],
         "routes": [{"path": "/echo"}, {"path": "/echo/{Name}"}, {"path": "/shop/{Name}/end"}]},
        {"request": {"name": "List", "properties": []},
         "response": {"name": "ListResponse", "properties": []}, "actions": ["GET"],
         "routes": [{"path": "/echo/list", "verbs": "GET"}, {"path": "/shop/list/{Rest*}", "verbs": "PUT,GET"}]},
        {"request": {"name": "Guarded", "properties": []}, "requiresAuth": true,
         "response": {"name": "GuardedResponse", "properties": []}, "actions": ["ANY"]}
    ]
}"#;

fn host(strict: bool) -> Running {
    started(strict, Profile::Modern.edition().with_endpoints())
}

fn started(strict: bool, edition: Edition) -> Running {
    let dialect = Dialect { strict, ..Dialect::default() };
    let behaviour = Behaviour { dialect, edition, ..Behaviour::default() };
    let builder = Emulator::builder(Contract::read(CONTRACT).unwrap()).behaviour(behaviour);
    builder.users(vec![crate::support::apex::demo()]).start().unwrap()
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
        // With `{Rest*}` a real host would not start.
        ("GET", "/shop/list/end", other("POST")),
        ("GET", "/shop/list/a/b", missing.clone()),
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

#[tokio::test]
async fn a_tolerant_host_serves_wildcards_and_lets_sessions_in() {
    let (strict, tolerant) = (host(true), host(false));
    assert_eq!(answer(&tolerant, "GET", "/shop/list/a/b").await.0, 200);
    assert_eq!(answer(&tolerant, "POST", "/shop/list/a/b").await.1, "GET, PUT");
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

#[tokio::test]
async fn every_edition_answers_by_its_own_facts() {
    for profile in [Profile::Classic, Profile::Modern] {
        for with_endpoints in [false, true] {
            for json in [JsonDialect::ServiceStack, JsonDialect::System] {
                let edition = profile.edition();
                let edition = if with_endpoints { edition.with_endpoints() } else { edition };
                let host = started(true, Edition { json, ..edition });
                let by_get = answer(&host, "GET", "/echo").await;
                let expected = if with_endpoints { (405, "POST") } else { (200, "") };
                assert_eq!((by_get.0, by_get.1.as_str()), expected, "{edition:?}");
                let request = reqwest::Client::new().post(format!("{}/echo", host.base_url()));
                let bad = request.header("Content-Type", "application/json").body("{Name:x");
                let status = bad.send().await.unwrap().status();
                assert_eq!(status != 200, json == JsonDialect::System, "{edition:?} {json:?}");
                host.stop().await;
            }
        }
    }
}
