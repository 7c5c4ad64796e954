//! Stage 2: the format of the answer (spec 03 section 2, oracle #13).

use super::route::{Address, Call};
use super::{Host, Request};
use crate::wire::Format;

/// The answer's format. Suffix before `?callback=` before `?format=` before the endpoint's own before `Accept`.
pub fn format(host: &Host, request: &Request, call: &Call<'_>) -> Format {
    let suffix = match &call.address {
        Address::Route { suffix, .. } => *suffix,
        Address::Api(suffix) => *suffix,
        Address::Endpoint(_) => None,
    };
    suffix
        .or_else(|| callback(request).map(|_| Format::Json))
        .or_else(|| asked_by_query(host, request))
        .unwrap_or_else(|| by_address(host, request, call))
}

/// The name of the function that wraps a JSON answer: `?callback=`, with every unsafe character replaced (oracle #18).
pub fn callback(request: &Request) -> Option<String> {
    let safe = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '_') { c } else { '_' };
    let name: String = request.query.get("callback")?.chars().map(safe).collect();
    Some(name).filter(|name| !name.is_empty())
}

/// `?format=`: the recorded host takes any value that contains the name of a format (`jsonl` is JSON).
fn asked_by_query(host: &Host, request: &Request) -> Option<Format> {
    let asked = request.query.get("format")?.to_ascii_lowercase();
    host.format_named(&asked).or_else(|| {
        [Format::Json, Format::Xml, Format::Jsv].into_iter().find(|format| asked.contains(format.name()))
    })
}

fn by_address(host: &Host, request: &Request, call: &Call<'_>) -> Format {
    match call.address {
        Address::Endpoint(format) => format,
        Address::Api(_) => accepted(host, request).unwrap_or(Format::Json),
        Address::Route { .. } => accepted(host, request).unwrap_or(Format::Html),
    }
}

/// The first type in `Accept` that the host knows by its exact name; q-values count for nothing (recorded).
/// A tolerant host also takes the aliases that the recorded one only reads in requests (`text/jsv`, `text/json`, `text/xml`).
fn accepted(host: &Host, request: &Request) -> Option<Format> {
    let accept = request.header("accept")?;
    accept.split(',').find_map(|entry| {
        let media_type = entry.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let known = Format::from_media_type(&media_type);
        if host.strict() { known } else { known.or_else(|| Format::from_request_type(&media_type)) }
    })
}
