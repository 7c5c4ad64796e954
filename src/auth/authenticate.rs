//! The operation `Authenticate`: `/auth`, `/auth/{provider}`, `/auth/logout`
//! (docs/wire/authentication.md#authenticate; recordings of the topics B1 to B15).

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Auth, Denied, is_external};
use crate::edition::Version;
use crate::service::validation::{Rules, not_empty};
use crate::service::{
    Context, FailedSignIn, NO_PICTURE, Presented, Redirection, Reply, Service, ServiceError,
    ServiceFuture, SessionChange, SessionIds,
};
use crate::tenant::Accounts;
use crate::value::Object;

/// The service behind every way of signing in and out.
#[derive(Clone)]
pub struct Authenticate {
    auth: Arc<Auth>,
    rules: Arc<Rules>,
    version: Version,
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
    user_id: String,
    session_id: String,
    user_name: String,
    display_name: Option<String>,
    referrer_url: Option<String>,
    bearer_token: Option<String>,
    profile_url: &'static str,
    roles: Vec<String>,
    permissions: Vec<String>,
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
    Logout,
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
    pub fn new(auth: Arc<Auth>, version: Version) -> Self {
        let rules =
            Rules::new().member("UserName", [not_empty()]).member("Password", [not_empty()]);
        Self { auth, rules: Arc::new(rules), version }
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
        let provider = Provider::of(credentials.provider.as_deref());
        match provider.map_err(|error| credentials.noted(error))? {
            Provider::Logout => self.sign_out(&credentials, &presented, context),
            Provider::Credentials | Provider::Basic if by_get && credentials.provider.is_some() => {
                Err(get_is_disabled())
            }
            Provider::Basic => self.by_header(&credentials, &presented, context).await,
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

    /// Without a provider, and with Basic: the signed-in user, or else Basic credentials.
    async fn by_header(
        &self,
        credentials: &Credentials,
        presented: &Presented,
        context: &Context,
    ) -> Result<Reply, ServiceError> {
        if let (Version::V10, Some(basic)) = (self.version, &presented.basic) {
            return self.again_by_basic(basic, presented, context).await;
        }
        if let Some(caller) = &context.caller {
            let name = signed_in(context)?.sessions.typed_name(&caller.session_id);
            let name = name.as_deref().unwrap_or(&caller.user.name);
            let reply = self.respond(
                &caller.user.id,
                name,
                &caller.session_id,
                (None, Some("credentials")),
                context,
            )?;
            return Ok(Reply {
                session: credentials.remember_me.map(SessionChange::Remember),
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

    /// Basic credentials as 10.x takes them: the session stays (recorded: topic M22).
    async fn again_by_basic(
        &self,
        (name, password): &(String, String),
        presented: &Presented,
        context: &Context,
    ) -> Result<Reply, ServiceError> {
        let accounts = signed_in(context)?;
        let admitted =
            self.auth.admit(accounts, name.clone(), password.clone(), presented.body_bytes).await;
        let user_id = admitted.map_err(|denied| match denied {
            Denied::Busy => ServiceError::unavailable(denied.to_string()),
            _ => ServiceError::unauthorized(denied.to_string()),
        })?;
        let id = &presented.session_id;
        accounts.sessions.let_in(id, &user_id, name, context.clock().now());
        let reply = self.respond(&user_id, name, id, (None, Some("basic")), context)?;
        Ok(Reply { session: Some(SessionChange::Named { user_id }), ..reply })
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
        let failed = |error, browser_goes_to| {
            let session = SessionChange::Failed { ids: ids.clone(), remember };
            ServiceError::from(FailedSignIn { error, session, browser_goes_to })
        };
        if !attempt.is_complete {
            return Err(failed(attempt.broken, None));
        }
        if presented.back.as_deref().is_some_and(is_external) {
            return Err(failed(
                ServiceError::argument("continue", "External Redirects are not permitted"),
                None,
            ));
        }
        let (name, password) = (attempt.name.clone(), attempt.password);
        let admitted = self.auth.admit(accounts, name, password, presented.body_bytes).await;
        let user_id = admitted.map_err(|denied| match denied {
            Denied::Busy => failed(ServiceError::unavailable(denied.to_string()), None),
            _ => {
                let message = denied.to_string();
                let back = presented.referrer.as_deref().map(|page| with_error(page, &message));
                failed(ServiceError::unauthorized(message), back)
            }
        })?;
        let id = ids.effective(remember.unwrap_or(presented.remembered)).to_owned();
        accounts.sessions.sign_in(&id, &user_id, &attempt.name, context.clock().now());
        let of_sign_in = (presented.back.clone(), None);
        let reply = self.respond(&user_id, &attempt.name, &id, of_sign_in, context)?;
        Ok(Reply {
            session: Some(SessionChange::SignIn { user_id, ids, remember }),
            browser_goes_to: presented
                .back
                .clone()
                .map(|location| Redirection { location, reason: None }),
            ..reply
        })
    }

    fn sign_out(
        &self,
        credentials: &Credentials,
        presented: &Presented,
        context: &Context,
    ) -> Result<Reply, ServiceError> {
        signed_in(context)?.sessions.sign_out(&presented.session_id);
        let reply = context.reply(&SignedOut { response_status: self.empty_status() })?;
        // The host sends a browser anywhere; only sign-in looks where to.
        let back = presented.back.clone().filter(|back| !is_external(back));
        Ok(Reply {
            session: Some(SessionChange::SignOut { remember: credentials.remember_me }),
            browser_goes_to: back
                .map(|location| Redirection { location, reason: Some("Moved Temporarily") }),
            ..reply
        })
    }

    fn empty_status(&self) -> Option<EmptyStatus> {
        (self.version == Version::V5).then_some(EmptyStatus {})
    }

    /// What is reported of a signed-in user. The name is the one that was typed.
    fn respond(
        &self,
        user_id: &str,
        name: &str,
        session_id: &str,
        (referrer_url, provider): (Option<String>, Option<&'static str>),
        context: &Context,
    ) -> Result<Reply, ServiceError> {
        let accounts = signed_in(context)?;
        // The user of a token is known by its claims alone.
        let caller = || context.caller.as_ref().map(|caller| caller.user.clone());
        let identity = self.auth.identity_of(user_id, accounts).or_else(caller);
        let user = identity.ok_or(ServiceError::NotAuthenticated)?;
        let is_new = context.caller.as_ref().is_none_or(|caller| caller.session_id != session_id);
        let tokens = self.auth.tokens.as_ref().filter(|_| is_new);
        context.reply(&AuthenticateResponse {
            user_id: user.id.clone(),
            session_id: session_id.to_owned(),
            user_name: name.to_owned(),
            display_name: user.display_name.clone(),
            referrer_url,
            bearer_token: tokens.and_then(|tokens| {
                let token = tokens.issue(&user, context.clock().now());
                token.inspect(|token| accounts.revoked.issued(token))
            }),
            profile_url: NO_PICTURE,
            roles: user.roles.clone(),
            permissions: user.permissions.clone(),
            auth_provider: provider.filter(|_| self.version == Version::V10),
            response_status: self.empty_status(),
        })
    }
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
                let session = SessionChange::Remember(remember);
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
    Redirection { location: format!("{page}#f={}", message.replace(' ', "+")), reason: None }
}

fn get_is_disabled() -> ServiceError {
    let message = "GET Authenticate requests are disabled, to enable set AuthFeature.AllowGetAuthenticateRequests = req => true";
    ServiceError::exception("NotSupportedException", message)
}

fn unknown_provider(provider: &str) -> ServiceError {
    ServiceError::not_found(format!("No configuration was added for OAuth provider '{provider}'"))
}
