//! The API reads exactly: what a ServiceStack host would pass over is refused.

use reqwest::Method;
use servicestack_emulator::admin;
use servicestack_emulator::contract::Verbs;

use crate::host::{answered, host};

/// A path of a route, with a value for each variable.
fn filled(path: &str) -> String {
    let part = |part: &str| if part.starts_with('{') { "1".to_owned() } else { part.to_owned() };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

#[tokio::test]
async fn every_operation_refuses_a_member_that_it_does_not_have() {
    let (host, contract) = (host(), admin::contract().unwrap().without_sign_in());
    for operation in contract.operations() {
        let route = &operation.routes[0];
        let Verbs::Only(verb) = &route.verbs else { panic!("{}", operation.name) };
        let verb = verb.as_str();
        let path = filled(&route.path);
        let is_body = !operation.raw && matches!(verb, "POST" | "PUT");
        let (call, body) = match is_body {
            true => (format!("{verb} {path}"), r#"{"Nonsens":1}"#),
            false => (format!("{verb} {path}?Nonsens=1"), ""),
        };
        let answer = host.call(&call, body).await;
        if operation.name == "ListRecords" {
            // Its conditions name members of a type, and there is no host with records here.
            assert!(answer.starts_with("404"), "{call}: {answer}");
            continue;
        }
        assert!(
            answer.starts_with(r#"400 {"ResponseStatus":{"ErrorCode":"UnknownMember""#)
                && answer.contains(r#""FieldName":"Nonsens""#),
            "{call} {body}: {answer}"
        );
    }
}

#[tokio::test]
async fn what_does_not_fit_is_refused_with_its_member_and_changes_nothing() {
    let host = host();
    let before = host.call("GET /clock", "").await;
    for (call, body, code, field, said) in [
        ("PUT /clock", r#"{"Frozn":true}"#, "UnknownMember", "Frozn", "did you mean `Frozen`?"),
        ("PUT /clock", r#"{"At":"garbage"}"#, "Misfit", "At", "`garbage`"),
        ("PUT /clock", r#"{"Frozen":"perhaps"}"#, "Misfit", "Frozen", "perhaps"),
        ("PUT /clock", r#"{"Rate":[1]}"#, "Misfit", "Rate", "Rate"),
        ("PUT /clock", r#"{"Rate":2,"Rate":3}"#, "Duplicate", "Rate", "given twice"),
        ("PUT /clock", r#"{"Rate":2"#, "Malformed", "", "the body is no JSON"),
        ("PUT /clock", "{", "Malformed", "", "the body is no JSON"),
        ("PUT /clock", "[]", "Malformed", "", "no JSON object"),
        ("PUT /clock", "null", "Malformed", "", "no JSON object"),
        ("PUT /clock", r#""x""#, "Malformed", "", "no JSON object"),
        ("PUT /scenario", r#"{"Variables":5}"#, "Misfit", "Variables", "Variables"),
        ("PUT /scenario", r#"{"Variables":{"a":{"b":1}}}"#, "Misfit", "Variables[a]", "object"),
        ("PUT /scenario", r#"{"Senario":"sale"}"#, "UnknownMember", "Senario", "`Scenario`"),
        ("PUT /scenario", r#"{"Scenario":{"a":1}}"#, "Misfit", "Scenario", "an object"),
        ("POST /clock/advance", r#"{"By":"an hour"}"#, "Misfit", "By", "By"),
        ("POST /tenants", r#"{"Name":"a","Durable":"maybe"}"#, "Misfit", "Durable", "maybe"),
        ("POST /coupons", r#"{"Type":"one"}"#, "Misfit", "Type", "Type"),
        ("POST /coupons", r#"{"Type":1,"Codes":"a,b","Cods":1}"#, "UnknownMember", "Cods", ""),
        ("POST /coupons/A/spend", r#"{"SpendId":"no guid"}"#, "Misfit", "SpendId", "no guid"),
        ("GET /coupons?Take=many", "", "SerializationException", "Take", "many"),
    ] {
        let answer = host.call(call, body).await;
        let blamed = format!("\"FieldName\":\"{field}\"");
        assert!(
            answer.starts_with("400")
                && answer.contains(&format!("\"ErrorCode\":\"{code}\""))
                && (field.is_empty() || answer.contains(&blamed))
                && answer.contains(said),
            "{call} {body}: {answer}"
        );
    }
    assert_eq!(host.call("GET /clock", "").await, before);
    assert!(host.call("GET /scenario", "").await.contains("\"Scenario\":\"start\""));
}

#[tokio::test]
async fn so_it_does_in_every_notation_and_address() {
    let host = host();
    let put = |path: &str, content_type: &'static str, body: &'static str| {
        let request = host.request(Method::PUT, path).header("Accept", "application/json");
        answered(request.header("Content-Type", content_type).body(body))
    };
    for (path, content_type, body, code) in [
        ("/_emulator/clock", "application/jsv", "{Frozn:True}", "UnknownMember"),
        ("/_emulator/clock", "application/jsv", "{Frozen:True", "Malformed"),
        ("/_emulator/scenario", "application/jsv", "{Variables:5}", "Misfit"),
        ("/_emulator/scenario", "application/jsv", "{Variables:[a]}", "Misfit"),
        ("/_emulator/clock", "text/csv", "Frozn\ntrue\n", "UnknownMember"),
        ("/_emulator/clock", "application/x-www-form-urlencoded", "Frozn=true", "UnknownMember"),
        (
            "/_emulator/clock",
            "application/x-www-form-urlencoded",
            "{\"Frozen\":true}",
            "UnknownMember",
        ),
        ("/_emulator/clock", "text/plain", "{\"Frozen\":true}", "Malformed"),
        ("/_emulator/json/reply/SetClock", "application/json", "{\"Frozn\":true}", "UnknownMember"),
        (
            "/_emulator/json/reply/SetClock[]",
            "application/json",
            "[{\"Frozn\":true}]",
            "UnknownMember",
        ),
    ] {
        let answer = put(path, content_type, body).await;
        assert!(
            answer.starts_with("400") && answer.contains(code),
            "{path} {content_type} {body}: {answer}"
        );
    }
    for (path, content_type, body) in [
        ("/_emulator/clock", "application/jsv", "{Frozen:True}"),
        ("/_emulator/clock", "application/json; charset=utf-8", "{\"frozen\":true,\"Rate\":null}"),
        (
            "/_emulator/clock?format=json&jsconfig=eccn",
            "application/x-www-form-urlencoded",
            "Frozen=true",
        ),
        ("/_emulator/json/reply/SetClock[]", "application/json", "[{\"Frozen\":true},{}]"),
    ] {
        let answer = put(path, content_type, body).await;
        assert!(answer.starts_with("200"), "{path} {content_type} {body}: {answer}");
    }
}

#[tokio::test]
async fn a_look_makes_no_tenant() {
    let host = host();
    for call in ["GET /stubs?Tenant=x", "GET /clock?Tenant=x", "GET /coupons/count?Tenant=x"] {
        let answer = host.call(call, "").await;
        assert!(
            answer.starts_with("404") && answer.contains("\"FieldName\":\"Tenant\""),
            "{answer}"
        );
    }
    assert_eq!(host.running.tenants().names(), ["default"]);
}
