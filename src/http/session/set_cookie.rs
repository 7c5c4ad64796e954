//! How a cookie is set, by the platform of the host.

use chrono::{DateTime, Utc};

use super::cookie;
use crate::host::{Host, Platform};
use crate::http::Request;

/// A cookie that an answer sets.
pub(super) struct SetCookie<'a> {
    pub(super) name: &'a str,
    pub(super) value: &'a str,
    pub(super) expires: Option<&'a str>,
}

impl SetCookie<'_> {
    /// The value of `Set-Cookie`.
    pub(super) fn text(&self, host: &Host, request: &Request) -> String {
        let Self { name, value, .. } = self;
        // Where the host begins: several on one server do not share sessions. A real host that is
        // below a path says the root (recorded).
        let is_root = request.base_path().is_empty() || host.strict();
        let path = if is_root { "/" } else { request.base_path() };
        let config = host.config();
        let domain = config.restrict_all_cookies_to_domain.as_deref();
        match host.platform() {
            Platform::Framework => {
                let expires = self.expires.map(|date| format!(";expires={date}"));
                let (expires, site) = (expires.unwrap_or_default(), self.site(host, request));
                let domain = domain.map(|domain| format!(";domain={domain}")).unwrap_or_default();
                let http_only = if config.use_http_only_cookies { ";HttpOnly" } else { "" };
                format!("{name}={value};path={path}{expires}{domain};{site}{http_only}")
            }
            Platform::Kestrel => {
                let expires = self.expires.map(|date| format!("; expires={date}"));
                let expires = expires.unwrap_or_default();
                let domain = domain.map(|domain| format!("; domain={domain}")).unwrap_or_default();
                let is_secure = config.use_secure_cookies && request.seen_scheme() == "https";
                let secure = if is_secure { "; secure" } else { "" };
                let site = match config.use_same_site_cookies {
                    None => "lax",
                    Some(true) => "strict",
                    Some(false) => "none",
                };
                let http_only = if config.use_http_only_cookies { "; httponly" } else { "" };
                format!(
                    "{name}={value}{expires}{domain}; path={path}{secure}; samesite={site}{http_only}"
                )
            }
        }
    }

    /// Which sites' pages may send it. The recorded 5.9.1 says `None` without `Secure` over HTTP.
    /// Browsers of today throw such cookies away, and nobody could sign in with one. All other
    /// clients get what the recorded host sends: to them the attribute means nothing.
    ///
    /// Over HTTPS the host marks the two ids alone as `Secure` (recorded: topic B20).
    fn site(&self, host: &Host, request: &Request) -> &'static str {
        let for_browser = !host.strict() && is_browser(request);
        let is_secure = host.config().use_secure_cookies
            && request.seen_scheme() == "https"
            && (for_browser || matches!(self.name, cookie::TEMPORARY | cookie::PERMANENT));
        match (is_secure, host.config().use_same_site_cookies) {
            (true, Some(true)) => "Secure;SameSite=Strict",
            (false, Some(true)) => "SameSite=Strict",
            (true, _) => "Secure;SameSite=None",
            (false, None) if for_browser && request.seen_scheme() == "http" => "SameSite=Lax",
            (false, _) => "SameSite=None",
        }
    }
}

/// As in `Date`.
pub(super) fn http_date(time: DateTime<Utc>) -> String {
    time.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// Every browser still calls itself Mozilla.
fn is_browser(request: &Request) -> bool {
    request.header("user-agent").is_some_and(|agent| agent.starts_with("Mozilla/"))
}
