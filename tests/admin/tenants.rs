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
    assert!(host.call("POST /tenants", r#"{"Name":"new"}"#).await.starts_with("200"));
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

#[tokio::test]
async fn one_goes_out_as_a_document_and_comes_into_another() {
    let host = host();
    assert!(host.call("POST /coupons/PCT0001-GE/void", "").await.starts_with("200"));
    let exported = host.call("GET /tenants/default/export", "").await;
    let document = exported.strip_prefix("200 ").unwrap().to_owned();
    let put = |body: String| {
        let put = host.request(reqwest::Method::PUT, "/_emulator/tenants/copy/import?format=json");
        crate::host::answered(put.body(body))
    };
    for (body, said) in [
        ("{".to_owned(), "no exported tenant"),
        (r#"{"Coupon":""}"#.to_owned(), "unknown field `Coupon`"),
        (r#"{"Records":{"erp":{}}}"#.to_owned(), "no host erp has records"),
        (document.replacen("PCT0001-GE", "PCT0001-GX", 1), "the coupons cannot be taken"),
    ] {
        let answer = put(body).await;
        assert!(answer.starts_with('4') && answer.contains(said), "{answer}");
    }
    assert!(put(document).await.starts_with(r#"200 {"Result":{"Name":"copy","Coupons":1123"#));
    assert!(host.call("GET /coupons/PCT0001-GE?Tenant=copy", "").await.contains("\"Voided\":true"));
    assert_eq!(host.call("GET /tenants/copy/export", "").await, exported);
    assert!(host.call("GET /tenants/nobody/export", "").await.starts_with("404"));
}
