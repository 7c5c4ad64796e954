//! What links and redirects of a host begin with.

use super::Request;
use crate::host::Host;

/// The address that the client asked for, and the host's base path, unless the host is set to
/// name another.
pub(crate) fn base_url(host: &Host, request: &Request) -> String {
    let config = host.config();
    match &config.web_host_url {
        Some(url) => url.trim_end_matches('/').to_owned(),
        None if config.use_https_links => {
            format!("https://{}{}", request.host(), request.base_path())
        }
        None => request.base_url(),
    }
}

/// A path of the host, which may begin with `~`, with that before it; an address as it is.
pub(crate) fn address(host: &Host, request: &Request, path: &str) -> String {
    if path.contains("://") {
        return path.to_owned();
    }
    format!("{}/{}", base_url(host, request), path.trim_start_matches('~').trim_start_matches('/'))
}

/// An address with one more member in its query, which is encoded already.
pub(super) fn with_member(address: &str, name: &str, value: &str) -> String {
    let sign = if address.contains('?') { '&' } else { '?' };
    format!("{address}{sign}{name}={value}")
}
