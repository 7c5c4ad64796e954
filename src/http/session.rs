//! The session cookies `ss-id`, `ss-pid`, `ss-opt`, `X-UAId` (spec 04 section 5; oracle "Other facts").

use chrono::{DateTime, Days, Months, Utc};

use super::{Host, Request};
use crate::lab::Clock;
use crate::service::{SessionChange, SessionIds};

/// The ids a request came with or was given, and the cookies its answer sets.
pub struct SessionCookies {
    ids: SessionIds,
    remember: bool,
    set: Vec<String>,
    /// Where the host begins: several on one server do not share sessions.
    path: String,
    clock: Clock,
    /// Which sites' pages may send them.
    same_site: &'static str,
}

impl SessionCookies {
    /// The ids of a request: `X-ss-id` and `X-ss-pid` before the cookies; a missing one is drawn and set.
    /// A host without authentication sets none.
    pub fn of(host: &Host, request: &Request) -> Self {
        let Sent { temporary, permanent, option } = Sent::with(request);
        let seed = &host.parts.seed;
        let mut cookies = Self {
            remember: option == Some("perm"),
            ids: SessionIds {
                temporary: temporary.map_or_else(|| seed.session_id(), str::to_owned),
                permanent: permanent.map_or_else(|| seed.session_id(), str::to_owned),
            },
            set: Vec::new(),
            path: if request.base_path.is_empty() { "/" } else { &request.base_path }.to_owned(),
            clock: host.parts.clock.clone(),
            same_site: same_site(host, request),
        };
        if host.parts.auth.is_some() {
            cookies.set_missing(temporary.is_none(), permanent.is_none());
        }
        cookies
    }

    /// The id that names the session.
    pub fn effective(&self) -> &str {
        self.ids.effective(self.remember)
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
        self.ids = ids;
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
        let now = self.clock.now();
        let yesterday = http_date(now.checked_sub_days(Days::new(1)).unwrap_or(now));
        let same_site = self.same_site;
        for name in ["ss-id", "ss-pid", "X-UAId", "ss-tok"] {
            self.set.push(format!("{name}=;path={};expires={yesterday};{same_site};HttpOnly", self.path));
        }
    }

    fn set_missing(&mut self, temporary: bool, permanent: bool) {
        if temporary {
            let Self { path, same_site, .. } = &self;
            self.set.push(format!("ss-id={};path={path};{same_site};HttpOnly", self.ids.temporary));
        }
        if permanent {
            let id = self.ids.permanent.clone();
            self.set_for_long("ss-pid", &id);
        }
    }

    fn set_for_long(&mut self, name: &str, value: &str) {
        let now = self.clock.now();
        let expires = http_date(now.checked_add_months(Months::new(20 * 12)).unwrap_or(now));
        let Self { path, same_site, .. } = &self;
        self.set.push(format!("{name}={value};path={path};expires={expires};{same_site};HttpOnly"));
    }
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
                _ => {}
            }
        }
        for (name, value) in request.cookies() {
            match name {
                "ss-id" => cookies.temporary.get_or_insert(value),
                "ss-pid" => cookies.permanent.get_or_insert(value),
                "ss-opt" => cookies.option.get_or_insert(value),
                _ => continue,
            };
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
}

/// The recorded host says `None` without `Secure`. Browsers of today throw such cookies away, and nobody could sign in
/// with one. All other clients get what the recorded host sends: to them the attribute means nothing.
fn same_site(host: &Host, request: &Request) -> &'static str {
    match request.scheme {
        _ if host.strict() || !is_browser(request) => "SameSite=None",
        "https" => "SameSite=None;Secure",
        _ => "SameSite=Lax",
    }
}

/// Ids are drawn from base64's alphabet; anything else is not worth a lookup.
fn is_plausible(id: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'_' | b'-');
    // Not `all`, which would look at one byte after the other.
    !id.is_empty() && id.len() <= 64 && id.bytes().fold(true, |all, byte| all & known(byte))
}

fn http_date(time: DateTime<Utc>) -> String {
    time.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// Every browser still calls itself Mozilla.
fn is_browser(request: &Request) -> bool {
    request.header("user-agent").is_some_and(|agent| agent.starts_with("Mozilla/"))
}
