//! Requests that name a tenant.

use std::time::Duration;

use reqwest::{RequestBuilder, Response};
use servicestack_emulator::Builder;
use servicestack_emulator::auth::ApiKey;
use servicestack_emulator::store::{Addition, Codes, CouponState, Coupons, MemoryCoupons, Terms};
use servicestack_emulator::tenant::TenantLimits;

use crate::support::apex::Apex;

const BASIC: &str = "Basic ZGVtbzpkZW1v";
const KEY: &str = "ak-a-secret";

/// An emulator over a durable store without coupons, whose tenants begin with one coupon.
async fn apex(change: impl FnOnce(Builder) -> Builder) -> Apex {
    let of_tenants = MemoryCoupons::new(&servicestack_emulator::lab::Seed::from_u64(1));
    let terms = Terms::new(1, "2030-01-01T00:00:00".parse().expect("an instant"));
    let codes = Codes::list(["1".to_owned()]);
    let addition = Addition { prefix: "A".to_owned(), codes, terms, state: CouponState::default() };
    of_tenants.add(addition).await.expect("added");
    let of_tenants = std::sync::Arc::new(of_tenants);
    Apex::start_with(|builder| change(builder.tenant_coupons(of_tenants))).await
}

fn get(url: String) -> RequestBuilder {
    reqwest::Client::new()
        .get(url)
        .header("Accept", "application/json")
        .header("Authorization", BASIC)
}

/// How many coupons the caller sees.
async fn count(request: RequestBuilder) -> usize {
    let answer = request.send().await.expect("an answer");
    assert_eq!(answer.status(), 200);
    answer.text().await.expect("a body").matches("\"Code\":").count()
}

/// All coupons of the state that a path leads to.
fn coupons(apex: &Apex, below: &str) -> RequestBuilder {
    get(format!("{}{below}/Coupons/ByStatus", apex.base_url()))
}

async fn add(apex: &Apex, tenant: &str) {
    let call = reqwest::Client::new().post(format!("{}/Coupons?format=json", apex.base_url()));
    let call = call.header("Authorization", BASIC).header("X-Emulator-Tenant", tenant);
    let body = r#"{"CodeFrom":1,"CodeTo":3,"Prefix":"B","Type":1,"ExpDate":"2030-01-01"}"#;
    let answer =
        call.header("Content-Type", "application/json").body(body).send().await.expect("an answer");
    let (status, text) = (answer.status(), answer.text().await.expect("a body"));
    assert_eq!(status, 200, "{text}");
}

async fn error(answer: Response) -> (u16, String) {
    (answer.status().as_u16(), answer.text().await.expect("a body"))
}

#[tokio::test(flavor = "multi_thread")]
async fn each_tenant_has_coupons_of_its_own_from_the_start_on() {
    let apex = apex(|builder| builder).await;
    add(&apex, "shop").await;
    let named = |name| coupons(&apex, "").header("X-Emulator-Tenant", name);
    assert_eq!(count(named("shop")).await, 4);
    assert_eq!(count(named("till")).await, 1);
    assert_eq!(count(named("default")).await, 0);
    assert_eq!(count(coupons(&apex, "")).await, 0);
    assert_eq!(apex.tenants().names(), ["default", "shop", "till"]);
    apex.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_path_names_a_tenant_and_is_the_base_of_what_is_below_it() {
    let apex = apex(|builder| builder).await;
    assert_eq!(count(coupons(&apex, "/_t/shop")).await, 1);
    let answer = get(format!("{}/_t/shop/metadata", apex.base_url())).header("Accept", "text/html");
    let page = answer.send().await.expect("an answer").text().await.expect("a body");
    assert!(page.contains("/_t/shop/json/metadata?op=ActivateCoupon"), "{page}");
    let answer = coupons(&apex, "/_t/shop").send().await.expect("an answer");
    let cookie = answer.headers().get("set-cookie").expect("a session").to_str().expect("text");
    assert!(cookie.contains(";path=/_t/shop;"), "{cookie}");
    // The path is before the header, which a client may have set for all its calls.
    assert_eq!(count(coupons(&apex, "/_t/shop").header("X-Emulator-Tenant", "till")).await, 1);
    assert_eq!(apex.tenants().names(), ["default", "shop"]);
    apex.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_name_and_an_api_key_name_a_tenant_if_they_are_listed() {
    let key = ApiKey {
        key: KEY.to_owned(),
        user_id: Some("1".to_owned()),
        tenant: Some("till".to_owned()),
        ..ApiKey::default()
    };
    let apex = apex(|builder| {
        builder.tenant_hosts([("Shop.test".to_owned(), "shop".to_owned())]).api_keys(vec![key])
    })
    .await;
    assert_eq!(count(coupons(&apex, "").header("Host", "shop.TEST:8080")).await, 1);
    assert_eq!(count(coupons(&apex, "").header("Host", "other.test")).await, 0);
    assert_eq!(apex.tenants().names(), ["default", "shop"]);
    let url = format!("{}/Coupons/ByStatus", apex.base_url());
    let bearer = |key| {
        reqwest::Client::new().get(&url).header("Accept", "application/json").bearer_auth(key)
    };
    assert_eq!(count(bearer(KEY)).await, 1);
    assert_eq!(apex.tenants().names(), ["default", "shop", "till"]);
    let answer = bearer("ak-a-secreT").send().await.expect("an answer");
    assert_eq!(answer.status(), 404);
    assert_eq!(apex.tenants().names(), ["default", "shop", "till"]);
    apex.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_makes_more_tenants_than_may_be() {
    let limits = TenantLimits { most: 2, idle: Duration::from_secs(3600) };
    let apex = apex(|builder| builder.tenant_limits(limits)).await;
    for name in ["a", "b", "a"] {
        assert_eq!(count(coupons(&apex, "").header("X-Emulator-Tenant", name)).await, 1);
    }
    for below in ["/_t/c", "/_t/d"] {
        let (status, text) = error(coupons(&apex, below).send().await.expect("an answer")).await;
        assert_eq!(status, 503);
        assert!(
            text.contains("\"ErrorCode\":\"TenantLimit\"") && text.contains("tenants.most"),
            "{text}"
        );
    }
    assert_eq!(apex.tenants().names(), ["default", "a", "b"]);
    assert_eq!(count(coupons(&apex, "")).await, 0);
    apex.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_a_name_is_refused() {
    let apex = apex(|builder| builder).await;
    let long = "a".repeat(65);
    for name in ["", "..", "a b", "a/b", "ä", &long] {
        let answer = coupons(&apex, "").header("X-Emulator-Tenant", name.as_bytes());
        let (status, text) = error(answer.send().await.expect("an answer")).await;
        assert_eq!(status, 400, "{name}");
        assert!(text.contains("\"ErrorCode\":\"TenantName\""), "{text}");
    }
    assert_eq!(coupons(&apex, "/_t/").send().await.expect("an answer").status(), 400);
    assert_eq!(apex.tenants().names(), ["default"]);
    apex.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_tenants_a_header_says_nothing_and_the_path_is_the_host_s() {
    let limits = TenantLimits { most: 0, ..TenantLimits::default() };
    let apex = apex(|builder| builder.tenant_limits(limits)).await;
    assert_eq!(count(coupons(&apex, "").header("X-Emulator-Tenant", "shop")).await, 0);
    assert_eq!(coupons(&apex, "/_t/shop").send().await.expect("an answer").status(), 404);
    assert_eq!(apex.tenants().names(), ["default"]);
    apex.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_idle_tenant_is_dropped() {
    let limits = TenantLimits { most: 1, idle: Duration::from_millis(50) };
    let apex = apex(|builder| builder.tenant_limits(limits)).await;
    add(&apex, "shop").await;
    let deadline = std::time::Instant::now() + Duration::from_secs(20);
    while apex.tenants().names().len() > 1 {
        assert!(std::time::Instant::now() < deadline, "it is not dropped");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    // Another one takes its place, and the same name begins anew.
    assert_eq!(count(coupons(&apex, "/_t/shop")).await, 1);
    apex.stop().await;
}
