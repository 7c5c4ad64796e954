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
        // Where the host begins: several on one server do not share sessions.
        let path = if request.base_path().is_empty() { "/" } else { request.base_path() };
        match host.platform() {
            Platform::Framework => {
                let expires = self.expires.map(|date| format!(";expires={date}"));
                let (expires, site) = (expires.unwrap_or_default(), self.site(host, request));
                format!("{name}={value};path={path}{expires};{site};HttpOnly")
            }
            Platform::Kestrel => {
                let expires = self.expires.map(|date| format!("; expires={date}"));
                let expires = expires.unwrap_or_default();
                let secure = if request.seen_scheme() == "https" { "; secure" } else { "" };
                format!("{name}={value}{expires}; path={path}{secure}; samesite=lax; httponly")
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
        match request.seen_scheme() {
            "https"
                if for_browser || matches!(self.name, cookie::TEMPORARY | cookie::PERMANENT) =>
            {
                "Secure;SameSite=None"
            }
            "http" if for_browser => "SameSite=Lax",
            _ => "SameSite=None",
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
