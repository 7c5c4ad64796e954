//! The API's OpenAPI document.

use serde_json::{Value, json};

use super::Api;
use super::api::{documented, example};

const SEED: &str = include_str!("../../../fixtures/seeds/000_5a1ed4fcb4bd88fc.txt");

async fn document(api: &Api, headers: &[(&str, &str)]) -> Value {
    let (status, body) = api.send("GET", "/openapi.json", headers, b"").await;
    assert_eq!(status, 200);
    serde_json::from_str(&body).expect("JSON")
}

/// The operation of generate.coupons.
fn generate(document: &Value) -> &Value {
    &document["paths"]["/restapi/v1/generate.coupons"]["post"]
}

#[tokio::test]
async fn it_has_the_schema_the_example_and_the_four_answers_of_the_seed() {
    let document = document(&Api::start(), &[]).await;
    let operation = generate(&document);
    assert_eq!(operation["requestBody"]["content"]["application/json"]["example"], example());
    for status in [200, 400, 404, 500] {
        let answer = &operation["responses"][status.to_string()];
        let shown: Value = serde_json::from_str(&documented(status)).expect("JSON");
        assert_eq!(answer["content"]["application/json"]["example"], shown);
        let row =
            SEED.lines().find(|line| line.starts_with(&format!("{status} | "))).expect("a row");
        let words =
            row.split(" | ").nth(1).and_then(|cell| cell.split("<br>").next()).expect("words");
        assert_eq!(answer["description"], words);
    }
    let schemas = &document["components"]["schemas"];
    let types = [("string", ""), ("integer", ""), ("string", "date-time"), ("string", "date")];
    let mut fields = 0;
    for (schema, name, kind) in [
        ("GenerateCoupons", "coupontype", 0),
        ("GenerateCoupons", "couponscount", 1),
        ("GenerateCoupons", "usemanytimes", 1),
        ("GenerateCoupons", "distributorguid", 0),
        ("GenerateCoupons", "crminvoice", 0),
        ("GenerateCoupons", "crminvoicedate", 2),
        ("GenerateCoupons", "description", 0),
        ("CouponProduct", "guid", 0),
        ("CouponProduct", "multiplier", 0),
        ("CouponProduct", "fixedexpire", 3),
        ("CouponProduct", "extenddays", 1),
    ] {
        let field = &schemas[schema]["properties"][name];
        let (kind, format): (&str, &str) = types[kind];
        assert_eq!(
            (&field["type"], field["format"].as_str().unwrap_or("")),
            (&json!(kind), format),
            "{name}"
        );
        assert!(field["description"].is_string(), "{name}");
        assert!(SEED.contains(&format!("<b>{name}</b>")), "{name} is in the seed's table");
        fields += 1;
    }
    assert_eq!(
        SEED.matches("<b>").count(),
        fields + 1,
        "every field of the seed's table; products has a schema"
    );
    assert_eq!(
        schemas["GenerateCoupons"]["properties"]["products"]["example"],
        example()["products"]
    );
}

#[tokio::test]
async fn it_speaks_russian_or_english_throughout() {
    let api = Api::start();
    let russian = document(&api, &[]).await;
    let english = document(&api, &[("accept-language", "en-US,en;q=0.9")]).await;
    assert_eq!(generate(&russian)["summary"], "Генерация купонов через RestAPI");
    assert_eq!(generate(&english)["summary"], "Generate coupons by RestAPI");
    let keys = |document: &Value| {
        let mut keys = Vec::new();
        walk(document, &mut |key, value| keys.push((key.to_owned(), value.is_string())));
        keys
    };
    assert_eq!(keys(&russian), keys(&english), "the same document in other words");
    let cyrillic = |text: &str| text.chars().any(|letter| ('а'..='я').contains(&letter));
    walk(&english, &mut |key, value| {
        let reported = matches!(key, "description" | "summary" | "title");
        assert!(
            !(reported && value.as_str().is_some_and(cyrillic)) || value == "Генерация из 1С",
            "{key}: {value}"
        );
    });
    walk(&russian, &mut |key, value| {
        if matches!(key, "description" | "summary") && value.is_string() {
            assert!(value.as_str().is_some_and(cyrillic), "{key}: {value}");
        }
    });
}

/// Every member of every object.
fn walk(value: &Value, see: &mut impl FnMut(&str, &Value)) {
    match value {
        Value::Object(members) => members.iter().for_each(|(key, value)| {
            see(key, value);
            walk(value, see);
        }),
        Value::Array(items) => items.iter().for_each(|item| walk(item, see)),
        _ => {}
    }
}

#[tokio::test]
async fn every_reference_leads_somewhere() {
    let document = document(&Api::start(), &[]).await;
    let mut references = 0;
    walk(&document, &mut |key, value| {
        if key == "$ref" {
            references += 1;
            let pointer =
                value.as_str().and_then(|text| text.strip_prefix('#')).expect("a reference within");
            assert!(document.pointer(pointer).is_some(), "{pointer}");
        }
    });
    assert!(references > 15, "{references}");
}

#[tokio::test]
async fn server_keys_and_limit_are_those_of_this_emulator() {
    let open =
        document(&Api::start_with("coupons_per_call = 7"), &[("host", "till.example:99")]).await;
    assert_eq!(open["servers"], json!([{"url": "http://till.example:99"}]));
    assert_eq!(open["security"][0], json!({}));
    let count = &open["components"]["schemas"]["GenerateCoupons"]["properties"]["couponscount"];
    assert_eq!(count["maximum"], 7);
    let guarded = Api::start_with("[[miko.api_keys]]\nid = '2'\nsecret = 'a-secret-of-the-tests'");
    let guarded = document(&guarded, &[]).await;
    assert_eq!(guarded["security"], json!([{"API_ID": [], "API_TIME": [], "API_HASH": []}]));
    assert_eq!(guarded["info"]["title"], "MikoLicense Rest API");
}

#[tokio::test]
async fn letters_are_escaped_where_the_settings_want_it() {
    let api = Api::start_with("escape_unicode = true");
    let (_, body) = api.send("GET", "/openapi.json", &[], b"").await;
    assert!(body.is_ascii());
    let document: Value = serde_json::from_str(&body).expect("JSON");
    assert_eq!(generate(&document)["summary"], "Генерация купонов через RestAPI");
}

#[tokio::test]
async fn the_fields_stand_in_the_order_of_the_seed_and_no_blank_is_left() {
    let api = Api::start();
    let (_, body) = api.send("GET", "/openapi.json?lang=en", &[], b"").await;
    assert!(!body.contains('@') && !body.contains("\"en\":"), "{body}");
    assert!(body.starts_with("{\n  \"openapi\": \"3.0.3\""), "{body}");
    let (_, schema) = body.split_once("\"GenerateCoupons\": {").expect("a schema");
    let mut from = 0;
    for name in SEED.split("<b>").skip(1).map(|rest| rest.split("</b>").next().unwrap_or_default())
    {
        let place = schema[from..].find(&format!("\"{name}\": {{")).expect(name);
        from += place;
    }
}
