//! How 10.x finds the caller: its providers one after the other, JWT first, the session last
//! (recorded: `fixtures/conformance/modern/auth-*.jsonl`).

use std::sync::Arc;

use super::older::basic;
use super::rights::check_rights;
use super::{Found, Members, refused};
use crate::auth::{Auth, Denied, NotOpen, TokenError, looks_like_token};
use crate::contract::Operation;
use crate::host::Version;
use crate::http::credentials::Credentials;
use crate::http::error::Refusal;
use crate::http::reply::null_reference;
use crate::http::session::{SessionCookies, cookie};
use crate::http::{HostExchange, Request};
use crate::service::validation::SessionUse;
use crate::service::{AuthProvider, ByCredentials, Identity, InForce, ServiceError};

/// What the providers look at.
struct Providers<'x> {
    host: &'x HostExchange<'x>,
    members: Members<'x>,
}

/// A token as a request carries it.
pub(super) struct Carried<'r> {
    /// The token.
    pub token: &'r str,
    in_cookie: bool,
}

/// The caller, if the operation asks for one or a session names one.
pub(super) async fn find(
    (host, members): (&HostExchange<'_>, Members<'_>),
    operation: &Operation,
    in_force: &InForce<'_>,
    cookies: &mut SessionCookies<'_>,
) -> Result<Option<Found>, Refusal> {
    let providers = Providers { host, members };
    if in_force.filtered(operation.is_protected()) {
        return providers.filtered(operation, in_force, cookies).await.map(Some);
    }
    let is_service_of_users = operation.built_in && operation.name != "Authenticate";
    if in_force.ask_who() || is_service_of_users {
        match in_force.session() {
            SessionUse::Without => return Ok(None),
            // Recorded of `/event-stream`, unless a password comes.
            SessionUse::LooksFirst if host.request.header("authorization").is_none() => {
                cookies.require();
            }
            _ => {}
        }
        return Box::pin(providers.looked_at(cookies)).await;
    }
    cookies.complete();
    if in_force.ask_for_key() {
        providers.key_of_feature()?;
    }
    Ok(providers.token_good().or_else(|| providers.session(cookies)))
}

impl Providers<'_> {
    /// `[Authenticate]` and `[Required…]`: what is wrong with credentials is said.
    async fn filtered(
        &self,
        operation: &Operation,
        in_force: &InForce<'_>,
        cookies: &mut SessionCookies<'_>,
    ) -> Result<Found, Refusal> {
        // Recorded: a host with the feature of API keys takes the secret for no sign-in here.
        if let Some(admin) = self.administrator().filter(|_| !self.members.0.api_keys.rules.feature)
        {
            cookies.complete();
            return Ok(admin);
        }
        if let Some(found) = self.token(cookies)? {
            self.check_rights_of_token(operation, &found.0)?;
            cookies.complete();
            return Ok(found);
        }
        let signed_in = match self.password(cookies, true).await? {
            Some(found) => Some(found),
            None => self.key(cookies).map_err(|reason| match reason {
                NotOpen::Locked => Refusal::Thrown(Denied::Locked.reported()),
                NotOpen::NoGood(error) => Refusal::BadKey(error),
            })?,
        };
        let found = match signed_in {
            Some(found) => found,
            None => {
                cookies.require();
                self.session(cookies).ok_or(Refusal::NotAuthenticated)?
            }
        };
        check_rights(operation, &found.0, Version::V10)?;
        cookies.complete();
        if in_force.ask_for_key() {
            self.key_of_feature()?;
        }
        Ok(found)
    }

    /// Rights that a token does not name are looked for in the host's repository, which takes whole
    /// numbers for ids and fails over others (recorded).
    fn check_rights_of_token(&self, operation: &Operation, user: &Identity) -> Result<(), Refusal> {
        check_rights(operation, user, Version::V10).map_err(|refusal| {
            let is_odd = !user.id.is_empty() && user.id.parse::<i64>().is_err();
            match self.host.strict() && is_odd {
                true => Refusal::Thrown(null_reference()),
                false => refusal,
            }
        })
    }

    /// Validate attributes, and services that look at the session: wrong credentials are as good as
    /// none, but for keys that were good once.
    async fn looked_at(&self, cookies: &mut SessionCookies<'_>) -> Result<Option<Found>, Refusal> {
        cookies.complete();
        let renewed = self.token(cookies).unwrap_or_default();
        if let Some(admin) = self.administrator() {
            return Ok(Some(admin));
        }
        if let Some(key) = self.key_of_feature()? {
            return Ok(Some(key));
        }
        if renewed.is_some() {
            return Ok(renewed);
        }
        if let Some(found) = self.password(cookies, false).await? {
            return Ok(Some(found));
        }
        let by_key = self.key(cookies).unwrap_or_default();
        Ok(by_key.or_else(|| self.session(cookies)))
    }

    /// The session's user, by the name that was typed.
    fn session(&self, cookies: &SessionCookies<'_>) -> Option<Found> {
        let (auth, accounts) = self.members;
        let session = accounts.sessions.used(cookies.effective(), self.host.now())?;
        let user = auth.identity_of(&session.user_id, accounts)?;
        let user = session.user_name.into_iter().fold(user, Identity::called);
        Some((user, session.provider))
    }

    /// The user of a token that is good.
    fn token_good(&self) -> Option<Found> {
        let (auth, accounts) = self.members;
        let carried = carried_token(auth, self.host)?;
        let user = auth.read_token(carried.token, accounts, self.host.now()).ok()?;
        Some((Arc::new(user), AuthProvider::Jwt))
    }

    /// The user of a token, which a refresh token renews where it is good no more.
    fn token(&self, cookies: &mut SessionCookies<'_>) -> Result<Option<Found>, Refusal> {
        let (auth, accounts) = self.members;
        if auth.tokens.is_none() {
            return Ok(None);
        }
        let carried = carried_token(auth, self.host);
        let read = carried
            .as_ref()
            .map(|carried| auth.read_token(carried.token, accounts, self.host.now()));
        let error = match read {
            Some(Ok(user)) => return Ok(Some((Arc::new(user), AuthProvider::Jwt))),
            Some(Err(error)) => error,
            None => TokenError::Invalid,
        };
        let is_fault = error != TokenError::Invalid;
        if is_fault && carried.is_some_and(|carried| carried.in_cookie) {
            cookies.clear_token();
        }
        if let Some(user) = self.renewed(cookies)? {
            return Ok(Some((user, AuthProvider::Jwt)));
        }
        if is_fault { Err(Refusal::Thrown(error.reported())) } else { Ok(None) }
    }

    /// The user of a refresh token in a cookie, who gets a new access token.
    fn renewed(&self, cookies: &mut SessionCookies<'_>) -> Result<Option<Arc<Identity>>, Refusal> {
        let (auth, accounts) = self.members;
        let now = self.host.now();
        let Some(refresh) = refresh_cookie(self.host.request) else { return Ok(None) };
        let user = match auth.refreshed(refresh, accounts, now) {
            Ok(user) => user,
            Err(NotOpen::Locked) => return Err(Refusal::Thrown(Denied::Locked.reported())),
            Err(NotOpen::NoGood(_)) => return Ok(None),
        };
        let Some(issued) = auth.issue(&user, accounts, now) else { return Ok(None) };
        cookies.set_tokens(&[issued.cookie(false)]);
        Ok(Some(user))
    }

    /// The user of Basic credentials; the session that they begin ends with the request.
    async fn password(
        &self,
        cookies: &mut SessionCookies<'_>,
        is_said: bool,
    ) -> Result<Option<Found>, Refusal> {
        let (auth, accounts) = self.members;
        let basic = match basic(self.host.request) {
            Err(_) if !is_said => return Ok(None),
            basic => basic?,
        };
        let Some((name, password)) = basic else { return Ok(None) };
        cookies.complete();
        let body_bytes = self.host.request.body.len();
        let admitted = auth.admit(accounts, name, password, body_bytes).await;
        let id = match admitted {
            Ok(id) => id,
            // Too many sign-ins wait: that says nothing of the credentials.
            Err(Denied::Busy) => return Err(refused(Denied::Busy)),
            Err(Denied::Locked) if is_said => {
                return Err(Refusal::Thrown(Denied::Locked.reported()));
            }
            Err(denied) if is_said => return Err(refused(denied)),
            Err(_) => return Ok(None),
        };
        let user = auth.identity_of(&id, accounts).ok_or(Refusal::NotAuthenticated)?;
        cookies.name_user(&user.id);
        Ok(Some((user, AuthProvider::Basic)))
    }

    /// The user of an API key, where keys sign in. A session of somebody else wins over it.
    fn key(&self, cookies: &mut SessionCookies<'_>) -> Result<Option<Found>, NotOpen> {
        let Some((user, provider)) = self.user_of_key()? else { return Ok(None) };
        cookies.complete();
        let user = self.session(cookies).map_or(user, |(user, _)| user);
        cookies.name_user(&user.id);
        Ok(Some((user, provider)))
    }

    /// An unknown bearer token is none; an unknown key elsewhere is one (recorded).
    fn user_of_key(&self) -> Result<Option<Found>, NotOpen> {
        let (auth, accounts) = self.members;
        if !auth.api_keys.sign_in() {
            return Ok(None);
        }
        let carried = carried_key(auth, self.host);
        let is_known = |key: &str| auth.api_keys.find(key).is_some();
        let counts = |(key, is_bearer): &(String, bool)| !is_bearer || is_known(key);
        let Some((key, _)) = carried.filter(counts) else { return Ok(None) };
        let user = auth.user_of_key(&key, accounts, self.host.now())?;
        Ok(Some((user, AuthProvider::ApiKey)))
    }

    /// ApiKeysFeature: a key of the scope `Admin` makes an administrator, another one nobody.
    fn key_of_feature(&self) -> Result<Option<Found>, Refusal> {
        let (auth, accounts) = self.members;
        let keys = &auth.api_keys;
        let known = keys.rules.feature.then(|| feature_key(auth, self.host)).flatten();
        let Some(known) = known.and_then(|key| keys.find(key)) else { return Ok(None) };
        let refused = |error: crate::auth::KeyError| {
            Refusal::BadCredentials(ServiceError::unauthorized(error.to_string()))
        };
        known.check(self.host.now()).map_err(refused)?;
        if !known.is_admin() {
            return Ok(None);
        }
        let user_id = known.user_id.clone().unwrap_or_default();
        let name = auth.identity_of(&user_id, accounts).map(|user| user.name.clone());
        let admin = administrator(user_id, name.unwrap_or_default());
        Ok(Some((admin, AuthProvider::ApiKey)))
    }

    /// The administrator, by the secret.
    fn administrator(&self) -> Option<Found> {
        let (auth, request) = (self.members.0, self.host.request);
        let secret = auth.secret.as_ref()?;
        let named = request.header("authsecret").or_else(|| request.query.get("authsecret"));
        let as_key = auth.api_keys.rules.feature.then(|| feature_key(auth, self.host)).flatten();
        let is_it =
            named.is_some_and(|text| secret.is(text)) || as_key.is_some_and(|text| secret.is(text));
        let admin = || administrator("0".to_owned(), "authsecret".to_owned());
        is_it.then(|| (admin(), AuthProvider::AuthSecret))
    }
}

/// A key that is good no more is told, where one is asked for.
pub(super) fn check_key((host, members): (&HostExchange<'_>, Members<'_>)) -> Result<(), Refusal> {
    Providers { host, members }.key_of_feature().map(|_| ())
}

/// Whom keys and tokens of a request make, for the operation Authenticate.
pub(super) fn by_credentials(
    host: &HostExchange<'_>,
    members: Members<'_>,
) -> Option<ByCredentials> {
    let (auth, accounts) = members;
    if let Some(carried) = carried_token(auth, host) {
        let read = auth.read_token(carried.token, accounts, host.now());
        return Some(match read {
            Ok(user) => Ok(Some((auth.shown(Arc::new(user)), AuthProvider::Jwt))),
            Err(error) => Err(error.reported()),
        });
    }
    let found = Providers { host, members }.user_of_key();
    found.map(|found| found.map(Some)).map_err(ServiceError::from).transpose()
}

/// The scopes of the key that a request carries, if it is good for an operation. One that signs its
/// user in is as good as the account is open.
pub(super) fn key_for(
    (host, (auth, accounts)): (&HostExchange<'_>, Members<'_>),
    operation: &Operation,
) -> Option<Vec<String>> {
    let keys = &auth.api_keys;
    let known = keys.find(feature_key(auth, host)?)?;
    let scope = keys.rules.scopes.get(&operation.name.to_ascii_lowercase());
    let is_good = known.check(host.now()).is_ok() && known.opens(&operation.name, scope);
    let is_open = |id: &String| auth.unlocked(id, accounts).is_ok();
    let is_locked = || keys.sign_in() && !known.user_id.as_ref().is_none_or(is_open);
    (is_good && !is_locked()).then(|| known.scopes.clone())
}

/// The refresh token of a request's cookie.
pub(super) fn refresh_cookie(request: &Request) -> Option<&str> {
    request.cookie(cookie::REFRESH).filter(|token| !token.is_empty())
}

/// The token that a request carries: a bearer token by its form, else where the settings allow one.
pub(super) fn carried_token<'r>(auth: &Auth, host: &HostExchange<'r>) -> Option<Carried<'r>> {
    let (rules, request) = (&auth.tokens.as_ref()?.rules, host.request);
    let bearer = host.bearer().filter(|token| looks_like_token(token));
    let in_query = || request.query.get(cookie::TOKEN).filter(|_| rules.in_query);
    let in_form = || request.form.as_ref().filter(|_| rules.in_form)?.get(cookie::TOKEN);
    let beside = || Credentials::token_cookie(request);
    match bearer.or_else(in_query).or_else(in_form) {
        Some(token) => Some(Carried { token, in_cookie: false }),
        None => beside().map(|token| Carried { token, in_cookie: true }),
    }
}

/// The key that a request carries to the ApiKeyAuthProvider, and whether it is a bearer token.
fn carried_key(auth: &Auth, host: &HostExchange<'_>) -> Option<(String, bool)> {
    let request = host.request;
    if let Some(token) = host.bearer() {
        let is_token = auth.tokens.is_some() && looks_like_token(token);
        return (!is_token).then(|| (token.to_owned(), true));
    }
    if let Ok(Some(Credentials::Basic { name, password })) = Credentials::of(request)
        && password.is_empty()
    {
        return Some((name, false));
    }
    if !auth.api_keys.rules.in_parameters {
        return None;
    }
    let form = || request.form.as_ref()?.get("apikey");
    request.query.get("apikey").or_else(form).map(|key| (key.to_owned(), false))
}

/// The key that a request carries to what asks for one: in a header of its own, or as a bearer
/// token.
fn feature_key<'r>(auth: &Auth, host: &HostExchange<'r>) -> Option<&'r str> {
    host.request.header(&auth.api_keys.rules.header).or_else(|| host.bearer())
}

/// An administrator who is no user.
fn administrator(id: String, name: String) -> Arc<Identity> {
    let (display_name, roles) = (Some("Admin".to_owned()), vec!["Admin".to_owned()]);
    Arc::new(Identity { id, name, display_name, roles, ..Identity::default() })
}
