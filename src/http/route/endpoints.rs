//! Routing by ASP.NET Core: an address has the endpoints of its operation's verbs, and what is
//! asked for with another one is refused before ServiceStack sees it
//! (recorded of 10.1.5: `http-endpoints`).

use super::{Address, ApiFormat, Call, Target, routed};
use crate::host::{Endpoint, Host};
use crate::http::Request;

/// Finds the operation: its own routes first, then the predefined ones.
pub(super) fn find<'h>(host: &'h Host, request: &Request) -> Target<'h> {
    match host.endpoint(request.path(), &request.verb) {
        Some(Endpoint::Found(found)) => routed(host, found),
        Some(Endpoint::OtherVerb(allow)) => Target::OtherVerb(allow),
        None => of_all(host, request),
    }
}

/// The addresses that every operation has.
fn of_all<'h>(host: &'h Host, request: &Request) -> Target<'h> {
    let path = request.path();
    let mut segments = path.strip_prefix('/').unwrap_or(path).split('/');
    match (segments.next(), segments.next(), segments.next()) {
        (Some(first), Some(name), None | Some("")) if first.eq_ignore_ascii_case("api") => {
            api(host, name, &request.verb)
        }
        (Some(format), Some(kind), _)
            if kind.eq_ignore_ascii_case("reply") || kind.eq_ignore_ascii_case("oneway") =>
        {
            formatted(host, format, segments.next())
        }
        _ => Target::NotFound,
    }
}

/// `/api/{Op}` has one verb and `/api/{Op}.{format}` has all; lists of requests are sent by POST,
/// where there is something to give back for each.
fn api<'h>(host: &'h Host, name: &str, verb: &str) -> Target<'h> {
    let (name, suffix) =
        name.split_once('.').map_or((name, None), |(name, suffix)| (name, Some(suffix)));
    let list = name.strip_suffix("[]");
    let contract = &host.parts.contract;
    let Some(place) = contract.place_of(list.unwrap_or(name)) else {
        // The one address that all verbs but this one lead to (recorded).
        return match (verb, suffix) {
            ("OPTIONS", None) => Target::OtherVerb("DELETE, GET, PATCH, POST, PUT".to_owned()),
            _ => Target::NotFound,
        };
    };
    let operation = &contract.operations()[place];
    let format = suffix.map(|suffix| host.format_named(suffix).map(ApiFormat::Suffix));
    let allowed = if list.is_some() { "POST" } else { operation.preferred_verb() };
    let format = match format {
        None if verb != allowed => return Target::OtherVerb(allowed.to_owned()),
        None => ApiFormat::Unsaid,
        Some(Some(format)) => format,
        Some(None) => return Target::NotFound,
    };
    match (list, &operation.response) {
        (Some(_), None) => Target::NotFound,
        (list, _) => {
            let address = Address::Api(format);
            Target::Operation(Call { operation, place, address, batch: list.is_some() })
        }
    }
}

/// `/{format}/reply/…` and `/{format}/oneway/…`: the whole path is taken for the operation's name.
fn formatted<'h>(host: &'h Host, format: &str, name: Option<&str>) -> Target<'h> {
    match host.format_named(format) {
        Some(format) => {
            let name = Some(name.unwrap_or_default().to_owned());
            Target::UnknownOperation { name, address: Address::Endpoint(format) }
        }
        None => Target::NotFound,
    }
}
