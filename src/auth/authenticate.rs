//! The operation `Authenticate`: `/auth`, `/auth/{provider}`, `/auth/logout`
//! (docs/wire/authentication.md#authenticate; recordings of the topics B1 to B15).

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Auth, AuthConfig, Denied, Issued, is_external};
use crate::edition::Version;
use crate::service::validation::{Rules, not_empty};
use crate::service::{
    AuthProvider, Caller, Context, FailedSignIn, NO_PICTURE, Presented, Redirection, Reply,
    Service, ServiceError, ServiceFuture, SessionChange, SessionIds, TokenCookie,
};
use crate::tenant::{Accounts, Identity};
use crate::value::Object;

/// The service behind every way of signing in and out.
#[derive(Clone)]
pub struct Authenticate {
    auth: Arc<Auth>,
    rules: Arc<Rules>,
    version: Version,
    config: Arc<AuthConfig>,
}

/// What of the request DTO matters here.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Credentials {
    #[serde(rename = "provider")]
    provider: Option<String>,
    state: Option<String>,
    user_name: Option<String>,
    password: Option<String>,
    remember_me: Option<bool>,
}

/// What the host reports of a signed-in user.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct AuthenticateResponse {
    user_id: Option<String>,
    session_id: String,
    user_name: Option<String>,
    display_name: Option<String>,
    referrer_url: Option<String>,
    bearer_token: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token_expiry: Option<DateTime<Utc>>,
    profile_url: String,
    /// None where the host is set not to say it.
    roles: Option<Vec<String>>,
    permissions: Option<Vec<String>>,
    /// How somebody is signed in who asks; 10.x alone says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    auth_provider: Option<&'static str>,
    response_status: Option<EmptyStatus>,
}

/// What 5.9.1 says where all is well; 10.x says nothing.
#[derive(Serialize)]
struct EmptyStatus {}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct SignedOut {
    response_status: Option<EmptyStatus>,
}

/// The providers, as the host registers them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Provider {
    Credentials,
    Basic,
    /// Keys and tokens, which sign in by themselves.
    Carried,
    Logout,
}

/// An access token, and a refresh token where the host has them.
type TokenPair = (Issued, Option<Issued>);

/// Of whom an answer tells, and what else.
struct Reported {
    user: Arc<Identity>,
    session_id: String,
    referrer_url: Option<String>,
    /// How somebody is signed in who asks.
    provider: Option<AuthProvider>,
    /// In the body.
    tokens: Option<TokenPair>,
}

/// A name and password of which the host takes a session away, whether they are right or not.
struct Attempt {
    name: String,
    password: String,
    /// Rules that they break.
    broken: ServiceError,
    is_complete: bool,
    remember: Option<bool>,
}

impl Authenticate {
    /// The service over these users and sessions.
    pub fn new(auth: Arc<Auth>, version: Version, config: AuthConfig) -> Self {
        let rules =
            Rules::new().member("UserName", [not_empty()]).member("Password", [not_empty()]);
        Self { auth, rules: Arc::new(rules), version, config: Arc::new(config) }
    }

    async fn answer(&self, request: Object, context: &Context) -> Result<Reply, ServiceError> {
        let presented = context.presented.clone().unwrap_or_default();
        match &*context.verb {
            "OPTIONS" => return Ok(Reply::default()),
            "DELETE" => {
                signed_in(context)?.sessions.sign_out(&presented.session_id);
                return context.reply(&SignedOut { response_status: self.empty_status() });
            }
            _ => {}
        }
        let broken = self.rules.check(&context.contract, &request);
        let credentials: Credentials = context.request(request)?;
        let by_get = context.verb == "GET";
        let provider = self.provider(credentials.provider.as_deref());
        match provider.map_err(|error| credentials.noted(error))? {
            Provider::Logout => self.sign_out(&credentials, &presented, context),
            _ if by_get && !self.allows_get(credentials.provider.is_some()) => {
                Err(get_is_disabled())
            }
            Provider::Basic | Provider::Carried if self.version == Version::V10 => {
                self.again(&credentials, &presented, context).await
            }
            Provider::Basic | Provider::Carried => {
                self.by_header(&credentials, &presented, context).await
            }
            Provider::Credentials => {
                let is_complete = broken.is_empty();
                let attempt = credentials.attempt(
                    ServiceError::ValidationThrown(broken),
                    is_complete,
                    &presented,
                    self.version,
                );
                self.attempt(attempt, &presented, context).await
            }
        }
    }

    /// The provider of a name: those of keys and tokens where the host has them.
    fn provider(&self, name: Option<&str>) -> Result<Provider, ServiceError> {
        let has = |known: &str, has: bool| {
            let named = name.is_some_and(|name| name.eq_ignore_ascii_case(known));
            has && named && self.version == Version::V10
        };
        if has("jwt", self.auth.tokens.is_some()) || has("apikey", self.auth.api_keys.sign_in()) {
            return Ok(Provider::Carried);
        }
        Provider::of(name)
    }

    /// On 5.9.1 without a provider, and with Basic: the signed-in user, or else Basic credentials.
    async fn by_header(
        &self,
        credentials: &Credentials,
        presented: &Presented,
        context: &Context,
    ) -> Result<Reply, ServiceError> {
        if let Some(caller) = &context.caller {
            let name = signed_in(context)?.sessions.typed_name(&caller.session_id);
            let reply = self.report(self.reported_of(caller, name), context)?;
            return Ok(Reply {
                session: credentials.remember_me.map(|by| Box::new(SessionChange::Remember(by))),
                ..reply
            });
        }
        match &presented.basic {
            Some((name, password)) => {
                let attempt = Attempt {
                    name: name.clone(),
                    password: password.clone(),
                    broken: ServiceError::NotAuthenticated,
                    is_complete: true,
                    remember: credentials.remembered(presented, self.version),
                };
                self.attempt(attempt, presented, context).await
            }
            None => Err(credentials.noted(ServiceError::NotAuthenticated)),
        }
    }

    fn reported_of(&self, caller: &Caller, name: Option<String>) -> Reported {
        let name = name.filter(|name| *name != caller.user.name);
        let user = match name {
            Some(name) => Arc::new(Identity { name, ..(*caller.user).clone() }),
            None => caller.user.clone(),
        };
        Reported {
            user,
            session_id: caller.session_id.clone(),
            referrer_url: None,
            provider: Some(caller.provider),
            tokens: None,
        }
    }

    /// On 10.x without a provider, and with those that look at the request alone: token, Basic
    /// credentials, key, session (recorded: topics M22 and `session at /auth`).
    async fn again(
        &self,
        credentials: &Credentials,
        presented: &Presented,
        context: &Context,
    ) -> Result<Reply, ServiceError> {
        let named = credentials.provider.as_deref();
        let by_basic = named.is_some_and(|name| name.eq_ignore_ascii_case("basic"));
        if let (Some(found), false) = (&presented.by_credentials, by_basic) {
            let found = found.clone().map_err(|error| credentials.noted(error))?;
            if let Some((user, provider)) = found {
                return self.by_credentials(user, provider, presented, context);
            }
        }
        if let Some(basic) = &presented.basic {
            return self.again_by_basic(basic, by_basic, presented, context).await;
        }
        match &context.caller {
            Some(caller) if named.is_none() => {
                let mut reported = self.reported_of(caller, None);
                reported.user = self.auth.shown(reported.user);
                let reply = self.report(reported, context)?;
                let session = credentials.remember_me.map(SessionChange::Remember);
                Ok(Reply { session: session.map(Box::new), ..reply })
            }
            _ => Err(credentials.noted(ServiceError::NotAuthenticated)),
        }
    }

    /// The user of a key or of a token. A token's session is kept nowhere: its id is nobody's.
    fn by_credentials(
        &self,
        user: Arc<Identity>,
        provider: AuthProvider,
        presented: &Presented,
        context: &Context,
    ) -> Result<Reply, ServiceError> {
        let of_token = provider == AuthProvider::Jwt;
        let session_id = match of_token {
            true => signed_in(context)?.new_id(),
            false => presented.session_id.clone(),
        };
        let user_id = Some(user.id.clone()).filter(|_| !of_token);
        let provider = Some(provider);
        let reported = Reported { user, session_id, referrer_url: None, provider, tokens: None };
        let reply = self.report(reported, context)?;
        let session = SessionChange::Named { user_id, times: 1, tokens: Vec::new() };
        Ok(Reply { session: Some(Box::new(session)), ..reply })
    }

    /// Basic credentials as 10.x takes them: the session stays, and is nobody's afterwards.
    async fn again_by_basic(
        &self,
        (name, password): &(String, String),
        by_basic: bool,
        presented: &Presented,
        context: &Context,
    ) -> Result<Reply, ServiceError> {
        let accounts = signed_in(context)?;
        let (name, password) = (name.clone(), password.clone());
        let admitted =
            self.auth.admit(accounts, name.clone(), password, presented.body_bytes).await;
        let user_id = admitted.map_err(Denied::reported)?;
        let user = self.user(&user_id, name, accounts)?;
        let (tokens, cookies) = self.tokens_of(&user, context)?;
        let reported = Reported {
            user,
            session_id: presented.session_id.clone(),
            referrer_url: None,
            provider: Some(AuthProvider::Basic).filter(|_| !by_basic),
            tokens,
        };
        let reply = announced(self.report(reported, context)?, &cookies);
        let times = 1 + usize::from(by_basic);
        let session = SessionChange::Named { user_id: Some(user_id), times, tokens: cookies };
        Ok(Reply { session: Some(Box::new(session)), ..reply })
    }

    /// The tokens that a sign-in of this user gives: in the body, or in cookies.
    pub(super) fn tokens_of(
        &self,
        user: &Identity,
        context: &Context,
    ) -> Result<(Option<TokenPair>, Vec<TokenCookie>), ServiceError> {
        Ok(self.handed_out(self.issued(user, context)?))
    }

    /// A user by the name that was typed.
    fn user(
        &self,
        id: &str,
        name: String,
        accounts: &Accounts,
    ) -> Result<Arc<Identity>, ServiceError> {
        let user = self.auth.identity_of(id, accounts).ok_or(ServiceError::NotAuthenticated)?;
        Ok(match user.name == name {
            true => user,
            false => Arc::new(Identity { name, ..(*user).clone() }),
        })
    }

    /// The tokens that a sign-in gives, if the host has any; 5.9.1 is recorded without a refresh
    /// token.
    fn issued(
        &self,
        user: &Identity,
        context: &Context,
    ) -> Result<Option<TokenPair>, ServiceError> {
        let (accounts, now) = (signed_in(context)?, context.clock().now());
        let Some(access) = self.auth.issue(user, accounts, now) else { return Ok(None) };
        let refresh = match self.version {
            Version::V5 => None,
            Version::V10 => self.auth.issue_refresh(user, accounts, now),
        };
        Ok(Some((access, refresh)))
    }

    /// The same in the body or in cookies, as the settings say.
    fn handed_out(&self, issued: Option<TokenPair>) -> (Option<TokenPair>, Vec<TokenCookie>) {
        match issued {
            Some((access, refresh)) if self.auth.keeps_no_session() => {
                let cookie = |is_refresh, Issued { token, expires }| TokenCookie {
                    is_refresh,
                    token,
                    expires,
                };
                let refresh = refresh.map(|refresh| cookie(true, refresh));
                (None, std::iter::once(cookie(false, access)).chain(refresh).collect())
            }
            issued => (issued, Vec::new()),
        }
    }

    /// The session before is over, whatever comes of it.
    async fn attempt(
        &self,
        attempt: Attempt,
        presented: &Presented,
        context: &Context,
    ) -> Result<Reply, ServiceError> {
        let accounts = signed_in(context)?;
        let ids = SessionIds::draw(|| accounts.new_id());
        accounts.sessions.sign_out(&presented.session_id);
        let remember = attempt.remember;
        let has_new_ids = self.config.generate_new_session_cookies_on_authentication;
        let failed = |error, browser_goes_to| {
            let change = SessionChange::Failed { ids: ids.clone(), remember };
            let session = has_new_ids.then_some(change);
            ServiceError::from(FailedSignIn { error, session, browser_goes_to })
        };
        if !attempt.is_complete {
            return Err(failed(attempt.broken, None));
        }
        if presented.back.as_deref().is_some_and(is_external) {
            return Err(failed(external(), None));
        }
        let (name, password) = (attempt.name.clone(), attempt.password);
        let admitted = self.auth.admit(accounts, name, password, presented.body_bytes).await;
        let user_id = admitted.map_err(|denied| match denied {
            Denied::Busy => failed(denied.reported(), None),
            _ => {
                let message = denied.to_string();
                let page = match self.version {
                    Version::V5 => presented.referrer.as_ref(),
                    Version::V10 => presented.back.as_ref().or(presented.referrer.as_ref()),
                };
                let back = page.map(|page| with_error(page, &message));
                let error = match self.version {
                    Version::V5 => ServiceError::unauthorized(message),
                    Version::V10 => denied.reported(),
                };
                failed(error, back)
            }
        })?;
        let session_id = match has_new_ids {
            true => ids.effective(remember.unwrap_or(presented.remembered)).to_owned(),
            false => presented.session_id.clone(),
        };
        if !self.auth.keeps_no_session() {
            let now = context.clock().now();
            accounts.sessions.sign_in(&session_id, &user_id, &attempt.name, now);
        }
        let user = self.user(&user_id, attempt.name, accounts)?;
        let (tokens, cookies) = self.tokens_of(&user, context)?;
        let page = presented.own_page.clone().filter(|_| self.version == Version::V10);
        let referrer_url = presented.back.clone().or(page);
        let goes_to = referrer_url.clone();
        let reported = Reported { user, session_id, referrer_url, provider: None, tokens };
        let reply = announced(self.report(reported, context)?, &cookies);
        Ok(Reply {
            session: Some(Box::new(match has_new_ids {
                true => SessionChange::SignIn { user_id, ids, remember, tokens: cookies },
                false => SessionChange::Named { user_id: Some(user_id), times: 1, tokens: cookies },
            })),
            browser_goes_to: goes_to.map(Redirection::to),
            ..reply
        })
    }

    fn sign_out(
        &self,
        credentials: &Credentials,
        presented: &Presented,
        context: &Context,
    ) -> Result<Reply, ServiceError> {
        if self.version == Version::V10 && presented.back.as_deref().is_some_and(is_external) {
            return Err(external());
        }
        signed_in(context)?.sessions.sign_out(&presented.session_id);
        let reply = context.reply(&SignedOut { response_status: self.empty_status() })?;
        // 5.9.1 sends a browser anywhere; only its sign-in looks where to.
        let back = presented.back.clone().filter(|back| !is_external(back));
        let own = self.config.html_logout_redirect.clone();
        let is_of_host = back.is_none();
        Ok(Reply {
            session: Some(Box::new(SessionChange::SignOut { remember: credentials.remember_me })),
            browser_goes_to: back.or(own).map(|location| Redirection {
                is_of_host,
                location,
                reason: Some("Moved Temporarily"),
            }),
            ..reply
        })
    }

    /// Whether a GET may sign in, or just ask who is signed in.
    fn allows_get(&self, signs_in: bool) -> bool {
        self.config.allow_get_authenticate_requests.unwrap_or(!signs_in)
    }

    fn empty_status(&self) -> Option<EmptyStatus> {
        (self.version == Version::V5).then_some(EmptyStatus {})
    }

    /// What is reported of a signed-in user.
    fn report(&self, reported: Reported, context: &Context) -> Result<Reply, ServiceError> {
        let Reported { user, session_id, referrer_url, provider, tokens } = reported;
        // A token leaves out what its user has none of.
        let is_token = provider == Some(AuthProvider::Jwt) && self.version == Version::V10;
        let text = |text: &String| Some(text.clone()).filter(|text| !(is_token && text.is_empty()));
        let says_roles = self.config.include_roles_in_authenticate_response;
        let rights = |held: &Vec<String>| {
            Some(held.clone()).filter(|held| says_roles && !(is_token && held.is_empty()))
        };
        let (access, refresh) =
            tokens.map_or((None, None), |(access, refresh)| (Some(access), refresh));
        let display_name = match &user.display_name {
            None if is_token => Some(user.name.clone()),
            name => name.clone(),
        };
        context.reply(&AuthenticateResponse {
            user_id: text(&user.id),
            session_id,
            user_name: text(&user.name),
            display_name,
            referrer_url,
            bearer_token: access.map(|access| access.token),
            refresh_token_expiry: refresh.as_ref().map(|refresh| refresh.expires),
            refresh_token: refresh.map(|refresh| refresh.token),
            profile_url: user.profile_url.clone().unwrap_or_else(|| NO_PICTURE.to_owned()),
            roles: rights(&user.roles),
            permissions: rights(&user.permissions),
            auth_provider: provider
                .filter(|_| self.version == Version::V10)
                .map(AuthProvider::name),
            response_status: self.empty_status(),
        })
    }
}

/// Says which cookies are for the client's own use.
pub(super) fn announced(reply: Reply, cookies: &[TokenCookie]) -> Reply {
    match cookies {
        [] => reply,
        [_] => reply.with_header("X-Cookies", "ss-tok"),
        [..] => reply.with_header("X-Cookies", "ss-tok,ss-reftok"),
    }
}

pub(super) fn external() -> ServiceError {
    ServiceError::argument("continue", "External Redirects are not permitted")
}

impl Provider {
    /// Names are compared without regard to case, but for the second name of credentials.
    fn of(name: Option<&str>) -> Result<Self, ServiceError> {
        match name {
            None => Ok(Self::Basic),
            Some("") => Err(ServiceError::argument_null("provider")),
            Some("login") => Ok(Self::Credentials),
            Some(name) if name.eq_ignore_ascii_case("credentials") => Ok(Self::Credentials),
            Some(name) if name.eq_ignore_ascii_case("basic") => Ok(Self::Basic),
            Some(name) if name.eq_ignore_ascii_case("logout") => Ok(Self::Logout),
            Some(name) => Err(unknown_provider(name)),
        }
    }
}

impl Credentials {
    /// A refusal that notes all the same whether to remember.
    fn noted(&self, error: ServiceError) -> ServiceError {
        match self.remember_me {
            Some(remember) => {
                let session = Some(SessionChange::Remember(remember));
                FailedSignIn { error, session, browser_goes_to: None }.into()
            }
            None => error,
        }
    }

    fn attempt(
        &self,
        broken: ServiceError,
        is_complete: bool,
        presented: &Presented,
        version: Version,
    ) -> Attempt {
        Attempt {
            name: self.user_name.clone().unwrap_or_default(),
            password: self.password.clone().unwrap_or_default(),
            broken,
            is_complete,
            remember: self.remembered(presented, version),
        }
    }

    /// Which id shall name the session. A session that is remembered stays so unless it says
    /// not to; a sign-in with a state, as the OAuth providers send one, leaves it open on 5.9.1.
    fn remembered(&self, presented: &Presented, version: Version) -> Option<bool> {
        match (self.remember_me, &self.state) {
            (Some(remember), _) => Some(remember),
            (None, Some(_)) if version == Version::V5 => None,
            (None, Some(_)) => Some(presented.remembered),
            (None, None) => Some(presented.remembered),
        }
    }
}

impl Service for Authenticate {
    fn call(&self, request: Object, context: Context) -> ServiceFuture {
        let service = self.clone();
        Box::pin(async move { service.answer(request, &context).await })
    }
}

/// Who is signed in. A host of users has always got that.
fn signed_in(context: &Context) -> Result<&Accounts, ServiceError> {
    context.accounts.as_deref().ok_or(ServiceError::NotAuthenticated)
}

/// The page that a browser was on, with the error behind `#f=` for its script.
fn with_error(page: &str, message: &str) -> Redirection {
    let page = page.split('#').next().unwrap_or_default();
    let location = format!("{page}#f={}", message.replace(' ', "+"));
    Redirection::to(location)
}

pub(super) fn get_is_disabled() -> ServiceError {
    let message = "GET Authenticate requests are disabled, to enable set AuthFeature.AllowGetAuthenticateRequests = req => true";
    ServiceError::exception("NotSupportedException", message)
}

pub(super) fn unknown_provider(provider: &str) -> ServiceError {
    ServiceError::not_found(format!("No configuration was added for OAuth provider '{provider}'"))
}
