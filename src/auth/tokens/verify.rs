//! Whether a token is good, and what is wrong with one that is not: as the host says it, text for
//! text (recorded of 10.1.5).

use base64::Engine as _;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use chrono::{DateTime, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, crypto};
use serde::Deserialize;
use serde_json::Value;

use super::claims::Read;
use crate::service::ServiceError;

/// Why a token lets nobody in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Its `exp` has passed.
    #[error("Token has expired")]
    Expired,
    /// Its `nbf` lies ahead (RFC 7519 section 4.1.5).
    #[error("Token not valid yet")]
    NotYet,
    /// Its `aud`, as it stands there, names others (RFC 7519 section 4.1.3).
    #[error("Invalid Audience: {0}")]
    Audience(String),
    /// It was revoked before its end.
    #[error("Token has been invalidated")]
    Revoked,
    /// It is signed by another algorithm, or by none: the host never takes another's word for it.
    #[error("Invalid algorithm '{0}', expected 'HS256'")]
    Algorithm(String),
    /// A part of it is no base64url.
    #[error("Illegal base64url string!")]
    Encoding,
    /// It is no token, or not one of this host.
    #[error("Token is invalid")]
    Invalid,
}

impl TokenError {
    /// What the host makes of it. One that is not the host's own is as good as none.
    pub fn reported(&self) -> ServiceError {
        match self {
            Self::Expired | Self::NotYet | Self::Audience(_) | Self::Revoked => {
                ServiceError::http(401, "TokenException", self.to_string())
            }
            Self::Algorithm(_) => {
                ServiceError::exception("NotSupportedException", self.to_string())
            }
            Self::Encoding => ServiceError::exception("Exception", self.to_string()),
            Self::Invalid => ServiceError::NotAuthenticated,
        }
    }

    /// What it makes of a refresh token.
    pub fn reported_of_refresh(&self) -> ServiceError {
        match self {
            Self::Encoding | Self::Invalid => {
                ServiceError::exception("ArgumentException", self.to_string())
            }
            _ => self.reported(),
        }
    }
}

#[derive(Deserialize)]
struct Head {
    alg: Option<String>,
}

/// Takes padding or none, and bits that are left over.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::URL_SAFE,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// The claims of a token whose signature is right. The signature is compared in constant time.
pub(super) fn verified(token: &str, key: &DecodingKey) -> Result<Read, TokenError> {
    let parts: Vec<&str> = token.split('.').collect();
    let [head, payload, signature] = parts.as_slice() else { return Err(TokenError::Invalid) };
    let decoded = |part: &str| BASE64.decode(part).map_err(|_| TokenError::Encoding);
    let (head_bytes, payload_bytes) = (decoded(head)?, decoded(payload)?);
    decoded(signature)?;
    let Head { alg } = serde_json::from_slice(&head_bytes).map_err(|_| TokenError::Invalid)?;
    let alg = alg.unwrap_or_default();
    if alg != "HS256" {
        return Err(TokenError::Algorithm(alg));
    }
    let message = &token[..head.len() + 1 + payload.len()];
    match crypto::verify(signature, message.as_bytes(), key, Algorithm::HS256) {
        Ok(true) => serde_json::from_slice(&payload_bytes).map_err(|_| TokenError::Invalid),
        _ => Err(TokenError::Invalid),
    }
}

/// Whether these claims are for an audience, where one is set. A token without `aud` is for all.
pub(super) fn addressed(claims: Read, audience: Option<&str>) -> Result<Read, TokenError> {
    let Some((aud, audience)) = claims.aud.as_ref().zip(audience) else { return Ok(claims) };
    let is_it = |one: &Value| one.as_str() == Some(audience);
    match aud {
        Value::Array(several) if several.iter().any(is_it) => Ok(claims),
        one if is_it(one) => Ok(claims),
        Value::String(other) => Err(TokenError::Audience(other.clone())),
        others => Err(TokenError::Audience(others.to_string())),
    }
}

/// Whether these claims hold at an instant.
pub(super) fn in_time(claims: Read, now: DateTime<Utc>) -> Result<Read, TokenError> {
    #[expect(clippy::cast_precision_loss, reason = "seconds since 1970 fit")]
    let now = now.timestamp() as f64;
    match claims {
        Read { exp: Some(exp), .. } if exp <= now => Err(TokenError::Expired),
        Read { nbf: Some(nbf), .. } if nbf > now => Err(TokenError::NotYet),
        claims => Ok(claims),
    }
}
