//! Snapshots over the API.

use crate::host::host;

#[tokio::test]
async fn a_state_is_kept_and_restored_also_into_another_tenant() {
    let host = host();
    let count =
        async |tenant: &str| host.call(&format!("GET /coupons/count?Tenant={tenant}"), "").await;
    let stub = r#"{"Operation":"ActivateCoupon","Text":"{Result:{Code:A}}"}"#;
    assert!(host.call("POST /stubs?Tenant=shop", stub).await.starts_with("200"));
    assert!(
        host.call("PUT /scenario?Tenant=shop", r#"{"Scenario":"sale"}"#).await.starts_with("200")
    );
    let before = count("shop").await;
    let taken = host.call("POST /snapshots?Tenant=shop", r#"{"Name":"good"}"#).await;
    assert!(
        taken.starts_with(r#"200 {"Result":{"Name":"good","Tenant":"shop","Coupons":"#),
        "{taken}"
    );
    assert_eq!(host.call("DELETE /coupons?Tenant=shop", "").await, "204 ");
    assert_eq!(host.call("DELETE /stubs/ActivateCoupon?Tenant=shop", "").await, "204 ");
    for tenant in ["shop", "till", "default"] {
        let restored =
            host.call(&format!("POST /snapshots/good/restore?Tenant={tenant}"), "").await;
        assert!(restored.contains("\"Scenario\":\"sale\",\"Stubs\":1"), "{restored}");
        assert_eq!(count(tenant).await, before);
    }
    assert!(host.call("GET /snapshots", "").await.contains("\"Name\":\"good\""));
    assert_eq!(host.call("POST /reset", "").await, "204 ");
    assert!(host.call("GET /snapshots", "").await.contains("good"), "they stay");
    assert_eq!(host.call("DELETE /snapshots/good", "").await, "204 ");
    assert_eq!(host.call("GET /snapshots", "").await, r#"200 {"Results":[]}"#);
}

#[tokio::test]
async fn what_is_drawn_after_each_restoration_is_the_same() {
    let host = host();
    let activate = async || {
        let put = host.request(reqwest::Method::PUT, "/json/reply/ActivateCoupon");
        let put = put.basic_auth("demo", Some("demo")).body(r#"{"CouponType":2,"Prefix":"PCT"}"#);
        crate::host::answered(put).await
    };
    assert!(host.call("POST /snapshots", r#"{"Name":"a"}"#).await.starts_with("200"));
    let mut drawn = Vec::new();
    for _ in 0..2 {
        assert!(host.call("POST /snapshots/a/restore", "").await.starts_with("200"));
        drawn.push([activate().await, activate().await]);
    }
    assert_eq!(drawn[0], drawn[1]);
    assert_ne!(drawn[0][0], drawn[0][1]);
}
