//! What must be the same: status line, the headers named here, names and attributes of cookies, and
//! the body byte for byte.
//!
//! Not compared: `X-Powered-By`, ids and dates in cookies, pages (only that there is one), stack
//! traces, bodies of HEAD and the host's own address. Two things are placeholders in the recordings
//! and made so in answers: session ids, and the picture in `ProfileUrl`.

use std::fmt;
use std::sync::LazyLock;

use regex::Regex;

use crate::connection::{Answer, values};
use crate::exchange::Exchange;

/// Stands for every session id in the recordings.
pub const SESSION: &str = "SESSIONID_20_CHARS__";

const COMPARED: [&str; 7] = [
    "Content-Type",
    "WWW-Authenticate",
    "Location",
    "Content-Disposition",
    "Allow",
    "X-AutoBatch-Completed",
    "Vary",
];

/// One thing that is not as recorded.
pub struct Difference {
    what: &'static str,
    recorded: String,
    answered: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, recorded, answered } = self;
        writeln!(f, "  {what}\n    recorded {recorded}\n    answered {answered}")
    }
}

/// Everything that is not as recorded.
pub fn differences(exchange: &Exchange, answer: &Answer) -> Vec<Difference> {
    let mut found = vec![(
        "status",
        exchange.response.status.trim().to_owned(),
        answer.status.trim().to_owned(),
    )];
    for name in COMPARED {
        found.push((
            name,
            shown(values(&exchange.response.headers, name)),
            shown(answer.all(name)),
        ));
    }
    let recorded = values(&exchange.response.headers, "Set-Cookie");
    found.push(("Set-Cookie", cookies(&recorded), cookies(&answer.all("Set-Cookie"))));
    found.extend(bodies(exchange, answer));
    found
        .into_iter()
        .filter(|(_, recorded, answered)| recorded != answered)
        .map(|(what, recorded, answered)| Difference { what, recorded, answered })
        .collect()
}

/// Header values without the host's address, which differs from run to run.
fn shown(values: Vec<&str>) -> String {
    static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)https?(://|%3a%2f%2f)[^/%]+(%3a\d+)?").expect("a constant")
    });
    ADDRESS.replace_all(&values.join(" | "), "").into_owned()
}

/// Names of cookies with their attributes sorted, without values and dates.
fn cookies(cookies: &[&str]) -> String {
    let mut shapes: Vec<String> = cookies.iter().map(|cookie| shape(cookie)).collect();
    shapes.sort();
    shapes.join(" | ")
}

fn shape(cookie: &str) -> String {
    let mut parts = cookie.split(';').map(str::trim);
    let name = parts.next().and_then(|pair| pair.split('=').next()).unwrap_or_default();
    let expires = |part: &str| part.to_ascii_lowercase().starts_with("expires");
    let mut attributes: Vec<&str> =
        parts.map(|part| if expires(part) { "expires" } else { part }).collect();
    attributes.sort_unstable();
    format!("{name};{}", attributes.join(";"))
}

fn bodies(exchange: &Exchange, answer: &Answer) -> Option<(&'static str, String, String)> {
    let recorded = without_stack_trace(exchange.response.body.as_deref().unwrap_or_default());
    let traced = ["StackTrace:", "StackTrace>"].iter().any(|mark| recorded.contains(mark));
    if exchange.request.method == "HEAD" || traced {
        return None;
    }
    if recorded.starts_with("(html page") {
        let page = answer.body.to_ascii_lowercase().contains("<html");
        return (!page).then(|| ("body", recorded, answer.body.clone()));
    }
    Some(("body", recorded, without_stack_trace(&with_placeholders(answer))))
}

/// The emulator has no frames to show; those in CSV and XML are not taken out, their bodies are
/// not compared.
fn without_stack_trace(body: &str) -> String {
    static JSON: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r#""StackTrace":"(?:[^"\\]|\\.)*","#).expect("a constant"));
    static JSV: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r#"([{,])StackTrace:"(?:[^"]|"")*","#).expect("a constant"));
    JSV.replace_all(&JSON.replace_all(body, ""), "$1").into_owned()
}

fn with_placeholders(answer: &Answer) -> String {
    static PICTURE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r#"data:image/svg\+xml,[^"]*"#).expect("a constant"));
    let mut body = PICTURE.replace_all(&answer.body, "data:image/svg+xml,…").into_owned();
    for id in set_cookies(answer, &["ss-id", "ss-pid"]) {
        body = body.replace(&id, SESSION);
    }
    body
}

/// The non-empty values that an answer sets these cookies to.
pub fn set_cookies(answer: &Answer, names: &[&str]) -> Vec<String> {
    let pairs = answer
        .all("Set-Cookie")
        .into_iter()
        .filter_map(|cookie| cookie.split(';').next()?.split_once('='));
    let chosen = pairs.filter(|(name, value)| names.contains(name) && !value.is_empty());
    chosen.map(|(_, value)| value.to_owned()).collect()
}
