//! `/api/{Op}` of 10.x (recorded: topics M1 to M5).

use super::predefined::named;
use super::{Address, ApiFormat, Target};
use crate::host::Host;
use crate::http::Request;

/// Finds the operation. `/api` itself and a name with a slash behind it are pages; OPTIONS finds
/// nothing, nor do other letters than `/api`.
pub(super) fn find<'h>(host: &'h Host, request: &Request) -> Target<'h> {
    match request.path().strip_prefix("/api/") {
        Some(name) if !name.is_empty() && !name.ends_with('/') && request.verb != "OPTIONS" => {
            let (name, format) = with_suffix(host, name);
            named(host, Some(name), Address::Api(format))
        }
        _ => Target::NotFound,
    }
}

/// A name ends at its first dot.
fn with_suffix<'n>(host: &Host, name: &'n str) -> (&'n str, ApiFormat) {
    match name.split_once('.') {
        Some((name, suffix)) => {
            (name, host.format_named(suffix).map_or(ApiFormat::Unknown, ApiFormat::Suffix))
        }
        None => (name, ApiFormat::Unsaid),
    }
}

/// Whether a path is that of the index of operations.
pub(crate) fn is_index(path: &str) -> bool {
    path == "/api"
        || path.strip_prefix("/api/").is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
}
