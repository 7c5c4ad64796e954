//! Settings that become part of a head: what would break it is refused when it is read.

use std::collections::BTreeMap;

use reqwest::Url;
use serde::de::Error;
use serde::{Deserialize, Deserializer};

use crate::one_line::{is_token, line};

/// Headers that say how an answer is written and sent, and when.
const OWN: [&str; 5] =
    ["Connection", "Content-Length", "Content-Type", "Date", "Transfer-Encoding"];

/// Headers by their names.
pub(super) fn headers<'de, D: Deserializer<'de>>(
    source: D,
) -> Result<BTreeMap<String, String>, D::Error> {
    let headers = BTreeMap::<String, String>::deserialize(source)?;
    if let Some(name) = headers.keys().find(|name| !is_token(name)) {
        return Err(D::Error::custom(format!("{name:?} is no name of a header")));
    }
    let is_own = |name: &&String| OWN.iter().any(|own| own.eq_ignore_ascii_case(name));
    if let Some(name) = headers.keys().find(is_own) {
        return Err(D::Error::custom(format!("the server itself writes the header {name}")));
    }
    match headers.iter().find(|(_, value)| value.contains(char::is_control)) {
        Some((name, _)) => Err(D::Error::custom(format!("the header {name} is not on one line"))),
        None => Ok(headers),
    }
}

/// Statuses of exceptions by their names.
pub(super) fn statuses<'de, D: Deserializer<'de>>(
    source: D,
) -> Result<BTreeMap<String, u16>, D::Error> {
    let statuses = BTreeMap::<String, i64>::deserialize(source)?;
    let checked = statuses.into_iter().map(|(exception, status)| {
        let status = u16::try_from(status).ok().filter(|status| (400..=599).contains(status));
        status.map(|status| (exception, status))
    });
    let sentence = "a status is a number from 400 to 599";
    checked.collect::<Option<_>>().ok_or_else(|| D::Error::custom(sentence))
}

/// A domain of cookies.
pub(super) fn domain<'de, D: Deserializer<'de>>(source: D) -> Result<Option<String>, D::Error> {
    let domain = line(source)?;
    let fits = |c: char| c.is_ascii_alphanumeric() || "-._:[]".contains(c);
    match domain.is_empty() || !domain.chars().all(fits) {
        true => Err(D::Error::custom(format!("\"{domain}\" is no domain"))),
        false => Ok(Some(domain)),
    }
}

/// An address of the web, such as `https://shop.example/svc`.
pub(crate) fn web_address(text: &str) -> Option<Url> {
    // The parser would take blanks and `http:shop`, too.
    let is_absolute = text.contains("://") && !text.contains(char::is_whitespace);
    let url = is_absolute.then(|| Url::parse(text).ok())??;
    let is_web = matches!(url.scheme(), "http" | "https");
    (is_web && url.query().is_none() && url.fragment().is_none()).then_some(url)
}

/// Where the first page sends a browser. It would send it to itself, again and again, by `/`.
pub(super) fn first_page<'de, D: Deserializer<'de>>(source: D) -> Result<Option<String>, D::Error> {
    let path = line(source)?;
    if path.contains(char::is_whitespace) {
        return Err(D::Error::custom(format!("{path:?} has blanks; write them as %20")));
    }
    match path.trim_start_matches('~').trim_matches('/').is_empty() {
        true => Err(D::Error::custom(format!("{path:?} would send a browser to itself"))),
        false => Ok(Some(path)),
    }
}

/// What links begin with.
pub(super) fn web_url<'de, D: Deserializer<'de>>(source: D) -> Result<Option<String>, D::Error> {
    let text = line(source)?;
    match web_address(&text) {
        Some(_) => Ok(Some(text)),
        None => Err(D::Error::custom(format!(
            "\"{text}\" is no address; one is written as \"https://shop.example\""
        ))),
    }
}
