//! The API's OpenAPI document, a template: `openapi.json` has an object `{"ru": …, "en": …}`
//! wherever a text is due, and a word such as `"@servers"` where a setting or the request decides.
//! It stays text, so that its members keep their order.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::json;

use super::{Miko, answer};
use crate::http::{Answer, Request};

const DOCUMENT: &str = include_str!("openapi.json");

/// A text in two languages; each capture is a JSON string.
static TEXT: LazyLock<Regex> = LazyLock::new(|| {
    let string = r#""(?:[^"\\]|\\.)*""#;
    Regex::new(&format!(r#"\{{\s*"ru":\s*(?<ru>{string}),\s*"en":\s*(?<en>{string})\s*\}}"#))
        .expect("a constant")
});

/// The document in the language that `?lang=` or `Accept-Language` asks for, Russian by default.
pub fn answer(miko: &Miko, request: &Request) -> Answer {
    let language = language(request);
    let document = TEXT.replace_all(DOCUMENT, format!("${language}"));
    // Paths in the document begin at the root, as MIKO's do.
    let servers = json!([{ "url": request.origin() }]);
    let key = json!({ "API_ID": [], "API_TIME": [], "API_HASH": [] });
    let security = if miko.settings.api_keys.is_empty() {
        // An empty requirement: the headers may be sent, and need not.
        json!([{}, key])
    } else {
        json!([key])
    };
    let document = document
        .replace("\"@servers\"", &servers.to_string())
        .replace("\"@security\"", &security.to_string())
        .replace("\"@coupons_per_call\"", &miko.settings.coupons_per_call.get().to_string());
    answer::of(&miko.settings, 200, document)
        .header("Content-Language", language)
        .header("Vary", "Accept-Language")
}

fn language(request: &Request) -> &'static str {
    let wanted = match request.query.get("lang") {
        Some(language) => language.to_owned(),
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
            let headers = [("accept-language", wanted)].into_iter().collect();
            assert_eq!(
                language(&Request::new("GET", "/openapi.json", headers, Vec::new())),
                expected,
                "{wanted}"
            );
        }
        let headers = [("accept-language", "ru")].into_iter().collect();
        assert_eq!(
            language(&Request::new("GET", "/openapi.json?lang=en", headers, Vec::new())),
            "en"
        );
    }
}
