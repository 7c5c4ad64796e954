//! What a request carries to prove who calls (docs/wire/authentication.md#credentials).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::Request;
use super::error::Refusal;
use super::session::cookie;
use crate::service::ServiceError;

/// What the host says of a Basic header that is no base64.
const NOT_BASE64: &str = "The input is not a valid Base-64 string as it contains a non-base 64 character, more than two padding characters, or an illegal character among the padding characters.";

/// Credentials beside the session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credentials {
    /// `Authorization: Basic`, or the same in an API key's form: key as name, no password.
    Basic {
        /// Name.
        name: String,
        /// Password.
        password: String,
    },
    /// `Authorization: Bearer`: an API key or a JWT.
    Bearer(String),
    /// The cookie `ss-tok`: a JWT.
    TokenCookie(String),
}

impl Credentials {
    /// The credentials of a request, if it carries any.
    pub fn of(request: &Request) -> Result<Option<Self>, Refusal> {
        let header = request.header("authorization").unwrap_or_default();
        match header.split_once(' ') {
            Some((scheme, text)) if scheme.eq_ignore_ascii_case("basic") => basic(text.trim()),
            Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => {
                Ok(Some(Self::Bearer(token.trim().to_owned())))
            }
            _ => {
                let token = Self::token_cookie(request);
                Ok(token.map(|token| Self::TokenCookie(token.to_owned())))
            }
        }
    }

    /// The bearer token of a request; one behind two blanks is none (recorded of 10.1.5).
    pub fn bearer(request: &Request) -> Option<&str> {
        let (scheme, token) = request.header("authorization")?.split_once(' ')?;
        let token = scheme.eq_ignore_ascii_case("bearer").then(|| token.trim_end())?;
        (!token.is_empty() && !token.contains(' ')).then_some(token)
    }

    /// The token of a request's cookie. Signing out empties it. Clients that do not understand its
    /// date go on sending it, empty.
    pub fn token_cookie(request: &Request) -> Option<&str> {
        request.cookie(cookie::TOKEN).filter(|token| !token.is_empty())
    }
}

fn basic(encoded: &str) -> Result<Option<Credentials>, Refusal> {
    let broken = || Refusal::Unreadable(ServiceError::exception("FormatException", NOT_BASE64));
    let decoded = STANDARD.decode(encoded).map_err(|_| broken())?;
    let text = String::from_utf8_lossy(&decoded).into_owned();
    let pair = text.split_once(':');
    Ok(pair.map(|(name, password)| Credentials::Basic {
        name: name.to_owned(),
        password: password.to_owned(),
    }))
}
