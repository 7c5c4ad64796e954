//! What must be the same in an answer of a sequence: status line, headers, and the body byte for
//! byte.

use std::fmt;

use super::case::Call;
use crate::connection::{Message, values};

/// Not compared, though the recording names them. The front writes them, or the machine.
const NOT_COMPARED: [&str; 7] = [
    "date",
    "server",
    "connection",
    "keep-alive",
    "transfer-encoding",
    "content-length",
    "x-powered-by",
];

/// Compared also where the recording does not name them.
const NEVER_ADDED: [&str; 14] = [
    "content-type",
    "content-disposition",
    "content-encoding",
    "location",
    "set-cookie",
    "vary",
    "www-authenticate",
    "allow",
    "x-autobatch-completed",
    "etag",
    "cache-control",
    "content-range",
    "accept-ranges",
    "x-cookies",
];

/// What stands in tokens, where it is not as recorded.
pub fn other_tokens(call: &Call, given: Option<serde_json::Value>) -> Option<Difference> {
    let shown = |tokens: &Option<serde_json::Value>| format!("{tokens:?}");
    (call.response.tokens != given).then(|| Difference {
        what: "tokens".to_owned(),
        recorded: shown(&call.response.tokens),
        answered: shown(&given),
    })
}

/// The events of a stream, where they are not as recorded.
pub fn other_events(recorded: &[String], came: &[String]) -> Option<Difference> {
    (recorded != came).then(|| Difference {
        what: "events".to_owned(),
        recorded: format!("{recorded:#?}"),
        answered: format!("{came:#?}"),
    })
}

/// One thing that is not as recorded.
pub struct Difference {
    what: String,
    recorded: String,
    answered: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, recorded, answered } = self;
        writeln!(f, "    {what:<14} recorded {recorded}\n    {:<14} answered {answered}", "")
    }
}

/// Everything that is not as recorded, but for the letters of header names.
pub fn differences(call: &Call, answer: &Message) -> Vec<Difference> {
    let (recorded, mut found) = (&call.response, Vec::new());
    let mut compare = |what: &str, recorded: String, answered: String| {
        if recorded != answered {
            found.push(Difference { what: what.to_owned(), recorded, answered });
        }
    };
    compare("status", recorded.status.trim().to_owned(), answer.status.trim().to_owned());
    let bare = has_no_body(&call.request.method, &recorded.status);
    for name in compared(call, answer) {
        let recorded = values(&recorded.headers, &name);
        let of_body = matches!(name.as_str(), "content-type" | "content-disposition");
        if !(bare && recorded.is_empty() && of_body) {
            compare(
                &name,
                format!("{recorded:?}"),
                format!("{:?}", values(&answer.headers, &name)),
            );
        }
    }
    if let (Some(body), false) = (recorded.body(), bare) {
        compare("body", shown(&body), shown(&answer.body));
    }
    found
}

/// The compared headers of either side, in small letters, each once.
fn compared(call: &Call, answer: &Message) -> Vec<String> {
    let lower = |(name, _): &(String, String)| name.to_ascii_lowercase();
    let recorded = call.response.headers.iter().map(lower);
    let added =
        answer.headers.iter().map(lower).filter(|name| NEVER_ADDED.contains(&name.as_str()));
    let mut names: Vec<String> = recorded.chain(added).collect();
    names.retain(|name| !NOT_COMPARED.contains(&name.as_str()));
    names.sort();
    names.dedup();
    names
}

/// The header names that are written in other letters than recorded.
pub fn misspelt(call: &Call, answer: &Message) -> Option<Difference> {
    const FRONT: [&str; 5] = ["date", "server", "connection", "keep-alive", "transfer-encoding"];
    let spelling = |name: &String| {
        let mut recorded = call.response.headers.iter().map(|(recorded, _)| recorded);
        recorded.rfind(|recorded| recorded.eq_ignore_ascii_case(name)).cloned()
    };
    let names = answer.headers.iter().map(|(name, _)| name);
    let names = names.filter(|name| !FRONT.contains(&name.to_ascii_lowercase().as_str()));
    let other = names.filter_map(|name| Some((spelling(name)?, name.clone())));
    let (recorded, answered): (Vec<_>, Vec<_>) =
        other.filter(|(recorded, name)| recorded != name).unzip();
    (!recorded.is_empty()).then(|| Difference {
        what: "header names".to_owned(),
        recorded: format!("{recorded:?}"),
        answered: format!("{answered:?}"),
    })
}

/// The header names that both have, where they do not stand in the recorded order. Those that the
/// machine or the connection decides are not compared.
pub fn disordered(call: &Call, answer: &Message) -> Option<Difference> {
    let names = |headers: &[(String, String)]| -> Vec<String> {
        let names = headers.iter().map(|(name, _)| name.to_ascii_lowercase());
        let mut names: Vec<String> = names
            .filter(|name| !NOT_COMPARED.contains(&name.as_str()) || name == "x-powered-by")
            .collect();
        names.dedup();
        names
    };
    let (recorded, answered) = (names(&call.response.headers), names(&answer.headers));
    let common: Vec<&String> = recorded.iter().filter(|name| answered.contains(name)).collect();
    let ours: Vec<&String> = answered.iter().filter(|name| recorded.contains(name)).collect();
    (common != ours).then(|| Difference {
        what: "header order".to_owned(),
        recorded: format!("{common:?}"),
        answered: format!("{ours:?}"),
    })
}

/// Bytes that are no text are shown as numbers.
fn shown(body: &[u8]) -> String {
    std::str::from_utf8(body).map_or_else(|_| format!("{body:?}"), str::to_owned)
}

fn has_no_body(method: &str, status: &str) -> bool {
    let code = status.split(' ').nth(1).unwrap_or_default();
    method == "HEAD" || matches!(code, "204" | "304") || (code.len() == 3 && code.starts_with('1'))
}
