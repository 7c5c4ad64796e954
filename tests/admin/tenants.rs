//! Tenants over the API.

use crate::host::host;

#[tokio::test]
async fn they_are_made_copied_reset_and_dropped() {
    let host = host();
    let activated = async |tenant: &str| {
        let answered = host.apex(tenant, "GetCouponsByStatus?Status=1").await;
        assert!(answered.starts_with("200"), "{answered}");
        answered.matches("\"Code\":").count()
    };
    assert!(host.call("POST /tenants", r#"{"Name":"shop"}"#).await.starts_with("200"));
    let before = activated("shop").await;
    let put = host.request(reqwest::Method::PUT, "/json/reply/ActivateCoupon");
    let put = put.basic_auth("demo", Some("demo")).header("X-Emulator-Tenant", "shop");
    let answered = crate::host::answered(put.body(r#"{"CouponType":2,"Prefix":"PCT"}"#)).await;
    assert!(answered.starts_with("200"), "{answered}");
    assert_eq!(activated("shop").await, before + 1);
    let forked = host.call("POST /tenants/shop/fork", r#"{"To":"copy"}"#).await;
    assert!(forked.contains("\"Name\":\"copy\""), "{forked}");
    assert!(host.call("POST /tenants/shop/reset", "").await.starts_with("200"));
    assert_eq!((activated("shop").await, activated("copy").await), (before, before + 1));
    assert_eq!(host.call("DELETE /tenants/shop", "").await, "204 ");
    assert_eq!(host.running.tenants().names(), ["default", "copy"]);
    assert_eq!(host.call("POST /reset", "").await, "204 ");
    assert_eq!(host.running.tenants().names(), ["default"]);
}

#[tokio::test]
async fn a_new_one_starts_from_the_start_and_not_from_what_became_of_the_default_one() {
    let host = host();
    let total = async |call: &str| host.call(call, "").await;
    let before = total("GET /coupons/count").await;
    assert_eq!(host.call("DELETE /coupons", "").await, "204 ");
    assert!(total("GET /coupons/count").await.contains("\"Total\":0,"));
    assert_eq!(total("GET /coupons/count?Tenant=new").await, before);
}

#[tokio::test]
async fn an_operation_acts_in_the_tenant_that_member_path_or_header_names() {
    let host = host();
    let set = |call: &'static str| host.call(call, r#"{"Scenario":"sale"}"#);
    assert!(set("PUT /scenario?Tenant=a").await.contains("\"Scenario\":\"sale\""));
    let by_path = host.request(reqwest::Method::GET, "/_t/a/_emulator/scenario?format=jsv");
    assert_eq!(crate::host::answered(by_path).await, "200 {Scenario:sale,Variables:{}}");
    let by_header = host.request(reqwest::Method::GET, "/_emulator/scenario?format=jsv");
    let by_header = by_header.header("X-Emulator-Tenant", "a");
    assert_eq!(crate::host::answered(by_header).await, "200 {Scenario:sale,Variables:{}}");
    assert!(host.call("GET /scenario", "").await.contains("\"Scenario\":\"start\""));
}
