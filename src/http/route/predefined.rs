//! The paths that every operation has: endpoints and `/api`.

use super::{Address, ApiFormat, Call, Target, api};
use crate::host::{Feature, Host, Version};
use crate::http::Request;
use crate::wire::Format;

/// The first segment of the address for newer clients.
const API: &str = "api";

/// Whether the predefined paths of a host begin with this segment.
pub fn take(host: &Host, segment: &str) -> bool {
    host.format_named(segment).is_some() || (host.has_api() && segment.eq_ignore_ascii_case(API))
}

/// Finds a predefined path.
pub fn find<'h>(host: &'h Host, request: &Request) -> Target<'h> {
    if host.config().lacks(Feature::PredefinedRoutes) {
        return Target::NotFound;
    }
    let path = request.path().trim_start_matches('/');
    let (first, rest) = path.split_once('/').unwrap_or((path, ""));
    if first.eq_ignore_ascii_case(API) && host.has_api() {
        return match host.version() {
            Version::V5 => of_api(host, rest),
            Version::V10 => api::find(host, request),
        };
    }
    host.format_named(first).map_or(Target::NotFound, |format| endpoint(host, format, rest))
}

/// `/{format}/reply/{Op}`, `/{format}/oneway/{Op}`. In 10.x the third part is the name, whatever
/// comes behind it (recorded: topic C15).
fn endpoint<'h>(host: &'h Host, format: Format, rest: &str) -> Target<'h> {
    let (kind, name) = rest.split_once('/').unwrap_or((rest, ""));
    match kind.to_ascii_lowercase().as_str() {
        "reply" | "oneway" => {
            let name = match host.version() {
                // Recorded: `/json/reply` asks for an operation named `reply`, `/json/reply/` for
                // one named `reply/`.
                Version::V5 if name.is_empty() => Some(rest),
                Version::V5 => Some(last_segment(name)),
                Version::V10 if !rest.contains('/') => None,
                Version::V10 => name.split('/').next(),
            };
            named(host, name, Address::Endpoint(format))
        }
        _ => Target::NotFound,
    }
}

/// The name of an operation is the last segment, a slash behind it included; a list of requests is
/// one with a slash, and without its second bracket, too (recorded: `/json/reply/x/Hello`,
/// `/json/reply/Hello[]/`, `/json/reply/Hello[`).
fn last_segment(name: &str) -> &str {
    let is_list = name.trim_end_matches('/').ends_with("[]");
    let name = if is_list { name.trim_end_matches('/') } else { name };
    let inner = name.strip_suffix('/').unwrap_or(name);
    name.get(inner.rfind('/').map_or(0, |slash| slash + 1)..).unwrap_or_default()
}

/// Kinder than the recorded 5.9.1, which has no `/api`.
fn of_api<'h>(host: &'h Host, name: &str) -> Target<'h> {
    let (plain, suffix) = name.rsplit_once('.').unwrap_or((name, ""));
    let (name, format) = match host.format_named(suffix) {
        Some(format) => (plain, ApiFormat::Suffix(format)),
        None => (name, ApiFormat::Unsaid),
    };
    match name {
        "" => Target::NotFound,
        name => named(host, Some(name), Address::Api(format)),
    }
}

/// The operation of this name, or what says that there is none.
pub(super) fn named<'h>(host: &'h Host, name: Option<&str>, address: Address) -> Target<'h> {
    let found = name.and_then(|name| operation(host, name, address.clone()));
    found.unwrap_or_else(|| Target::UnknownOperation { name: name.map(str::to_owned), address })
}

/// The operation of this name, or of `{name}[]` for a batch of its requests.
fn operation<'h>(host: &'h Host, name: &str, address: Address) -> Option<Target<'h>> {
    let list = name.strip_suffix("[]").or_else(|| name.strip_suffix('['));
    let (name, batch) = list.map_or((name, false), |name| (name, true));
    let contract = &host.parts.contract;
    let place = contract.place_of(name)?;
    Some(Target::Operation(Call {
        operation: &contract.operations()[place],
        place,
        address,
        batch,
    }))
}
