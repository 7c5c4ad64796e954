//! One session over the API, in JSON and in JSV: every operation once.

use reqwest::Method;
use servicestack_emulator::contract::Verbs;
use servicestack_emulator::{Running, admin};

use crate::host::host;
use crate::records::wares;

/// Verb, path below the API, body in JSON and in JSV.
type Call = (&'static str, &'static str, &'static str, &'static str);

const CALLS: &[Call] = &[
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
    ("GET", "/faults/busy?Tenant=shop", "", ""),
    ("GET", "/faults/busy/file?Tenant=shop", "", ""),
    ("PUT", "/faults/late?Tenant=shop", r#"{"preset":"slow-3g"}"#, "{preset:slow-3g}"),
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
    ("GET", "/journal/count?Tenant=shop", "", ""),
    ("POST", "/journal/wait?Tenant=shop", r#"{"Timeout":"PT0S"}"#, "{Timeout:PT0S}"),
    ("DELETE", "/journal?Tenant=shop", "", ""),
    ("GET", "/doctor?Tenant=shop", "", ""),
    ("GET", "/doctor/junit?Tenant=shop", "", ""),
    ("GET", "/doctor/rules", "", ""),
    ("GET", "/clock?Tenant=shop", "", ""),
    (
        "PUT",
        "/clock?Tenant=shop",
        r#"{"At":"2030-01-02T03:04:05Z","Frozen":true}"#,
        "{At:2030-01-02T03:04:05Z,Frozen:True}",
    ),
    ("POST", "/clock/advance?Tenant=shop", r#"{"By":"PT1H"}"#, "{By:PT1H}"),
    (
        "POST",
        "/race?Tenant=shop",
        r#"{"Request":"GET /json/reply/GetRates","Copies":3,"Fork":true}"#,
        "{Request:GET /json/reply/GetRates,Copies:3,Fork:True}",
    ),
    ("POST", "/journal/replay?Tenant=shop", r#"{"Onto":"copy","After":0}"#, "{Onto:copy,After:0}"),
    ("GET", "/tenants/copy/export", "", ""),
    ("PUT", "/tenants/again/import", "no file", "no file"),
    ("POST", "/snapshots/good/restore?Tenant=shop", "", ""),
    ("DELETE", "/snapshots/good", "", ""),
    ("POST", "/tenants/shop/reset", "", ""),
    ("DELETE", "/tenants/copy", "", ""),
    ("GET", "/schemas/none", "", ""),
    ("POST", "/reset", "", ""),
    ("GET", "/tenants", "", ""),
];

/// The same at a host with rows.
const RECORDS: &[Call] = &[
    ("GET", "/records", "", ""),
    ("PUT", "/records/Ware", r#"{"Id":3,"Name":"crate"}"#, "{Id:3,Name:crate}"),
    ("PATCH", "/records/Ware/3", r#"{"Amount":4}"#, "{Amount:4}"),
    ("GET", "/records/Ware?Host=wares&OrderBy=Id", "", ""),
    ("DELETE", "/records/Ware/1", "", ""),
    ("GET", "/records/export", "", ""),
    ("PUT", "/records", "no file", "no file"),
    ("POST", "/records/reset", "", ""),
];

async fn said(running: &Running, call: &Call, format: &str) -> String {
    let (verb, path, json, jsv) = call;
    let body = if format == "json" { json } else { jsv };
    let url = format!("{}/_emulator{path}", running.base_url());
    let media_type = format!("application/{format}");
    let request = reqwest::Client::new().request(verb.parse::<Method>().unwrap(), url);
    let mut request = request.header("Accept", &media_type);
    if !body.is_empty() {
        request = request.header("Content-Type", &media_type).body((*body).to_owned());
    }
    let answer = request.send().await.unwrap();
    let status = answer.status().as_u16();
    let text = answer.text().await.unwrap();
    let sent = if body.is_empty() { String::new() } else { format!(" {body}") };
    format!("> {verb} {path}{sent}\n{status} {text}\n").replace('\r', "")
}

async fn transcript(running: &Running, calls: &[Call], format: &str) -> String {
    let mut transcript = String::new();
    for call in calls {
        transcript += &said(running, call, format).await;
    }
    transcript
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_operation_in_json_and_in_jsv() {
    for format in ["json", "jsv"] {
        insta::assert_snapshot!(format, transcript(&host().running, CALLS, format).await);
        let (wares, _folder) = wares();
        let name = format!("records_{format}");
        insta::assert_snapshot!(name, transcript(&wares, RECORDS, format).await);
    }
}

#[test]
fn no_operation_is_left_out() {
    let contract = admin::contract().unwrap().without_sign_in();
    let is_called = |verb: &str, route: &str| {
        CALLS.iter().chain(RECORDS).any(|(called, path, ..)| {
            let path: Vec<&str> = path.split('?').next().unwrap().split('/').collect();
            let route: Vec<&str> = route.split('/').collect();
            let fits = |(part, one): (&&str, &&str)| part.starts_with('{') || part == one;
            *called == verb && path.len() == route.len() && route.iter().zip(&path).all(fits)
        })
    };
    for operation in contract.operations() {
        let called = operation.routes.iter().any(|route| match &route.verbs {
            Verbs::Only(verb) => is_called(verb.as_str(), &route.path),
            Verbs::All => false,
        });
        assert!(called, "{}", operation.name);
    }
}
