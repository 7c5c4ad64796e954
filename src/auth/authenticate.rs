//! The operation `Authenticate`: `/auth`, `/auth/{provider}`, `/auth/logout` (spec 04 section 3).

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Auth, User, local_path};
use crate::service::validation::{Rules, not_empty};
use crate::service::{Context, Reply, Service, ServiceError, ServiceFuture, SessionChange, SessionIds};
use crate::value::Object;

/// The service behind every way of signing in and out.
#[derive(Clone)]
pub struct Authenticate {
    auth: Arc<Auth>,
    rules: Arc<Rules>,
}

/// What of the request DTO matters here.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Credentials {
    #[serde(rename = "provider")]
    provider: Option<String>,
    user_name: Option<String>,
    password: Option<String>,
    remember_me: Option<bool>,
    r#continue: Option<String>,
}

/// What the host tells of a signed-in user.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct AuthenticateResponse {
    user_id: String,
    session_id: String,
    user_name: String,
    display_name: Option<String>,
    bearer_token: Option<String>,
    profile_url: &'static str,
    roles: Vec<String>,
    permissions: Vec<String>,
    response_status: EmptyStatus,
}

#[derive(Serialize)]
struct EmptyStatus {}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct SignedOut {
    response_status: EmptyStatus,
}

/// A picture for users without one: a grey circle of our own.
const NO_PICTURE: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'%3E%3Ccircle cx='4' cy='4' r='4' fill='%23999'/%3E%3C/svg%3E";

impl Authenticate {
    /// The service over these users and sessions.
    pub fn new(auth: Arc<Auth>) -> Self {
        let rules = Rules::new().member("UserName", [not_empty()]).member("Password", [not_empty()]);
        Self { auth, rules: Arc::new(rules) }
    }

    fn answer(&self, request: Object, context: &Context) -> Result<Reply, ServiceError> {
        let broken = self.rules.check(&context.contract, &request);
        let credentials: Credentials = context.request(request)?;
        let provider = credentials.provider.as_deref().unwrap_or_default().to_ascii_lowercase();
        match provider.as_str() {
            "logout" => self.sign_out(context),
            "" if context.verb == "GET" || credentials.is_empty() => self.who_am_i(context),
            "" | "credentials" | "basic" if context.verb == "GET" => Err(get_is_disabled()),
            "" | "credentials" | "basic" if !broken.is_empty() => Err(ServiceError::Validation(broken)),
            "" | "credentials" | "basic" => self.sign_in(&credentials, context),
            _ => Err(unknown_provider(&provider)),
        }
    }

    fn who_am_i(&self, context: &Context) -> Result<Reply, ServiceError> {
        let caller = context.caller.as_ref().ok_or(ServiceError::NotAuthenticated)?;
        let user = self.auth.users.by_id(&caller.user.id).ok_or(ServiceError::NotAuthenticated)?;
        respond(user, &caller.session_id, None, context)
    }

    fn sign_in(&self, credentials: &Credentials, context: &Context) -> Result<Reply, ServiceError> {
        let name = credentials.user_name.as_deref().unwrap_or_default();
        let password = credentials.password.as_deref().unwrap_or_default();
        let verified = self.auth.verify(name, password);
        let user = verified.map_err(|denied| ServiceError::unauthorized(denied.to_string()))?;
        let remember = credentials.remember_me.unwrap_or_default();
        let ids = SessionIds::draw(|| self.auth.sessions.new_id(&context.seed));
        self.auth.sessions.sign_in(ids.effective(remember), &user.id, context.clock.now());
        let token = self.auth.tokens.as_ref().and_then(|tokens| tokens.issue(user, context.clock.now()));
        let reply = respond(user, ids.effective(remember), token, context)?;
        let back = credentials.r#continue.as_deref().and_then(local_path);
        Ok(Reply {
            session: Some(SessionChange::SignIn { user_id: user.id.clone(), ids, remember }),
            browser_goes_to: back.map(str::to_owned),
            ..reply
        })
    }

    fn sign_out(&self, context: &Context) -> Result<Reply, ServiceError> {
        if let Some(caller) = &context.caller {
            self.auth.sessions.sign_out(&caller.session_id);
        }
        let reply = context.reply(&SignedOut { response_status: EmptyStatus {} })?;
        Ok(Reply { session: Some(SessionChange::SignOut), ..reply })
    }
}

impl Credentials {
    fn is_empty(&self) -> bool {
        self.user_name.is_none() && self.password.is_none()
    }
}

impl Service for Authenticate {
    fn call(&self, request: Object, context: Context) -> ServiceFuture {
        let service = self.clone();
        // Argon2 takes its time: it must not hold up the other requests of this worker.
        let answer = tokio::task::spawn_blocking(move || service.answer(request, &context));
        Box::pin(async move { answer.await.unwrap_or_else(|_| Err(ServiceError::unavailable("Try again."))) })
    }
}

fn respond(
    user: &User,
    session_id: &str,
    bearer_token: Option<String>,
    context: &Context,
) -> Result<Reply, ServiceError> {
    let response = AuthenticateResponse {
        user_id: user.id.clone(),
        session_id: session_id.to_owned(),
        user_name: user.name.clone(),
        display_name: user.display_name.clone(),
        bearer_token,
        profile_url: NO_PICTURE,
        roles: user.roles.clone(),
        permissions: user.permissions.clone(),
        response_status: EmptyStatus {},
    };
    context.reply(&response)
}

fn get_is_disabled() -> ServiceError {
    let message = "GET Authenticate requests are disabled, to enable set AuthFeature.AllowGetAuthenticateRequests = req => true";
    ServiceError::exception("NotSupportedException", message)
}

fn unknown_provider(provider: &str) -> ServiceError {
    ServiceError::not_found(format!("No configuration was added for OAuth provider '{provider}'"))
}
