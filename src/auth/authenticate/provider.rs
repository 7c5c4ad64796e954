//! Ways of signing in by name.

use super::Authenticate;
use crate::edition::Version;
use crate::service::ServiceError;

/// The providers, as the host registers them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Provider {
    Credentials,
    Basic,
    /// Keys and tokens, which sign in by themselves.
    Carried,
    Logout,
}

impl Authenticate {
    /// The provider of a name: those of keys and tokens where the host has them.
    pub(super) fn provider(&self, name: Option<&str>) -> Result<Provider, ServiceError> {
        let has = |known: &str, has: bool| {
            let named = name.is_some_and(|name| name.eq_ignore_ascii_case(known));
            has && named && self.version == Version::V10
        };
        if has("jwt", self.auth.tokens.is_some()) || has("apikey", self.auth.api_keys.sign_in()) {
            return Ok(Provider::Carried);
        }
        Provider::of(name)
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

pub(in crate::auth) fn get_is_disabled() -> ServiceError {
    let message = "GET Authenticate requests are disabled, to enable set AuthFeature.AllowGetAuthenticateRequests = req => true";
    ServiceError::exception("NotSupportedException", message)
}

pub(in crate::auth) fn unknown_provider(provider: &str) -> ServiceError {
    ServiceError::not_found(format!("No configuration was added for OAuth provider '{provider}'"))
}
