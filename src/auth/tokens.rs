//! JSON Web Tokens (RFC 7519) as ServiceStack's JWT provider issues and reads them: HS256, claims
//! `sub`, `name`, `preferred_username`, `roles`, `perms`.

use chrono::{DateTime, Duration, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::tenant::Identity;

/// Issues and reads the tokens of a host.
pub struct Tokens {
    encoding: EncodingKey,
    decoding: DecodingKey,
    lifetime: Duration,
}

/// Why a token lets nobody in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Its `exp` has passed.
    #[error("Token has expired")]
    Expired,
    /// Its `nbf` lies ahead (RFC 7519 section 4.1.5; recorded of 10.1.5).
    #[error("Token not valid yet")]
    NotYet,
    /// It was revoked before its end.
    #[error("Token has been invalidated")]
    Revoked,
    /// It is no token, or not one of this host.
    #[error("Token is invalid")]
    Invalid,
}

#[derive(Serialize)]
struct Claims {
    iss: String,
    sub: String,
    iat: i64,
    exp: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    preferred_username: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    roles: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    perms: Vec<String>,
}

/// What is read of a token. Only its signature, `exp` and `nbf` decide whether it is good, and the
/// session is made of its claims (recorded of 10.1.5); `sub` is a number where the id is one.
#[derive(Deserialize)]
struct Read {
    #[serde(default)]
    sub: serde_json::Value,
    exp: Option<f64>,
    nbf: Option<f64>,
    email: Option<String>,
    name: Option<String>,
    preferred_username: Option<String>,
    #[serde(default)]
    roles: Vec<String>,
    #[serde(default)]
    perms: Vec<String>,
}

impl Tokens {
    /// Tokens signed with this secret, good for `lifetime`.
    pub fn new(secret: &[u8], lifetime: Duration) -> Self {
        Self {
            encoding: EncodingKey::from_secret(secret),
            decoding: DecodingKey::from_secret(secret),
            lifetime,
        }
    }

    /// A token for a user and what it may do; `None` when it cannot be signed.
    pub fn issue(&self, user: &Identity, now: DateTime<Utc>) -> Option<String> {
        let claims = Claims {
            iss: "ssjwt".to_owned(),
            sub: user.id.clone(),
            iat: now.timestamp(),
            exp: (now + self.lifetime).timestamp(),
            email: user.email.clone(),
            name: user.display_name.clone(),
            preferred_username: user.name.clone(),
            roles: user.roles.clone(),
            perms: user.permissions.clone(),
        };
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &self.encoding).ok()
    }

    /// A token with claims of one's own; `iss`, `iat` and `exp` are added where they are missing.
    pub fn sign(
        &self,
        mut claims: serde_json::Map<String, Value>,
        now: DateTime<Utc>,
    ) -> Option<String> {
        let mut missing = |name: &str, value: Value| _ = claims.entry(name).or_insert(value);
        missing("iss", "ssjwt".into());
        missing("iat", now.timestamp().into());
        missing("exp", (now + self.lifetime).timestamp().into());
        claims.retain(|_, value| !value.is_null());
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &self.encoding).ok()
    }

    /// The user that the claims of a token make, at the instant `now`.
    ///
    /// # Errors
    /// When it is expired, not valid yet, broken, or signed with another secret or algorithm.
    pub fn identity_of(&self, token: &str, now: DateTime<Utc>) -> Result<Identity, TokenError> {
        let mut validation = Validation::new(Algorithm::HS256);
        // The emulator's clock decides, not the machine's.
        validation.validate_exp = false;
        validation.validate_aud = false;
        validation.required_spec_claims.clear();
        let claims = jsonwebtoken::decode::<Read>(token, &self.decoding, &validation);
        let claims = claims.map_err(|_| TokenError::Invalid)?.claims;
        #[expect(clippy::cast_precision_loss, reason = "seconds since 1970 fit")]
        let now = now.timestamp() as f64;
        match claims {
            Read { exp: Some(exp), .. } if exp <= now => Err(TokenError::Expired),
            Read { nbf: Some(nbf), .. } if nbf > now => Err(TokenError::NotYet),
            claims => Ok(claims.into()),
        }
    }
}

impl From<Read> for Identity {
    fn from(claims: Read) -> Self {
        let id = match &claims.sub {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let named = [&claims.preferred_username, &claims.name, &claims.email];
        let name = named.into_iter().flatten().next().unwrap_or(&id).clone();
        let Read { email, name: display_name, roles, perms: permissions, .. } = claims;
        Self { id, name, display_name, email, roles, permissions }
    }
}

/// Whether a bearer token is a JWT by its shape: three parts.
pub fn looks_like_token(text: &str) -> bool {
    text.split('.').count() == 3
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::User;

    fn user() -> User {
        User {
            id: "7".to_owned(),
            name: "till".to_owned(),
            display_name: None,
            email: None,
            password_hash: String::new(),
            roles: vec!["Cashier".to_owned()],
            permissions: Vec::new(),
        }
    }

    #[test]
    fn a_token_lives_until_its_end_and_only_under_its_secret() {
        let now = DateTime::UNIX_EPOCH + Duration::days(20_000);
        let tokens = Tokens::new(b"a secret of the test", Duration::hours(1));
        let token = tokens.issue(&Identity::from(&user()), now).expect("signed");
        assert_eq!(
            tokens.identity_of(&token, now + Duration::minutes(59)).map(|user| user.id),
            Ok("7".to_owned())
        );
        assert_eq!(
            tokens.identity_of(&token, now + Duration::minutes(60)),
            Err(TokenError::Expired)
        );
        let others = Tokens::new(b"another secret", Duration::hours(1));
        assert_eq!(others.identity_of(&token, now), Err(TokenError::Invalid));
    }

    #[test]
    fn a_token_may_begin_later() {
        let now = DateTime::UNIX_EPOCH + Duration::days(20_000);
        let tokens = Tokens::new(b"a secret of the test", Duration::hours(1));
        let (begin, end) = (now.timestamp() + 60, now.timestamp() + 3600);
        let claims = serde_json::json!({
            "iss": "ssjwt", "sub": "7", "iat": now.timestamp(), "nbf": begin, "exp": end, "preferred_username": "till",
        });
        let token = jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &tokens.encoding)
            .expect("signed");
        assert_eq!(tokens.identity_of(&token, now), Err(TokenError::NotYet));
        let user = tokens.identity_of(&token, now + Duration::minutes(1)).expect("good");
        assert_eq!((user.id.as_str(), user.name.as_str()), ("7", "till"));
    }

    #[test]
    fn a_token_without_signature_is_refused() {
        let tokens = Tokens::new(b"a secret of the test", Duration::hours(1));
        let unsigned =
            "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJzdWIiOiIxIiwiZXhwIjo5OTk5OTk5OTk5fQ.";
        assert_eq!(tokens.identity_of(unsigned, DateTime::UNIX_EPOCH), Err(TokenError::Invalid));
    }
}
