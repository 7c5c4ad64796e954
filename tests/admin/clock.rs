//! The clock over the API.

use crate::host::{Host, answered, host};

const NOON: &str = r#"{"Now":"\/Date(1768471200000)\/","Frozen":true,"Rate":0}"#;

async fn jsv(host: &Host, verb: &str, path: &str, body: &str) -> String {
    let request = host.request(verb.parse().unwrap(), &format!("/_emulator{path}"));
    let request = request.header("Accept", "application/jsv");
    answered(request.header("Content-Type", "application/json").body(body.to_owned())).await
}

#[tokio::test]
async fn it_is_set_advanced_paced_and_frozen_by_tenant() {
    let host = host();
    assert_eq!(host.call("GET /clock", "").await, format!("200 {NOON}"));
    let set = jsv(&host, "PUT", "/clock?Tenant=shop", r#"{"At":"2030-01-02T03:04:05Z"}"#).await;
    assert_eq!(set, "200 {Now:2030-01-02T03:04:05Z,Frozen:True,Rate:0}");
    let moved = jsv(&host, "POST", "/clock/advance?Tenant=shop", r#"{"By":"P1DT1H"}"#).await;
    assert_eq!(moved, "200 {Now:2030-01-03T04:04:05Z,Frozen:True,Rate:0}");
    let back = jsv(&host, "POST", "/clock/advance?Tenant=shop", r#"{"By":"-PT1H"}"#).await;
    assert_eq!(back, "200 {Now:2030-01-03T03:04:05Z,Frozen:True,Rate:0}");
    assert_eq!(host.call("GET /clock", "").await, format!("200 {NOON}"), "each has its own");
    let paced = jsv(&host, "PUT", "/clock?Tenant=shop", r#"{"Rate":1000000}"#).await;
    assert!(paced.ends_with(",Frozen:False,Rate:1000000}"), "{paced}");
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    let later = jsv(&host, "PUT", "/clock?Tenant=shop", r#"{"Frozen":true}"#).await;
    assert!(later.contains("Now:2030-01-05") || later.contains("Now:2030-0"), "{later}");
    assert!(!later.contains("2030-01-03"), "two days are a fifth of a second: {later}");
    assert_eq!(jsv(&host, "GET", "/clock?Tenant=shop", "").await, later, "it stands");
}

#[tokio::test]
async fn it_decides_what_is_expired_and_the_default_one_s_is_shown_by_date() {
    let host = host();
    let coupon = r#"{"Type":9,"Prefix":"E","Codes":["1"],"Activate":true,"ExpDate":"2026-02-01"}"#;
    assert!(host.call("POST /coupons", coupon).await.starts_with("200"));
    assert!(host.call("GET /coupons/E1", "").await.contains("\"Expired\":false"));
    assert!(host.call("PUT /clock", r#"{"At":"2026-02-02T00:00:00Z"}"#).await.starts_with("200"));
    assert!(host.call("GET /coupons/E1", "").await.contains("\"Expired\":true"));
    assert!(host.call("POST /coupons/E1/spend", "").await.contains("\"ErrorCode\":\"Expired\""));
    let answer = host.request(reqwest::Method::GET, "/_emulator/clock").send().await.unwrap();
    assert_eq!(answer.headers()["date"], "Mon, 02 Feb 2026 00:00:00 GMT");
    assert_eq!(host.call("POST /reset", "").await, "204 ");
    assert_eq!(host.call("GET /clock", "").await, format!("200 {NOON}"));
}

#[tokio::test]
async fn date_shows_the_clock_of_the_tenant_by_both_protocols() {
    let host = host();
    let body = r#"{"At":"2030-01-02T03:04:05Z"}"#;
    assert!(host.call("PUT /clock?Tenant=shop", body).await.starts_with("200"));
    let both = [
        reqwest::Client::builder().http1_only().build().unwrap(),
        reqwest::Client::builder().http2_prior_knowledge().build().unwrap(),
    ];
    for client in both {
        for (path, date) in [
            ("/_t/shop/health", "Wed, 02 Jan 2030 03:04:05 GMT"),
            ("/health", "Thu, 15 Jan 2026 10:00:00 GMT"),
        ] {
            let url = format!("{}{path}", host.running.base_url());
            let answer = client.get(url).send().await.unwrap();
            assert_eq!(answer.headers()["date"], date, "{path} {:?}", answer.version());
        }
    }
}

#[tokio::test]
async fn all_clocks_are_moved_at_once_with_that_of_new_tenants_and_resets() {
    let host = host();
    assert!(host.call("POST /tenants", r#"{"Name":"shop"}"#).await.starts_with("200"));
    let set = r#"{"At":"2030-01-02T03:04:05Z","All":true}"#;
    assert!(host.call("PUT /clock", set).await.starts_with("200"));
    let moved = jsv(&host, "POST", "/clock/advance", r#"{"By":"PT1S","All":true}"#).await;
    assert_eq!(moved, "200 {Now:2030-01-02T03:04:06Z,Frozen:True,Rate:0}");
    assert!(host.call("POST /tenants", r#"{"Name":"new"}"#).await.starts_with("200"));
    for tenant in ["default", "shop", "new"] {
        let shown = jsv(&host, "GET", &format!("/clock?Tenant={tenant}"), "").await;
        assert_eq!(shown, moved, "{tenant}");
    }
    host.call("PUT /clock?Tenant=shop", r#"{"At":"2040-01-01T00:00:00Z"}"#).await;
    assert!(host.call("POST /tenants/shop/reset", "").await.starts_with("200"));
    assert_eq!(jsv(&host, "GET", "/clock?Tenant=shop", "").await, moved);
    let both = host.call("PUT /clock", r#"{"Frozen":true,"All":true,"Tenant":"shop"}"#).await;
    assert!(both.starts_with("400") && both.contains("\"FieldName\":\"All\""), "{both}");
}

#[tokio::test]
async fn what_no_clock_can_show_is_refused_or_ends_at_the_end() {
    let host = host();
    for (body, field) in [
        (r#"{"Rate":0}"#, "Rate"),
        (r#"{"Rate":-1}"#, "Rate"),
        (r#"{"Rate":1e300}"#, "Rate"),
        (r#"{"Rate":2,"Frozen":true}"#, "Rate"),
    ] {
        let refused = host.call("PUT /clock", body).await;
        let blamed = format!("\"FieldName\":\"{field}\"");
        assert!(refused.starts_with("400") && refused.contains(&blamed), "{body}: {refused}");
    }
    assert!(host.call("POST /clock/advance", "{}").await.contains("\"FieldName\":\"By\""));
    let far = jsv(&host, "POST", "/clock/advance", r#"{"By":"P9000000D"}"#).await;
    assert!(far.starts_with("200 {Now:9999-12-31T23:59:59"), "{far}");
}
