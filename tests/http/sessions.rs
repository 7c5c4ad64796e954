//! Signing in, staying signed in, signing out.

use chrono::Duration;
use reqwest::{Client, RequestBuilder};
use servicestack_emulator::config::Layer;
use servicestack_emulator::emulator::assembly;
use servicestack_emulator::host::Behaviour;
use servicestack_emulator::http::server::Tls;
use servicestack_emulator::lab::Clock;
use servicestack_emulator::wire::Dialect;

use crate::support::apex::Apex;

fn client() -> Client {
    Client::builder().cookie_store(true).build().expect("a client")
}

async fn sign_in(client: &Client, apex: &Apex) -> serde_json::Value {
    let request = client
        .post(format!("{}/auth/credentials", apex.base_url()))
        .header("Accept", "application/json");
    let answer =
        request.json(&serde_json::json!({"UserName": "demo", "Password": "demo"})).send().await;
    answer.expect("an answer").json().await.expect("JSON")
}

fn list(client: &Client, apex: &Apex) -> RequestBuilder {
    client.get(format!("{}/Coupons/ByStatus", apex.base_url())).header("Accept", "application/json")
}

async fn status(request: RequestBuilder) -> u16 {
    request.send().await.expect("an answer").status().as_u16()
}

#[tokio::test]
async fn a_session_lives_by_cookie_until_logout() {
    let apex = Apex::start().await;
    let client = client();
    assert_eq!(status(list(&client, &apex)).await, 401);
    assert_eq!(sign_in(&client, &apex).await["UserName"], "demo");
    assert_eq!(status(list(&client, &apex)).await, 200);
    let logout =
        client.get(format!("{}/auth/logout", apex.base_url())).header("Accept", "application/json");
    assert_eq!(
        logout.send().await.expect("an answer").text().await.expect("text"),
        r#"{"ResponseStatus":{}}"#
    );
    assert_eq!(status(list(&client, &apex)).await, 401);
    apex.stop().await;
}

#[tokio::test]
async fn a_session_lives_by_header() {
    let apex = Apex::start().await;
    let session = sign_in(&client(), &apex).await["SessionId"].as_str().expect("an id").to_owned();
    let stranger = Client::new();
    assert_eq!(status(list(&stranger, &apex).header("X-ss-id", session)).await, 200);
    assert_eq!(status(list(&stranger, &apex).header("X-ss-id", "AAAAAAAAAAAAAAAAAAAA")).await, 401);
    apex.stop().await;
}

#[tokio::test]
async fn a_session_ends_by_the_emulators_clock() {
    let clock = Clock::frozen_at(chrono::DateTime::UNIX_EPOCH + Duration::days(20_000));
    let (given, lifetime) = (clock.clone(), Duration::hours(1));
    let apex = Apex::start_with(|builder| builder.clock(given).session_lifetime(lifetime)).await;
    let client = client();
    sign_in(&client, &apex).await;
    clock.advance(Duration::minutes(59));
    assert_eq!(status(list(&client, &apex)).await, 200);
    clock.advance(Duration::minutes(61));
    assert_eq!(status(list(&client, &apex)).await, 401);
    apex.stop().await;
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_user_look_alike() {
    let apex = Apex::start().await;
    let mut answers = Vec::new();
    for (name, password) in [("demo", "wrong"), ("nobody", "demo")] {
        let request = Client::new().post(format!("{}/auth/credentials", apex.base_url()));
        let request = request.header("Accept", "application/json");
        let answer =
            request.json(&serde_json::json!({"UserName": name, "Password": password})).send().await;
        let answer = answer.expect("an answer");
        answers.push((answer.status().as_u16(), answer.text().await.expect("text")));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0].0, 401);
    apex.stop().await;
}

/// Browsers throw away `SameSite=None` without `Secure`; every other client gets what the host was
/// recorded with.
#[tokio::test]
async fn only_a_browser_gets_other_cookies_than_recorded() {
    let tolerant = Apex::start().await;
    assert!(
        cookies(&tolerant, "curl/8.5.0")
            .await
            .iter()
            .all(|cookie| cookie.contains(";SameSite=None;"))
    );
    assert!(
        cookies(&tolerant, BROWSER).await.iter().all(|cookie| cookie.contains(";SameSite=Lax;"))
    );
    tolerant.stop().await;
    let strict = Apex::start_with(|builder| builder.behaviour(strict())).await;
    assert!(
        cookies(&strict, BROWSER).await.iter().all(|cookie| cookie.contains(";SameSite=None;"))
    );
    strict.stop().await;
}

/// Official clients sign in so: without a provider, with Basic credentials.
#[tokio::test]
async fn basic_credentials_sign_in_at_the_operation_authenticate() {
    let apex = Apex::start().await;
    for (verb, target) in [
        ("GET", "/auth"),
        ("POST", "/auth"),
        ("GET", "/json/reply/Authenticate"),
        ("POST", "/api/Authenticate"),
    ] {
        let client = client();
        let request =
            client.request(verb.parse().expect("a verb"), format!("{}{target}", apex.base_url()));
        let request = request.basic_auth("demo", Some("demo")).header("Accept", "application/json");
        let request = request.header("Content-Type", "application/json").body("{}");
        let answer = request.send().await.expect("an answer");
        assert_eq!(answer.status(), 200, "{verb} {target}");
        let answer: serde_json::Value = answer.json().await.expect("JSON");
        assert_eq!(answer["UserName"], "demo", "{verb} {target}");
        assert_eq!(status(list(&client, &apex)).await, 200, "the session holds");
    }
    apex.stop().await;
}

#[tokio::test]
async fn a_sign_in_that_fails_ends_the_session_before() {
    let apex = Apex::start().await;
    let client = client();
    let session = sign_in(&client, &apex).await["SessionId"].as_str().expect("an id").to_owned();
    let request = client.post(format!("{}/auth/credentials", apex.base_url()));
    let request = request.json(&serde_json::json!({"UserName": "demo", "Password": "wrong"}));
    let answer = request.header("Accept", "application/json").send().await.expect("an answer");
    assert_eq!(answer.status(), 401);
    let names = set_cookies(&answer)
        .into_iter()
        .filter_map(|cookie| Some(cookie.split_once('=')?.0.to_owned()));
    assert_eq!(names.collect::<Vec<_>>(), ["ss-id", "ss-pid", "ss-opt"]);
    assert_eq!(status(list(&Client::new(), &apex).header("X-ss-id", session)).await, 401);
    apex.stop().await;
}

#[tokio::test]
async fn a_browser_that_fails_to_sign_in_goes_back_to_its_page_with_the_error() {
    let apex = Apex::start().await;
    let client =
        Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
    let ask = async |query: &str, password: &str| {
        let request = client.post(format!("{}/auth/credentials{query}", apex.base_url()));
        let request = request
            .header("Accept", "text/html")
            .header("Referer", "http://till.example/login#f=old");
        let answer = request
            .header("Content-Type", "application/x-www-form-urlencoded")
            .body(format!("UserName=demo&Password={password}"))
            .send()
            .await;
        let answer = answer.expect("an answer");
        let location =
            answer.headers().get("location").map(|value| value.to_str().expect("text").to_owned());
        (answer.status().as_u16(), location.unwrap_or_default())
    };
    let failed = "http://till.example/login#f=Invalid+Username+or+Password".to_owned();
    assert_eq!(ask("?continue=/Coupons", "wrong").await, (302, failed));
    assert_eq!(ask("?continue=/Coupons", "demo").await, (302, "/Coupons".to_owned()));
    for elsewhere in [
        "http://evil.example/",
        "//evil.example",
        "%5C%5Cevil.example",
        "/%5Cevil.example",
        "javascript:1",
    ] {
        assert_eq!(
            ask(&format!("?continue={elsewhere}"), "demo").await,
            (400, String::new()),
            "{elsewhere}"
        );
    }
    apex.stop().await;
}

#[tokio::test]
async fn behind_a_proxy_that_speaks_https_cookies_are_secure_and_links_are_https() {
    let apex = Apex::start().await;
    let get = async |target: &str, agent: &str| {
        let request = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .expect("a client");
        let request = request
            .get(format!("{}{target}", apex.base_url()))
            .header("X-Forwarded-Proto", "https");
        let request = request.header("Accept", "text/html").header("Host", "till.example");
        request.header("User-Agent", agent).send().await.expect("an answer")
    };
    let refused = get("/Coupons/ByStatus", "curl/8").await;
    let location = refused.headers()["location"].to_str().expect("text");
    assert!(
        location.starts_with("https://till.example/login?redirect=https%3a%2f%2ftill.example"),
        "{location}"
    );
    let cookies = set_cookies(&refused);
    assert!(
        !cookies.is_empty() && cookies.iter().all(|cookie| cookie.contains(";Secure;")),
        "{cookies:?}"
    );
    let cookies = set_cookies(&get("/Coupons/ByStatus", BROWSER).await);
    assert!(
        cookies.iter().all(|cookie| cookie.ends_with(";Secure;SameSite=None;HttpOnly")),
        "{cookies:?}"
    );
    for document in ["/openapi.json", "/postman", "/types.json", "/types/csharp"] {
        let text = get(document, "curl/8").await.text().await.expect("text");
        assert!(text.contains("https://till.example"), "{document}: {text}");
        assert!(!text.contains("http://till.example"), "{document}: {text}");
    }
    apex.stop().await;
}

/// A login page with a query of its own gets one parameter more.
#[tokio::test]
async fn the_login_page_may_have_a_query() {
    let settings = "[auth]\nhtml_redirect = '/login?app=7'";
    let settings = Layer::from_text("settings.toml", settings).expect("settings").settings();
    let behaviour = assembly::behaviour(&settings);
    let apex = Apex::start_with(|builder| builder.behaviour(behaviour)).await;
    let client = Client::builder().redirect(reqwest::redirect::Policy::none()).build();
    let request = client.expect("a client").get(format!("{}/Coupons/ByStatus", apex.base_url()));
    let refused = request.header("Accept", "text/html").send().await.expect("an answer");
    let location = refused.headers()["location"].to_str().expect("text");
    let expected = format!("{}/login?app=7&redirect=http%3a%2f%2f", apex.base_url());
    assert!(location.starts_with(&expected), "{location}");
    apex.stop().await;
}

/// The same without a proxy: what a client of a TLS socket is given.
#[tokio::test]
async fn over_tls_cookies_are_secure_and_links_are_https() {
    let directory = tempfile::tempdir().expect("a directory");
    let tls = Tls::SelfMade(directory.path().to_owned());
    let apex = Apex::start_with(|builder| builder.tls(tls)).await;
    let pem = std::fs::read(directory.path().join("tls-certificate.pem")).expect("it was made");
    for http1 in [true, false] {
        let trusted = reqwest::Certificate::from_pem(&pem).expect("PEM");
        let client =
            Client::builder().tls_certs_only([trusted]).redirect(reqwest::redirect::Policy::none());
        let client = if http1 { client.http1_only() } else { client };
        let client = client.build().expect("a client");
        let get = async |target: &str| {
            let request =
                client.get(format!("{}{target}", apex.base_url())).header("Accept", "text/html");
            request.send().await.expect("an answer")
        };
        let refused = get("/Coupons/ByStatus").await;
        let location = refused.headers()["location"].to_str().expect("text");
        assert!(
            location.starts_with(&format!("{}/login?redirect=https%3a", apex.base_url())),
            "{location}"
        );
        let cookies = set_cookies(&refused);
        assert!(
            !cookies.is_empty() && cookies.iter().all(|cookie| cookie.contains(";Secure;")),
            "{cookies:?}"
        );
        let plain = apex.base_url().replace("https://", "http://");
        for document in ["/openapi.json", "/postman", "/types.json", "/types/csharp", "/metadata"] {
            let text = get(document).await.text().await.expect("text");
            assert!(!text.contains(&plain), "{document}: {text}");
            assert!(
                document == "/metadata" || text.contains(&apex.base_url()),
                "{document}: {text}"
            );
        }
    }
    apex.stop().await;
}

/// Waiting requests keep what was read of their bodies: they may wait, but not without bound.
#[tokio::test]
async fn no_more_sign_ins_wait_than_have_room() {
    let apex = Apex::start_with(|builder| builder.sign_in_bytes(0)).await;
    let wrong = || status(list(&Client::new(), &apex).basic_auth("demo", Some("wrong")));
    let answers = futures_util::future::join_all((0..32).map(|_| wrong())).await;
    assert!(answers.contains(&401) && answers.contains(&503), "{answers:?}");
    assert_eq!(status(list(&Client::new(), &apex).basic_auth("demo", Some("demo"))).await, 200);
    apex.stop().await;
}

fn set_cookies(answer: &reqwest::Response) -> Vec<String> {
    let cookies = answer.headers().get_all("set-cookie").iter();
    cookies.map(|value| value.to_str().expect("text").to_owned()).collect()
}

const BROWSER: &str =
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36";

fn strict() -> Behaviour {
    Behaviour { dialect: Dialect { strict: true, ..Dialect::default() }, ..Behaviour::default() }
}

async fn cookies(apex: &Apex, agent: &str) -> Vec<String> {
    let request = Client::new().get(format!("{}/json/reply/GetCouponsByStatus", apex.base_url()));
    let answer = request.header("User-Agent", agent).send().await.expect("an answer");
    let cookies = set_cookies(&answer);
    assert!(!cookies.is_empty());
    cookies
}
