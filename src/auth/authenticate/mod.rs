//! The operation `Authenticate`: `/auth`, `/auth/{provider}`, `/auth/logout`
//! (docs/wire/authentication.md#authenticate; recordings of the topics B1 to B15).

mod answer;
mod attempt;
mod newer;
mod older;
mod provider;
mod request;
mod sign_out;
mod tokens;

use std::sync::Arc;

use super::{Auth, AuthConfig};
use crate::edition::Version;
use crate::service::validation::{Rules, not_empty};
use crate::service::{Context, Reply, Service, ServiceError, ServiceFuture};
use crate::tenant::{Accounts, Identity};
use crate::value::Object;
use answer::SignedOut;
pub(super) use attempt::external;
use provider::Provider;
pub(super) use provider::{get_is_disabled, unknown_provider};
use request::Credentials;
pub use sign_out::AuthenticateLogout;
pub(super) use tokens::announced;

/// The service behind every way of signing in and out.
#[derive(Clone)]
pub struct Authenticate {
    auth: Arc<Auth>,
    rules: Arc<Rules>,
    version: Version,
    config: Arc<AuthConfig>,
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
            Provider::Logout => self.sign_out(credentials.remember_me, &presented, context),
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
                let broken = (!broken.is_empty()).then_some(ServiceError::ValidationThrown(broken));
                let attempt = credentials.attempt(broken, &presented, self.version);
                self.attempt(attempt, &presented, context).await
            }
        }
    }

    /// A user by the name that was typed.
    fn user(
        &self,
        id: &str,
        name: String,
        accounts: &Accounts,
    ) -> Result<Arc<Identity>, ServiceError> {
        let user = self.auth.identity_of(id, accounts).ok_or(ServiceError::NotAuthenticated)?;
        Ok(user.called(name))
    }

    /// Whether a GET may sign in, or just ask who is signed in.
    fn allows_get(&self, signs_in: bool) -> bool {
        self.config.allow_get_authenticate_requests.unwrap_or(!signs_in)
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
