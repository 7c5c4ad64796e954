//! What the API says to calls that it cannot do.

use crate::host::host;

#[tokio::test]
async fn each_is_a_sentence_with_the_member_that_is_to_blame() {
    let host = host();
    host.running.tenants().create("shop").unwrap();
    let mut answered = String::new();
    for (call, body) in [
        ("POST /tenants", "{}"),
        ("POST /tenants", r#"{"Name":"no name"}"#),
        ("POST /tenants", r#"{"Name":"shop"}"#),
        ("POST /tenants", r#"{"Name":"default"}"#),
        ("POST /tenants", r#"{"Name":"till","Durable":true}"#),
        ("POST /tenants/nobody/fork", r#"{"To":"copy"}"#),
        ("POST /tenants/shop/fork", "{}"),
        ("POST /tenants/shop/fork", r#"{"To":"default"}"#),
        ("POST /tenants/nobody/reset", ""),
        ("DELETE /tenants/nobody", ""),
        ("DELETE /tenants/default", ""),
        ("GET /scenario?Tenant=no%20name", ""),
        ("GET /stubs/ActivateCoupon", ""),
        ("GET /stubs/ActivateCupon", ""),
        ("PUT /stubs/ActivateCupon", r#"{"Result":{}}"#),
        ("PUT /stubs/ActivateCoupon", "{\n\"Result\":{\"Cod\":1}}"),
        (
            "PUT /stubs/ActivateCoupon",
            "{\"answer\":[\n{\"when\":{\"CouponTyp\":1},\"answer\":{}}]}",
        ),
        ("PUT /stubs/ActivateCoupon", "{"),
        ("PUT /stubs/ActivateCoupon?Notation=yaml", "{}"),
        ("PUT /stubs/ActivateCoupon?Host=erp", "{}"),
        ("PUT /stubs/ActivateCoupon", ""),
        ("PUT /stubs/ActivateCoupon", "[]"),
        ("PUT /stubs/ActivateCoupon", "null"),
        ("POST /stubs", "{}"),
        ("DELETE /stubs/ActivateCoupon", ""),
        ("GET /schemas/none", ""),
        ("POST /coupons", r#"{"Type":1,"CodeFrom":3,"CodeTo":1}"#),
        ("POST /coupons", r#"{"Type":1,"CodeFrom":1,"CodeTo":2,"Codes":["a"]}"#),
        ("POST /coupons", r#"{"Type":1,"Codes":["a"],"Data":"{"}"#),
        ("GET /coupons/NONE", ""),
        ("POST /coupons/NONE/void", ""),
        ("GET /coupons?CouponType=many", ""),
        ("GET /coupons/export?Form=xlsx", ""),
        ("PUT /coupons", "{}"),
        ("POST /snapshots", "{}"),
        ("POST /snapshots", r#"{"Name":"../x"}"#),
        ("POST /snapshots/none/restore", ""),
        ("DELETE /snapshots/none", ""),
        ("PATCH /tenants", ""),
        ("GET /nothing", ""),
    ] {
        let answer = host.call(call, body).await;
        assert!(answer.starts_with('4'), "{call} {body}: {answer}");
        answered += &format!("{call} {}\n{answer}\n\n", body.replace('\n', "\\n"));
    }
    insta::assert_snapshot!(answered);
}
