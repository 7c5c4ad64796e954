//! The session cookies `ss-id`, `ss-pid`, `ss-opt`, `X-UAId`
//! (docs/wire/authentication.md#sessions).

mod set_cookie;

use std::borrow::Cow;

use chrono::{Datelike as _, Days, Months};

use super::Request;
use super::request::cookies_of;
use crate::host::{Host, TenantHost, Version};
use crate::service::{Handed, HandedCookie, SessionChange, SessionIds, TokenCookie};
use set_cookie::{SetCookie, http_date};

/// The cookies of a session.
pub(crate) mod cookie {
    /// The id of a session that ends with the browser.
    pub const TEMPORARY: &str = "ss-id";
    /// The id of a session that is remembered.
    pub const PERMANENT: &str = "ss-pid";
    /// Which of the two counts: `temp` or `perm`.
    pub const OPTION: &str = "ss-opt";
    /// The user's id.
    pub const USER: &str = "X-UAId";
    /// A JWT.
    pub const TOKEN: &str = "ss-tok";
    /// What another JWT is had for.
    pub const REFRESH: &str = "ss-reftok";
    /// All of them.
    pub const ALL: [&str; 6] = [TEMPORARY, PERMANENT, OPTION, USER, TOKEN, REFRESH];
}

/// The ids a request came with or was given, and the cookies its answer sets. A host without
/// authentication sets none.
pub struct SessionCookies<'r> {
    host: &'r TenantHost<'r>,
    request: &'r Request,
    temporary: Option<Cow<'r, str>>,
    permanent: Option<Cow<'r, str>>,
    remember: bool,
    set: Vec<String>,
    /// ASP.NET Core forbids to keep the answer.
    no_store: bool,
}

impl<'r> SessionCookies<'r> {
    /// The ids of a request: `X-ss-id` and `X-ss-pid` before the cookies.
    pub fn of(host: &'r TenantHost<'r>, request: &'r Request) -> Self {
        let sent = Sent::with(request);
        let Sent { temporary, permanent, option } =
            match host.config().allow_session_ids_in_http_params {
                true => sent.or_in_query(request),
                false => sent,
            };
        Self {
            host,
            request,
            temporary: temporary.map(Cow::Borrowed),
            permanent: permanent.map(Cow::Borrowed),
            remember: option == Some("perm"),
            set: Vec::new(),
            no_store: false,
        }
    }

    /// The id that names the session; empty when there is none yet.
    pub fn effective(&self) -> &str {
        let named = if self.remember { &self.permanent } else { &self.temporary };
        named.as_deref().unwrap_or_default()
    }

    /// Whether that is the permanent one.
    pub fn remembered(&self) -> bool {
        self.remember
    }

    /// Draws and sets the ids that are missing, as the host does before it calls an operation.
    pub fn complete(&mut self) {
        if self.has_none() {
            return;
        }
        if self.temporary.is_none() {
            let id = self.new_id();
            self.set(cookie::TEMPORARY, &id, None);
            self.temporary = Some(id.into());
        }
        if self.permanent.is_none() {
            let id = self.new_id();
            self.set_for_long(cookie::PERMANENT, &id);
            self.permanent = Some(id.into());
        }
    }

    /// Draws and sets both ids, the permanent one first, unless the one that names the session is
    /// there: all that the host needs to look whether somebody is signed in (recorded: topics B17
    /// and B18).
    pub fn require(&mut self) {
        if self.has_none() {
            return;
        }
        let named = if self.remember { &self.permanent } else { &self.temporary };
        if named.is_some() {
            return;
        }
        let (permanent, temporary) = (self.new_id(), self.new_id());
        self.set_for_long(cookie::PERMANENT, &permanent);
        self.set(cookie::TEMPORARY, &temporary, None);
        (self.temporary, self.permanent) = (Some(temporary.into()), Some(permanent.into()));
    }

    /// An Identity host has no sessions of ServiceStack's.
    fn has_none(&self) -> bool {
        self.host.parts.auth.as_ref().is_some_and(|auth| auth.identity.is_some())
    }

    /// Whether the answer may not be kept.
    pub fn forbids_to_keep(&self) -> bool {
        self.no_store
    }

    /// An id that nobody has; none of a host that sets no cookies.
    fn new_id(&self) -> String {
        self.host.auth().map(|(_, accounts)| accounts.new_id()).unwrap_or_default()
    }

    /// Values of `Set-Cookie` for the answer.
    pub fn into_headers(self) -> Vec<String> {
        self.set
    }

    /// Applies what signing in or out does.
    pub fn change(&mut self, change: &SessionChange) {
        match change {
            SessionChange::SignIn { user_id, ids, remember, tokens } => {
                self.sign_in(user_id, ids, *remember);
                self.set_tokens(tokens);
            }
            SessionChange::Named { user_id, times, tokens } => {
                for user_id in user_id.iter().flat_map(|id| std::iter::repeat_n(id, *times)) {
                    self.name_user(user_id);
                }
                self.set_tokens(tokens);
            }
            SessionChange::Failed { ids, remember } => self.replace(ids, *remember),
            SessionChange::Handed(handed) => self.hand_out(handed),
            SessionChange::Remember(remember) => self.set_option(*remember),
            SessionChange::SignOut { .. }
                if !self.host.auth_config().delete_session_cookies_on_logout => {}
            SessionChange::SignOut { remember } => {
                remember.iter().for_each(|remember| self.set_option(*remember));
                self.sign_out();
            }
        }
    }

    /// Signing in replaces both ids, so that an id somebody else knew is worth nothing.
    pub fn sign_in(&mut self, user_id: &str, ids: &SessionIds, remember: Option<bool>) {
        self.replace(ids, remember);
        self.set_for_long(cookie::USER, user_id);
    }

    /// Says who is signed in.
    pub fn name_user(&mut self, user_id: &str) {
        self.set_for_long(cookie::USER, user_id);
    }

    /// Hands out and takes away the cookies of an Identity host.
    pub fn hand_out(&mut self, handed: &Handed) {
        self.no_store |= handed.no_store;
        self.set.extend(handed_texts(self.host, self.request, handed));
    }

    /// Hands out tokens.
    pub fn set_tokens(&mut self, tokens: &[TokenCookie]) {
        for TokenCookie { is_refresh, token, expires } in tokens {
            let name = if *is_refresh { cookie::REFRESH } else { cookie::TOKEN };
            self.set(name, token, Some(&http_date(*expires)));
        }
    }

    /// Takes a token away that is good no more.
    pub fn clear_token(&mut self) {
        let yesterday = self.yesterday();
        self.set(cookie::TOKEN, "", Some(&yesterday));
    }

    /// Trying to sign in replaces both ids as well.
    pub fn replace(&mut self, ids: &SessionIds, remember: Option<bool>) {
        self.set.clear();
        self.set(cookie::TEMPORARY, &ids.temporary, None);
        self.set_for_long(cookie::PERMANENT, &ids.permanent);
        self.temporary = Some(ids.temporary.clone().into());
        self.permanent = Some(ids.permanent.clone().into());
        if let Some(remember) = remember {
            self.set_option(remember);
        }
    }

    /// Says which of the two ids counts.
    fn set_option(&mut self, remember: bool) {
        self.remember = remember;
        self.set_for_long(cookie::OPTION, if remember { "perm" } else { "temp" });
    }

    fn yesterday(&self) -> String {
        let now = self.host.now();
        http_date(now.checked_sub_days(Days::new(1)).unwrap_or(now))
    }

    fn sign_out(&mut self) {
        let yesterday = self.yesterday();
        let all = [cookie::TEMPORARY, cookie::PERMANENT, cookie::USER, cookie::TOKEN];
        let newer = (self.host.version() == Version::V10).then_some(cookie::REFRESH);
        for name in all.into_iter().chain(newer) {
            self.set(name, "", Some(yesterday.as_str()));
        }
    }

    fn set_for_long(&mut self, name: &str, value: &str) {
        let now = self.host.now();
        let end = now.checked_add_months(Months::new(20 * 12));
        // HTTP's dates have years of four digits.
        let expires = http_date(end.filter(|end| end.year() <= 9999).unwrap_or(now));
        self.set(name, value, Some(expires.as_str()));
    }

    fn set(&mut self, name: &str, value: &str, expires: Option<&str>) {
        if self.host.parts.auth.is_none() || !self.host.config().allow_session_cookies {
            return;
        }
        self.set.push(SetCookie { name, value, expires }.text(self.host, self.request));
    }
}

/// The cookies of an Identity host, as `Set-Cookie` has them.
pub fn handed_texts(host: &Host, request: &Request, handed: &Handed) -> Vec<String> {
    let text = |cookie: &HandedCookie| {
        let expires = cookie.expires.map(http_date);
        let (name, value) = (cookie.name.as_str(), cookie.value.as_str());
        let set = SetCookie { name, value, expires: expires.as_deref() };
        let text = set.text(host, request);
        match cookie.same_site {
            true => text,
            false => text.replace("; samesite=lax", ""),
        }
    };
    handed.cookies.iter().map(text).collect()
}

/// The ids of sessions that a request names.
pub fn sessions_of(request: &Request) -> impl Iterator<Item = &str> {
    let Sent { temporary, permanent, .. } = Sent::with(request);
    [temporary, permanent].into_iter().flatten()
}

/// What a request says of its session.
#[derive(Clone, Copy, Default)]
struct Sent<'r> {
    temporary: Option<&'r str>,
    permanent: Option<&'r str>,
    option: Option<&'r str>,
}

impl<'r> Sent<'r> {
    /// In headers, or else in cookies: the last of a name. A header may be empty; a cookie is
    /// emptied by signing out, and clients that do not understand its date go on sending it.
    fn with(request: &'r Request) -> Self {
        let (mut headers, mut cookies) = (Self::default(), Self::default());
        for (name, value) in request.headers.iter() {
            match name {
                "cookie" => {
                    cookies_of(request.platform, value).for_each(|(name, id)| cookies.add(name, id))
                }
                name => {
                    if let Some(known) =
                        name.strip_prefix("x-").and_then(|name| headers.named(name))
                    {
                        *known = Some(value);
                    }
                }
            }
        }
        Self {
            temporary: headers.temporary.or(cookies.temporary),
            permanent: headers.permanent.or(cookies.permanent),
            option: headers.option.or(cookies.option),
        }
    }

    /// With the ids of the query string where there are no others.
    fn or_in_query(self, request: &'r Request) -> Self {
        let in_query = |name| request.query.get(name).filter(|id| !id.is_empty());
        Self {
            temporary: self.temporary.or(in_query(cookie::TEMPORARY)),
            permanent: self.permanent.or(in_query(cookie::PERMANENT)),
            option: self.option.or(in_query(cookie::OPTION)),
        }
    }

    /// Takes a cookie, in the place of one of this name before.
    fn add(&mut self, name: &str, id: &'r str) {
        if let Some(known) = self.named(name) {
            *known = Some(id).filter(|id| !id.is_empty());
        }
    }

    fn named(&mut self, name: &str) -> Option<&mut Option<&'r str>> {
        match name {
            cookie::TEMPORARY => Some(&mut self.temporary),
            cookie::PERMANENT => Some(&mut self.permanent),
            cookie::OPTION => Some(&mut self.option),
            _ => None,
        }
    }
}
