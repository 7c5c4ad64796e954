//! Tokens of an Identity host: issuer, audience and end are required, and claims have .NET's names.

mod bearer_error;
mod claims;
mod handed;
mod principal;
mod services;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Duration, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, crypto};
use serde_json::{Map, Value};

pub use bearer_error::BearerError;
pub use services::{ConvertIdentitySession, GetIdentityToken};

use super::Principal;
use crate::auth::{Issued, TokenRules};
use crate::tenant::Identity;
use bearer_error::shown;
use claims::{Claims, Head};
use principal::principal;

/// How far the clocks of two machines may be apart.
const SKEW: i64 = 300;

/// Issues and reads the tokens of a host.
pub struct IdentityTokens {
    encoding: EncodingKey,
    decoding: DecodingKey,
    rules: TokenRules,
}

impl IdentityTokens {
    /// Tokens signed with this secret.
    pub fn new(secret: &[u8], rules: TokenRules) -> Self {
        let (encoding, decoding) =
            (EncodingKey::from_secret(secret), DecodingKey::from_secret(secret));
        Self { encoding, decoding, rules }
    }

    /// How long refresh tokens are good.
    pub fn refresh_lifetime(&self) -> Duration {
        self.rules.refresh_lifetime
    }

    /// A token of a user with these roles.
    pub fn issue(
        &self,
        user: &Identity,
        roles: &[String],
        (now, number, stamp): (DateTime<Utc>, i64, String),
    ) -> Option<Issued> {
        let expires = now + self.rules.lifetime;
        let claims = Claims::of(user, roles, &self.rules, (expires, number, stamp));
        Some(Issued { token: self.signed(&claims)?, expires })
    }

    fn signed(&self, claims: &Claims<'_>) -> Option<String> {
        let part = |json: Vec<u8>| URL_SAFE_NO_PAD.encode(json);
        let head = serde_json::to_vec(&Head { alg: "HS256", typ: "JWT" }).ok()?;
        let message = format!("{}.{}", part(head), part(serde_json::to_vec(claims).ok()?));
        let signature = crypto::sign(message.as_bytes(), &self.encoding, Algorithm::HS256).ok()?;
        Some(format!("{message}.{signature}"))
    }

    /// Whom a token makes at an instant. Its signature is compared in constant time.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn read(&self, token: &str, now: DateTime<Utc>) -> Result<Principal, BearerError> {
        let parts: Vec<&str> = token.split('.').collect();
        let [head, payload, signature] = parts.as_slice() else {
            return Err(BearerError::Malformed);
        };
        let json = |part: &str| -> Option<Map<String, Value>> {
            serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()
        };
        let (Some(header), Some(claims)) = (json(head), json(payload)) else {
            return Err(BearerError::Malformed);
        };
        let algorithm = header.get("alg").and_then(Value::as_str).unwrap_or_default();
        if algorithm == "none" {
            return Err(BearerError::Unsigned);
        }
        let message = &token[..head.len() + 1 + payload.len()];
        let verified =
            crypto::verify(signature, message.as_bytes(), &self.decoding, Algorithm::HS256);
        if algorithm != "HS256" || !matches!(verified, Ok(true)) {
            return Err(BearerError::Signature);
        }
        in_time(&claims, now)?;
        self.addressed(&claims)?;
        Ok(principal(&claims))
    }

    fn addressed(&self, claims: &Map<String, Value>) -> Result<(), BearerError> {
        let ours = |value: &Value| value.as_str() == self.rules.audience.as_deref();
        if self.rules.audience.is_some() {
            let is_ours = match claims.get("aud") {
                None => return Err(BearerError::Audience("empty")),
                Some(Value::Array(several)) => several.iter().any(ours),
                Some(one) => ours(one),
            };
            if !is_ours {
                return Err(BearerError::Audience("(null)"));
            }
        }
        let issuer = claims.get("iss").and_then(Value::as_str).unwrap_or_default();
        match issuer == self.rules.issuer {
            true => Ok(()),
            false => Err(BearerError::Issuer(issuer.to_owned())),
        }
    }
}

fn in_time(claims: &Map<String, Value>, now: DateTime<Utc>) -> Result<(), BearerError> {
    let time = |name: &str| claims.get(name).and_then(Value::as_f64);
    #[expect(clippy::cast_possible_truncation, reason = "a time far away stays far away")]
    let instant = |seconds: f64| DateTime::from_timestamp(seconds as i64, 0).unwrap_or(now);
    #[expect(clippy::cast_precision_loss, reason = "seconds since 1970 fit")]
    let (earliest, latest) = ((now.timestamp() - SKEW) as f64, (now.timestamp() + SKEW) as f64);
    let end = time("exp").ok_or(BearerError::Endless)?;
    if let Some(begin) = time("nbf").filter(|begin| *begin > latest) {
        return Err(BearerError::NotYet(shown(instant(begin))));
    }
    if end < earliest { Err(BearerError::Expired(shown(instant(end)))) } else { Ok(()) }
}
