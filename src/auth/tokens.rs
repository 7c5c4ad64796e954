//! JSON Web Tokens (RFC 7519) as ServiceStack's JWT provider issues and reads them: HS256, claims
//! `sub`, `name`, `preferred_username`, `roles`, `perms`.

use chrono::{DateTime, Duration, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

use super::User;
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
    /// It is no token, or not one of this host.
    #[error("Token is invalid")]
    Invalid,
}

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    iat: i64,
    exp: i64,
    #[serde(skip_serializing, default)]
    nbf: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    name: Option<String>,
    preferred_username: String,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    roles: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
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
    pub fn issue(&self, user: &User, identity: &Identity, now: DateTime<Utc>) -> Option<String> {
        let claims = Claims {
            iss: "ssjwt".to_owned(),
            sub: user.id.clone(),
            iat: now.timestamp(),
            exp: (now + self.lifetime).timestamp(),
            nbf: None,
            email: user.email.clone(),
            name: user.display_name.clone(),
            preferred_username: user.name.clone(),
            roles: identity.roles.clone(),
            perms: identity.permissions.clone(),
        };
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &self.encoding).ok()
    }

    /// The id of the user that a token stands for at the instant `now`.
    ///
    /// # Errors
    /// When it is expired, not valid yet, broken, or signed with another secret or algorithm.
    pub fn user_of(&self, token: &str, now: DateTime<Utc>) -> Result<String, TokenError> {
        let mut validation = Validation::new(Algorithm::HS256);
        // The emulator's clock decides, not the machine's.
        validation.validate_exp = false;
        let claims = jsonwebtoken::decode::<Claims>(token, &self.decoding, &validation);
        let claims = claims.map_err(|_| TokenError::Invalid)?.claims;
        match claims {
            Claims { exp, .. } if exp <= now.timestamp() => Err(TokenError::Expired),
            Claims { nbf: Some(nbf), .. } if nbf > now.timestamp() => Err(TokenError::NotYet),
            claims => Ok(claims.sub),
        }
    }
}

/// Whether a bearer token is a JWT by its shape: three parts.
pub fn looks_like_token(text: &str) -> bool {
    text.split('.').count() == 3
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let token = tokens.issue(&user(), &Identity::from(&user()), now).expect("signed");
        assert_eq!(tokens.user_of(&token, now + Duration::minutes(59)), Ok("7".to_owned()));
        assert_eq!(tokens.user_of(&token, now + Duration::minutes(60)), Err(TokenError::Expired));
        let others = Tokens::new(b"another secret", Duration::hours(1));
        assert_eq!(others.user_of(&token, now), Err(TokenError::Invalid));
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
        assert_eq!(tokens.user_of(&token, now), Err(TokenError::NotYet));
        assert_eq!(tokens.user_of(&token, now + Duration::minutes(1)), Ok("7".to_owned()));
    }

    #[test]
    fn a_token_without_signature_is_refused() {
        let tokens = Tokens::new(b"a secret of the test", Duration::hours(1));
        let unsigned =
            "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJzdWIiOiIxIiwiZXhwIjo5OTk5OTk5OTk5fQ.";
        assert_eq!(tokens.user_of(unsigned, DateTime::UNIX_EPOCH), Err(TokenError::Invalid));
    }
}
