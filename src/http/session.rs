//! The session cookies `ss-id`, `ss-pid`, `ss-opt`, `X-UAId` (spec 04 section 5; oracle "Other facts").

use std::borrow::Cow;

use chrono::{DateTime, Days, Months, Utc};

use super::request::cookies_of;
use super::{Host, Request};
use crate::service::{SessionChange, SessionIds};

/// The ids a request came with or was given, and the cookies its answer sets.
pub struct SessionCookies<'r> {
    host: &'r Host,
    request: &'r Request,
    temporary: Cow<'r, str>,
    permanent: Cow<'r, str>,
    remember: bool,
    set: Vec<String>,
}

impl<'r> SessionCookies<'r> {
    /// The ids of a request: `X-ss-id` and `X-ss-pid` before the cookies; a missing one is drawn and set.
    /// A host without authentication sets none.
    pub fn of(host: &'r Host, request: &'r Request) -> Self {
        let Sent { temporary, permanent, option } = Sent::with(request);
        let given = |id: Option<&'r str>| id.map_or_else(|| new_id(host).into(), Cow::Borrowed);
        let mut cookies = Self {
            host,
            request,
            temporary: given(temporary),
            permanent: given(permanent),
            remember: option == Some("perm"),
            set: Vec::new(),
        };
        if host.parts.auth.is_some() {
            cookies.set_missing(temporary.is_none(), permanent.is_none());
        }
        cookies
    }

    /// The id that names the session.
    pub fn effective(&self) -> &str {
        if self.remember { &self.permanent } else { &self.temporary }
    }

    /// Values of `Set-Cookie` for the answer.
    pub fn into_headers(self) -> Vec<String> {
        self.set
    }

    /// Applies what signing in or out does.
    pub fn change(&mut self, change: &SessionChange) {
        match change {
            SessionChange::SignIn { user_id, ids, remember } => self.sign_in(user_id, ids.clone(), *remember),
            SessionChange::SignOut => self.sign_out(),
        }
    }

    /// Signing in replaces both ids, so that an id somebody else knew is worth nothing.
    pub fn sign_in(&mut self, user_id: &str, ids: SessionIds, remember: bool) {
        self.set.clear();
        (self.temporary, self.permanent) = (ids.temporary.into(), ids.permanent.into());
        self.set_missing(true, true);
        self.set_option(remember);
        self.set_for_long("X-UAId", user_id);
    }

    /// Tells which of the two ids counts.
    pub fn set_option(&mut self, remember: bool) {
        self.remember = remember;
        self.set_for_long("ss-opt", if remember { "perm" } else { "temp" });
    }

    fn sign_out(&mut self) {
        let now = self.host.parts.clock.now();
        let yesterday = http_date(now.checked_sub_days(Days::new(1)).unwrap_or(now));
        for name in ["ss-id", "ss-pid", "X-UAId", "ss-tok"] {
            self.set(name, "", Some(yesterday.as_str()));
        }
    }

    fn set_missing(&mut self, temporary: bool, permanent: bool) {
        if temporary {
            let id = self.temporary.clone();
            self.set("ss-id", &id, None);
        }
        if permanent {
            let id = self.permanent.clone();
            self.set_for_long("ss-pid", &id);
        }
    }

    fn set_for_long(&mut self, name: &str, value: &str) {
        let now = self.host.parts.clock.now();
        let expires = http_date(now.checked_add_months(Months::new(20 * 12)).unwrap_or(now));
        self.set(name, value, Some(expires.as_str()));
    }

    fn set(&mut self, name: &str, value: &str, expires: Option<&str>) {
        let (path, same_site) = (self.path(), same_site(self.host, self.request));
        let expires = expires.map(|date| format!(";expires={date}")).unwrap_or_default();
        self.set.push(format!("{name}={value};path={path}{expires};{same_site};HttpOnly"));
    }

    /// Where the host begins: several on one server do not share sessions.
    fn path(&self) -> &str {
        if self.request.base_path().is_empty() { "/" } else { self.request.base_path() }
    }
}

/// An id that nobody has.
fn new_id(host: &Host) -> String {
    let seed = &host.parts.seed;
    host.parts.auth.as_ref().map_or_else(|| seed.session_id(), |auth| auth.sessions.new_id(seed))
}

/// What a request tells of its session.
#[derive(Clone, Copy, Default)]
struct Sent<'r> {
    temporary: Option<&'r str>,
    permanent: Option<&'r str>,
    option: Option<&'r str>,
}

impl<'r> Sent<'r> {
    /// In headers, or else in cookies: the last header of a name, and the first cookie.
    fn with(request: &'r Request) -> Self {
        let (mut headers, mut cookies) = (Self::default(), Self::default());
        for (name, value) in request.headers.iter() {
            match name {
                "x-ss-id" => headers.temporary = Some(value),
                "x-ss-pid" => headers.permanent = Some(value),
                "x-ss-opt" => headers.option = Some(value),
                "cookie" => cookies_of(value).for_each(|(name, id)| cookies.add(name, id)),
                _ => {}
            }
        }
        let of = |part: fn(&Self) -> Option<&'r str>| {
            part(&headers).or(part(&cookies)).filter(|id| is_plausible(id))
        };
        Self {
            temporary: of(|sent| sent.temporary),
            permanent: of(|sent| sent.permanent),
            option: of(|sent| sent.option),
        }
    }

    /// Takes a cookie, unless it came before or is somebody else's.
    fn add(&mut self, name: &str, id: &'r str) {
        let known = match name {
            "ss-id" => &mut self.temporary,
            "ss-pid" => &mut self.permanent,
            "ss-opt" => &mut self.option,
            _ => return,
        };
        known.get_or_insert(id);
    }
}

/// Which sites' pages may send the cookies. The recorded host says `None` without `Secure`. Browsers of today throw such
/// cookies away, and nobody could sign in with one. All other clients get what the recorded host sends: to them the
/// attribute means nothing.
fn same_site(host: &Host, request: &Request) -> &'static str {
    match request.scheme {
        _ if host.strict() || !is_browser(request) => "SameSite=None",
        "https" => "SameSite=None;Secure",
        _ => "SameSite=Lax",
    }
}

/// Ids are drawn from base64's alphabet; anything else is not worth a lookup.
fn is_plausible(id: &str) -> bool {
    const KNOWN: [bool; 256] = {
        let (mut known, mut byte) = ([false; 256], 0);
        while byte < 256 {
            let letter = byte as u8;
            known[byte] =
                letter.is_ascii_alphanumeric() || matches!(letter, b'+' | b'/' | b'=' | b'_' | b'-');
            byte += 1;
        }
        known
    };
    // Not `all`, which would look whether to go on after each byte.
    !id.is_empty() && id.len() <= 64 && id.bytes().fold(true, |all, byte| all & KNOWN[usize::from(byte)])
}

fn http_date(time: DateTime<Utc>) -> String {
    time.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// Every browser still calls itself Mozilla.
fn is_browser(request: &Request) -> bool {
    request.header("user-agent").is_some_and(|agent| agent.starts_with("Mozilla/"))
}
