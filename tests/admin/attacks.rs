//! Who gets in. Each attack stands beside a call that differs from it in one thing and gets in.

use reqwest::Method;
use servicestack_emulator::admin::{Access, Setup};
use servicestack_emulator::hosts::apex::CallLimits;
use servicestack_emulator::{Emulator, StartError};

use crate::host::{Host, answered, host, host_with};

const KEY: &str = "a-key-of-16-bytes";

fn with_key() -> Host {
    host_with(|builder| builder.admin(setup(Access::by_key(KEY))))
}

fn setup(access: Access) -> Setup {
    let limits = CallLimits { coupons: 1000 };
    Setup { access, limits, file_bytes: 1 << 20, snapshots: None }
}

/// Status and ErrorCode of `GET /_emulator/tenants` with further headers.
async fn tried(host: &Host, headers: &[(&str, &str)]) -> String {
    tried_as(host, Method::GET, "/_emulator/tenants", headers).await
}

async fn tried_as(host: &Host, verb: Method, path: &str, headers: &[(&str, &str)]) -> String {
    let mut request = host.request(verb, path).header("Accept", "application/json");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let answered = answered(request).await;
    let code = answered.split("\"ErrorCode\":\"").nth(1).and_then(|rest| rest.split('"').next());
    match code {
        Some(code) => format!("{} {code}", &answered[..3]),
        None => answered[..3].to_owned(),
    }
}

#[tokio::test]
async fn without_a_key_the_host_must_name_loopback() {
    let host = host();
    for name in
        ["localhost", "LocalHost:7580", "127.0.0.1:1", "127.1.2.3", "[::1]:80", "localhost."]
    {
        assert_eq!(tried(&host, &[("Host", name)]).await, "200", "{name}");
    }
    let rebound =
        ["evil.example", "localhost.evil.example:7580", "127.0.0.1.nip.io", "10.0.0.7", "0.0.0.0"];
    for name in rebound {
        assert_eq!(tried(&host, &[("Host", name)]).await, "403 HostNotLoopback", "{name}");
    }
    // Not by a further name either, and not below the path of a tenant.
    let forwarded = [("Host", "evil.example"), ("X-Forwarded-Host", "localhost")];
    assert_eq!(tried(&host, &forwarded).await, "403 HostNotLoopback");
    let path = "/_t/shop/_emulator/tenants";
    assert_eq!(tried_as(&host, Method::GET, path, &[]).await, "200");
    let evil = [("Host", "evil.example")];
    assert_eq!(tried_as(&host, Method::GET, path, &evil).await, "403 HostNotLoopback");
    for page in
        ["/metadata", "/openapi.json", "/types/typescript", "/ui", "/json/reply/ListTenants"]
    {
        let path = format!("/_emulator{page}");
        assert_eq!(tried_as(&host, Method::GET, &path, &[]).await, "200", "{page}");
        assert!(tried_as(&host, Method::GET, &path, &evil).await.starts_with("403"), "{page}");
    }
}

#[tokio::test]
async fn pages_of_other_origins_are_refused() {
    let host = host();
    let address = host.running.address().to_string();
    let own = format!("http://{address}");
    for allowed in
        [("Origin", own.as_str()), ("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Site", "none")]
    {
        assert_eq!(tried(&host, &[allowed]).await, "200", "{allowed:?}");
    }
    let other_port = "http://127.0.0.1:1".to_owned();
    let longer = format!("{own}.evil.example");
    for refused in [
        ("Origin", "https://evil.example"),
        ("Origin", "null"),
        ("Origin", &other_port),
        ("Origin", &longer),
        ("Origin", ""),
        ("Sec-Fetch-Site", "cross-site"),
        ("Sec-Fetch-Site", "same-site"),
        ("Sec-Fetch-Site", "anything"),
    ] {
        assert_eq!(tried(&host, &[refused]).await, "403 OtherOrigin", "{refused:?}");
        let both = [refused, ("Sec-Fetch-Mode", "no-cors")];
        let tried = tried_as(&host, Method::POST, "/_emulator/reset", &both).await;
        assert_eq!(tried, "403 OtherOrigin", "{refused:?}");
    }
    // A preflight allows nothing.
    let origin = [("Origin", "https://evil.example"), ("Access-Control-Request-Method", "POST")];
    let preflight = tried_as(&host, Method::OPTIONS, "/_emulator/reset", &origin).await;
    assert_eq!(preflight, "403 OtherOrigin");
}

#[tokio::test]
async fn a_link_or_an_image_changes_nothing() {
    let host = host();
    host.running.tenants().create("shop").unwrap();
    for (verb, path) in [
        (Method::GET, "/_emulator/tenants/shop?X-Http-Method-Override=DELETE"),
        (Method::HEAD, "/_emulator/tenants/shop?X-Http-Method-Override=DELETE"),
        (Method::GET, "/_emulator/json/reply/DropTenant?Name=shop"),
        (Method::GET, "/_emulator/api/DropTenant?Name=shop"),
        (Method::GET, "/_emulator/json/oneway/DropTenant?Name=shop"),
    ] {
        let tried = tried_as(&host, verb, path, &[]).await;
        assert!(tried.starts_with('4'), "{path}: {tried}");
        assert!(host.running.tenants().get("shop").is_some(), "{path}");
    }
    let by_header = [("X-Http-Method-Override", "DELETE")];
    let path = "/_emulator/tenants/shop";
    assert_eq!(tried_as(&host, Method::GET, path, &by_header).await, "403 VerbOverride");
    assert_eq!(tried_as(&host, Method::POST, path, &by_header).await, "204");
    assert!(host.running.tenants().get("shop").is_none());
}

#[tokio::test]
async fn with_a_key_every_request_must_bring_it() {
    let host = with_key();
    let bearer = |key: &str| format!("Bearer {key}");
    assert_eq!(tried(&host, &[("Authorization", &bearer(KEY))]).await, "200");
    let elsewhere = [("Authorization", &*bearer(KEY)), ("Host", "erp.example")];
    assert_eq!(tried(&host, &elsewhere).await, "200", "the key is enough under any name");
    let request = host.request(Method::GET, "/_emulator/metadata").basic_auth("", Some(KEY));
    assert!(answered(request).await.starts_with("200"), "so that a browser can show the pages");
    assert_eq!(tried(&host, &[]).await, "401 AdminKey");
    let (longer, shorter, other) = (format!("{KEY}x"), &KEY[1..], KEY.to_uppercase());
    for wrong in [longer.as_str(), shorter, &other, "", "demo"] {
        assert_eq!(
            tried(&host, &[("Authorization", &bearer(wrong))]).await,
            "401 AdminKey",
            "{wrong}"
        );
    }
    for header in
        [KEY.to_owned(), format!("Digest {KEY}"), format!("Basic {KEY}"), "Bearer".to_owned()]
    {
        assert_eq!(tried(&host, &[("Authorization", &header)]).await, "401 AdminKey", "{header}");
    }
    let in_query = format!("/_emulator/tenants?key={KEY}&apiKey={KEY}");
    assert_eq!(tried_as(&host, Method::GET, &in_query, &[]).await, "401 AdminKey");
    let demo = host.request(Method::GET, "/_emulator/tenants").basic_auth("demo", Some("demo"));
    assert!(answered(demo).await.starts_with("401"), "users of the host are none of the admin API");
    // A browser that remembers the key still shows it to no other page.
    let page = [("Authorization", &*bearer(KEY)), ("Origin", "https://evil.example")];
    assert_eq!(tried(&host, &page).await, "403 OtherOrigin");
}

#[tokio::test]
async fn beyond_loopback_it_does_not_start_without_a_key() {
    let everywhere = "0.0.0.0:0".parse().unwrap();
    let started = Emulator::apex().listen(everywhere).admin(setup(Access::Loopback)).start();
    assert!(matches!(started, Err(StartError::AdminKey { .. })));
    let started =
        Emulator::apex().listen(everywhere).admin(setup(Access::by_key(KEY))).start().unwrap();
    let url = format!("http://127.0.0.1:{}/_emulator/tenants", started.address().port());
    let status =
        async |request: reqwest::RequestBuilder| request.send().await.unwrap().status().as_u16();
    assert_eq!(status(reqwest::Client::new().get(&url)).await, 401);
    assert_eq!(status(reqwest::Client::new().get(&url).bearer_auth(KEY)).await, 200);
}
