//! Stage 2: the format of the answer (spec 03 section 2, oracle #13).

use super::route::{Address, Call};
use super::{Host, Profile, Request};
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
        // A browser's Accept is no wish here: `/api` is for programs.
        Address::Api(_) if host.strict() => Format::Json,
        Address::Api(_) => {
            accepted(host, request).filter(|format| *format != Format::Html).unwrap_or(Format::Json)
        }
        Address::Route { .. } => accepted(host, request).unwrap_or(Format::Html),
    }
}

fn accepted(host: &Host, request: &Request) -> Option<Format> {
    let found = match host.parts.manners.profile {
        Profile::Classic => {
            named_exactly(request, Format::from_media_type).or_else(|| own_for_anything(request))
        }
        Profile::Modern => preferred_by_server(request),
    };
    // A tolerant host also takes the aliases that the recorded one only reads in requests.
    found.or_else(|| if host.strict() { None } else { named_exactly(request, Format::from_request_type) })
}

/// 5.9.1: the first type in `Accept` that the host knows by its exact name; q-values count for nothing (recorded).
fn named_exactly(request: &Request, known: fn(&str) -> Option<Format>) -> Option<Format> {
    let accept = request.header("accept")?;
    accept.split(',').find_map(|entry| known(media_type(entry)))
}

/// `Accept: */*` leaves the choice to the type of the body, where there is one (spec 03 section 2, step 5). Clients that
/// set no `Accept` rely on it: what they call by a route must not be answered with a page.
fn own_for_anything(request: &Request) -> Option<Format> {
    let anything = request.header("accept")?.split(',').any(|entry| media_type(entry) == "*/*");
    Format::from_media_type(&request.content_type()).filter(|_| anything)
}

/// 8.x and 10.x: each header line is one entry, and the server's order decides (spec 03 section 2, step 5).
fn preferred_by_server(request: &Request) -> Option<Format> {
    const ORDER: [Format; 5] = [Format::Html, Format::Json, Format::Xml, Format::Jsv, Format::Csv];
    let lines: Vec<String> =
        accept_lines(request).map(|line| media_type(line).to_ascii_lowercase()).collect();
    let own = Format::from_request_type(&request.content_type());
    let asks_for = |format: &Format| lines.iter().any(|line| line.starts_with(format.media_type()));
    let anything = lines.iter().any(|line| line == "*/*");
    own.filter(asks_for).or_else(|| ORDER.into_iter().find(asks_for)).or(own.filter(|_| anything))
}

fn accept_lines(request: &Request) -> impl Iterator<Item = &str> {
    request.headers.all("accept")
}

fn media_type(entry: &str) -> &str {
    entry.split(';').next().unwrap_or_default().trim()
}
