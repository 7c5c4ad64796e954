//! Why a token of an Identity host is refused.

use chrono::{DateTime, Utc};

use crate::service::ServiceError;

/// Why a token lets nobody in, as `WWW-Authenticate` says it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BearerError {
    /// It is no token.
    #[error("")]
    Malformed,
    /// It is not signed.
    #[error("The signature is invalid")]
    Unsigned,
    /// It is signed otherwise.
    #[error("The signature key was not found")]
    Signature,
    /// Its end has passed.
    #[error("The token expired at '{0}'")]
    Expired(String),
    /// It has no end.
    #[error("The token has no expiration")]
    Endless,
    /// Its begin lies ahead.
    #[error("The token is not valid before '{0}'")]
    NotYet(String),
    /// It is for another audience.
    #[error("The audience '{0}' is invalid")]
    Audience(&'static str),
    /// Another one issued it.
    #[error("The issuer '{0}' is invalid")]
    Issuer(String),
}

impl BearerError {
    /// What `/auth` says of it: the exception of the library, with the library's text where it was
    /// recorded.
    pub fn thrown(&self, now: DateTime<Utc>) -> ServiceError {
        let error = |status, code: &str, message: String| ServiceError::http(status, code, message);
        match self {
            Self::Malformed => error(400, "ArgumentException", "IDX12729: Unable to decode the header '[PII of type 'System.String' is hidden. For more details, see https://aka.ms/IdentityModel/PII.]' as Base64Url encoded string.".to_owned()),
            Self::Expired(end) => {
                let now = shown(now);
                error(401, "SecurityTokenExpiredException", format!("IDX10223: Lifetime validation failed. The token is expired. ValidTo (UTC): '{end}', Current time (UTC): '{now}'."))
            }
            Self::Unsigned | Self::Signature => {
                error(401, "SecurityTokenSignatureKeyNotFoundException", self.to_string())
            }
            Self::Endless => error(401, "SecurityTokenNoExpirationException", self.to_string()),
            Self::NotYet(_) => error(401, "SecurityTokenNotYetValidException", self.to_string()),
            Self::Audience(_) => error(401, "SecurityTokenInvalidAudienceException", self.to_string()),
            Self::Issuer(_) => error(401, "SecurityTokenInvalidIssuerException", self.to_string()),
        }
    }
}

pub(super) fn shown(time: DateTime<Utc>) -> String {
    time.format("%m/%d/%Y %H:%M:%S").to_string()
}
