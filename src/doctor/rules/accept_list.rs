//! Asks for data in words that a real host answers with a page.

use crate::doctor::{About, Case, Each};

pub const RULE: Each = Each {
    about: &About {
        name: "accept-list",
        title: "Asks for data in words that a real host answers with a page",
        source: "5.9.1 takes the first of text/html, application/json, application/xml, application/jsv that Accept lists, and HTML where it lists none (recorded: A1 accept order).",
        remedy: "Send Accept: application/json alone, or call /json/reply/{Operation}, or end the path with .json.",
    },
    look,
};

fn look(case: &Case<'_>) -> Option<String> {
    let is_told = case.endpoint().is_some()
        || case.is_api()
        || case.suffix().is_some()
        || case.query().to_ascii_lowercase().contains("format=");
    if is_told || case.is_browser() {
        return None;
    }
    let accept = case.header("accept").unwrap_or_default().to_ascii_lowercase();
    let wants =
        |media_type: &str| accept.split(',').any(|part| part.trim().starts_with(media_type));
    if wants("text/html") && wants("application/") {
        return Some(format!("{} sends `Accept: {accept}`, of which the page wins", case.call()));
    }
    case.is_page().then(|| format!("{} sends `Accept: {accept}` and gets a page", case.call()))
}
