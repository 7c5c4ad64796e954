//! `/api/{Op}` of 10.x (recorded: topics M1 to M5).

use super::predefined::named;
use super::{Address, ApiFormat, Target};
use crate::host::Host;
use crate::http::Request;
use crate::wire::Format;

/// Finds the operation. `/api` itself and a name with a slash behind it are pages; OPTIONS finds
/// nothing, nor do other letters than `/api`.
pub(super) fn find<'h>(host: &'h Host, request: &Request) -> Target<'h> {
    match request.path().strip_prefix("/api/") {
        Some(name) if !name.is_empty() && !name.ends_with('/') && request.verb != "OPTIONS" => {
            let (name, suffix) = match name.split_once('.') {
                Some((name, suffix)) => (name, Some(suffix)),
                None => (name, None),
            };
            match suffix.map_or(Ok(ApiFormat::Unsaid), |suffix| format(host, suffix)) {
                Ok(format) => named(host, Some(name), Address::Api(format)),
                Err(lacking) => Target::SwitchedOff(lacking),
            }
        }
        _ => Target::NotFound,
    }
}

/// What a suffix says, which begins at the first dot; the format that the host lacks, otherwise.
fn format(host: &Host, suffix: &str) -> Result<ApiFormat, Format> {
    match Format::from_name(suffix) {
        Some(known) if host.has_format(known) => Ok(ApiFormat::Suffix(known)),
        Some(lacking) => Err(lacking),
        None => Ok(ApiFormat::Unknown),
    }
}

/// Whether a path is that of the index of operations.
pub(crate) fn is_index(path: &str) -> bool {
    path == "/api"
        || path.strip_prefix("/api/").is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
}
