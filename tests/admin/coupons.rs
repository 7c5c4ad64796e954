//! Coupons over the API.

use crate::host::{answered, host};

#[tokio::test]
async fn they_are_added_found_spent_and_voided() {
    let host = host();
    assert_eq!(host.call("DELETE /coupons", "").await, "204 ");
    let range = r#"{"Type":1,"Prefix":"A","CodeFrom":1,"CodeTo":3,"CodeLength":3,"Activate":true,"ExpDate":"2027-01-01"}"#;
    assert_eq!(
        host.call("POST /coupons", range).await,
        r#"200 {"LastId":3,"Inserted":3,"Omitted":[]}"#
    );
    let list = r#"{"Type":2,"Prefix":"A","Codes":["001","x"]}"#;
    assert_eq!(
        host.call("POST /coupons", list).await,
        r#"200 {"LastId":4,"Inserted":1,"Omitted":["A001"]}"#
    );
    let till = r#"{"SpendId":"11111111-2222-3333-4444-555555555555","PosNum":7}"#;
    let spent = host.call("POST /coupons/A001/spend", till).await;
    assert!(spent.contains("\"CouponStatus\":2") && spent.contains("\"PosNum\":7"), "{spent}");
    assert_eq!(host.call("POST /coupons/A001/spend", till).await, spent, "a repetition");
    assert!(host.call("POST /coupons/A001/spend", "").await.starts_with("409"));
    assert!(
        host.call("POST /coupons/Ax/spend", "").await.contains("\"ErrorCode\":\"NotActivated\"")
    );
    assert!(host.call("POST /coupons/A002/void", "").await.contains("\"Voided\":true"));
    assert!(host.call("POST /coupons/A002/spend", "").await.contains("\"ErrorCode\":\"Voided\""));
    assert!(host.call("GET /coupons/A001", "").await.contains("\"Spending\":{\"Opdate\""));
    let count = host.call("GET /coupons/count", "").await;
    assert_eq!(count, r#"200 {"Total":4,"Free":1,"Activated":1,"Used":1,"Voided":1,"Expired":0}"#);
    let page = host.call("GET /coupons?Take=2&CouponType=1", "").await;
    assert!(page.matches("\"Code\":").count() == 2 && page.contains("\"Next\":2"), "{page}");
    let rest = host.call("GET /coupons?After=2", "").await;
    assert!(rest.contains("A003") && rest.contains("\"Ax\"") && !rest.contains("Next"), "{rest}");
    let till = host.call("GET /coupons?PosNum=7", "").await;
    assert_eq!(till.matches("\"Code\":").count(), 1, "{till}");
}

#[tokio::test]
async fn a_file_goes_out_of_one_tenant_and_into_another() {
    let host = host();
    for form in ["jsonl", "csv"] {
        let exported = host.call(&format!("GET /coupons/export?Form={form}"), "").await;
        let file = exported.strip_prefix("200 ").unwrap().to_owned();
        let put = host.request(reqwest::Method::PUT, "/_emulator/coupons?Tenant=copy&format=json");
        assert!(answered(put.body(file.clone())).await.starts_with("200 {\"Coupons\":"));
        let copy = host.call(&format!("GET /coupons/export?Form={form}&Tenant=copy"), "").await;
        assert_eq!(copy, exported, "{form}");
        let cut = host.request(reqwest::Method::PUT, "/_emulator/coupons?Tenant=copy&format=json");
        let answered = answered(cut.body(file[..file.len() / 2].to_owned())).await;
        assert!(
            answered.starts_with("400") && answered.contains("the coupons cannot be taken"),
            "{answered}"
        );
    }
}

#[tokio::test]
async fn one_ends_by_a_call() {
    let host = host();
    let range = r#"{"Type":1,"Prefix":"E","CodeFrom":1,"CodeTo":3,"Activate":true}"#;
    assert!(host.call("POST /coupons", range).await.starts_with("200"));
    let ended = host.call("POST /coupons/E2/expire", "").await;
    assert!(ended.starts_with("200") && ended.contains("\"Expired\":true"), "{ended}");
    assert_eq!(host.call("POST /coupons/E2/expire", "").await, ended, "a repetition");
    assert!(host.call("GET /coupons/E3", "").await.contains("\"Expired\":false"));
    let spent = host.call("POST /coupons/E2/spend", "").await;
    assert!(spent.starts_with("409") && spent.contains("\"ErrorCode\":\"Expired\""), "{spent}");
    assert!(host.call("POST /coupons/E1/spend", "").await.starts_with("200"));
    assert!(host.call("POST /coupons/E1/expire", "").await.contains("\"ErrorCode\":\"Used\""));
    assert!(host.call("POST /coupons/NONE/expire", "").await.starts_with("404"));
}
