//! One session over the API, in JSON and in JSV: every operation once.

use reqwest::Method;

use crate::host::{Host, host};

/// Verb, path below the API, body in JSON and in JSV.
const CALLS: [(&str, &str, &str, &str); 42] = [
    ("GET", "/tenants", "", ""),
    ("POST", "/tenants", r#"{"Name":"shop"}"#, "{Name:shop}"),
    ("POST", "/tenants/shop/fork", r#"{"To":"copy"}"#, "{To:copy}"),
    ("DELETE", "/coupons?Tenant=shop", "", ""),
    (
        "POST",
        "/coupons?Tenant=shop",
        r#"{"Type":1,"Prefix":"A","CodeFrom":1,"CodeTo":2,"Activate":true}"#,
        "{Type:1,Prefix:A,CodeFrom:1,CodeTo:2,Activate:True}",
    ),
    ("GET", "/coupons?Tenant=shop&Take=1", "", ""),
    ("POST", "/coupons/A1/spend?Tenant=shop", r#"{"PosNum":3}"#, "{PosNum:3}"),
    ("POST", "/coupons/A2/void?Tenant=shop", "", ""),
    ("POST", "/coupons/A1/expire?Tenant=shop", "{}", "{}"),
    ("GET", "/coupons/A1?Tenant=shop", "", ""),
    ("GET", "/coupons/count?Tenant=shop", "", ""),
    ("GET", "/coupons/export?Tenant=shop&Form=csv", "", ""),
    ("PUT", "/coupons?Tenant=shop", "no file", "no file"),
    ("POST", "/snapshots?Tenant=shop", r#"{"Name":"good"}"#, "{Name:good}"),
    ("GET", "/snapshots", "", ""),
    (
        "PUT",
        "/stubs/ActivateCoupon?Tenant=shop",
        r#"{"Result":{"Code":"{{ Prefix }}-1"}}"#,
        r#"{Result:{Code:"{{ Prefix }}-1"}}"#,
    ),
    (
        "POST",
        "/stubs?Tenant=shop",
        r#"{"Operation":"ActivateCoupon","Text":"{Result:{Code:B}}"}"#,
        r#"{Operation:ActivateCoupon,Text:"{Result:{Code:B}}"}"#,
    ),
    ("GET", "/stubs?Tenant=shop", "", ""),
    ("GET", "/stubs/ActivateCoupon?Tenant=shop", "", ""),
    ("GET", "/stubs/ActivateCoupon/file?Tenant=shop", "", ""),
    ("GET", "/stubs/misses?Tenant=shop", "", ""),
    ("PUT", "/scenario?Tenant=shop", r#"{"Scenario":"sale"}"#, "{Scenario:sale}"),
    ("GET", "/scenario?Tenant=shop", "", ""),
    ("DELETE", "/stubs/ActivateCoupon?Tenant=shop", "", ""),
    (
        "POST",
        "/faults?Tenant=shop",
        r#"{"Name":"busy","Text":"{\"point\":\"accept\",\"do\":\"status:503\"}"}"#,
        r#"{Name:busy,Text:"{""point"":""accept"",""do"":""status:503""}"}"#,
    ),
    ("GET", "/faults?Tenant=shop", "", ""),
    ("GET", "/faults/busy/file?Tenant=shop", "", ""),
    ("DELETE", "/faults/busy?Tenant=shop", "", ""),
    ("DELETE", "/faults?Tenant=shop", "", ""),
    ("GET", "/journal?Tenant=shop", "", ""),
    ("GET", "/journal/1?Tenant=shop", "", ""),
    ("GET", "/journal/export?Tenant=shop&Form=stubs", "", ""),
    (
        "POST",
        "/journal/verify?Tenant=shop",
        r#"{"Operation":"ActivateCoupon","Request":{"Prefix":"AB"},"Times":1}"#,
        "{Operation:ActivateCoupon,Request:{Prefix:AB},Times:1}",
    ),
    ("POST", "/journal/wait?Tenant=shop", r#"{"Timeout":"PT0S"}"#, "{Timeout:PT0S}"),
    ("DELETE", "/journal?Tenant=shop", "", ""),
    ("POST", "/snapshots/good/restore?Tenant=shop", "", ""),
    ("DELETE", "/snapshots/good", "", ""),
    ("POST", "/tenants/shop/reset", "", ""),
    ("DELETE", "/tenants/copy", "", ""),
    ("GET", "/schemas/none", "", ""),
    ("POST", "/reset", "", ""),
    ("GET", "/tenants", "", ""),
];

async fn said(host: &Host, verb: &str, path: &str, format: &str, body: &str) -> String {
    let request = host.request(verb.parse::<Method>().unwrap(), &format!("/_emulator{path}"));
    let media_type = format!("application/{format}");
    let mut request = request.header("Accept", &media_type);
    if !body.is_empty() {
        request = request.header("Content-Type", &media_type).body(body.to_owned());
    }
    let answer = request.send().await.unwrap();
    let status = answer.status().as_u16();
    let text = answer.text().await.unwrap();
    let sent = if body.is_empty() { String::new() } else { format!(" {body}") };
    format!("> {verb} {path}{sent}\n{status} {text}\n").replace('\r', "")
}

#[tokio::test]
async fn every_operation_in_json_and_in_jsv() {
    for format in ["json", "jsv"] {
        let (host, mut transcript) = (host(), String::new());
        for (verb, path, json, jsv) in CALLS {
            let body = if format == "json" { json } else { jsv };
            transcript += &said(&host, verb, path, format, body).await;
        }
        insta::assert_snapshot!(format, transcript);
    }
}
