//! The API's OpenAPI document. Its texts stand in it in two languages: wherever one is due, `openapi.json` has an object
//! `{"ru": …, "en": …}`.

use serde_json::{Map, Value, json};

use super::Miko;
use crate::http::{Answer, Request};

const DOCUMENT: &str = include_str!("openapi.json");

/// The document in the language that `?lang=` or `Accept-Language` asks for, Russian by default.
pub fn answer(miko: &Miko, request: &Request) -> Answer {
    let language = language(request);
    // The text is embedded and a test reads it.
    let mut document = told_in(language, serde_json::from_str(DOCUMENT).unwrap_or_default());
    // Paths in the document begin at the root, as MIKO's do.
    document["servers"] = json!([{ "url": format!("{}://{}", request.scheme, request.host()) }]);
    if miko.settings.api_keys.is_empty() {
        // An empty requirement: the headers may be sent, and need not.
        document["security"] = json!([{}, document["security"][0]]);
    }
    document["components"]["schemas"]["GenerateCoupons"]["properties"]["couponscount"]["maximum"] =
        json!(miko.settings.coupons_per_call);
    super::answer::of(&miko.settings, 200, document.to_string())
        .header("Content-Language", language)
        .header("Vary", "Accept-Language")
}

/// Every text in one language.
fn told_in(language: &str, value: Value) -> Value {
    match value {
        Value::Object(mut members) => match is_text(&members).then(|| members.remove(language)).flatten() {
            Some(text) => text,
            None => Value::Object(
                members.into_iter().map(|(name, value)| (name, told_in(language, value))).collect(),
            ),
        },
        Value::Array(items) => items.into_iter().map(|item| told_in(language, item)).collect(),
        other => other,
    }
}

fn is_text(members: &Map<String, Value>) -> bool {
    members.len() == 2 && members.contains_key("ru") && members.contains_key("en")
}

fn language(request: &Request) -> &'static str {
    let wanted = match request.query.get("lang") {
        Some(language) => language.into_owned(),
        None => request.header("accept-language").unwrap_or_default().to_owned(),
    };
    let mut ranges: Vec<(&str, f32)> = wanted.split(',').map(range).collect();
    // Stable: of equal weights the first counts.
    ranges.sort_by(|one, other| other.1.total_cmp(&one.1));
    let known = ranges.iter().filter(|(_, weight)| *weight > 0.0).find_map(|(name, _)| {
        let primary = name.split('-').next().unwrap_or_default();
        ["ru", "en"].into_iter().find(|known| primary.eq_ignore_ascii_case(known))
    });
    known.unwrap_or("ru")
}

/// `en-GB;q=0.8`: the name and its weight.
fn range(text: &str) -> (&str, f32) {
    let (name, parameters) = text.split_once(';').unwrap_or((text, ""));
    let weight = parameters.trim().strip_prefix("q=").map_or(Ok(1.0), str::parse);
    (name.trim(), weight.unwrap_or(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_the_one_liked_most_of_the_two() {
        for (wanted, expected) in [
            ("", "ru"),
            ("de", "ru"),
            ("en", "en"),
            ("en-US,en;q=0.9", "en"),
            ("ru-RU,ru;q=0.9,en-US;q=0.8", "ru"),
            ("de, ru;q=0.5, en;q=0.7", "en"),
            ("en;q=0", "ru"),
            ("EN", "en"),
            ("en;q=x, ,;;", "ru"),
        ] {
            let headers = vec![("accept-language".to_owned(), wanted.to_owned())];
            assert_eq!(
                language(&Request::new("GET", "/openapi.json", headers, Vec::new())),
                expected,
                "{wanted}"
            );
        }
        let headers = vec![("accept-language".to_owned(), "ru".to_owned())];
        assert_eq!(language(&Request::new("GET", "/openapi.json?lang=en", headers, Vec::new())), "en");
    }
}
