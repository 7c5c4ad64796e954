//! A JSON document as a page.

use maud::{DOCTYPE, html};

/// The document's text, escaped.
pub fn document(json: &str) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head { meta charset="utf-8"; title { "JSON" } }
            body { pre { (json) } }
        }
    };
    page.into_string()
}
