//! JSON Web Tokens (RFC 7519) as ServiceStack's JWT provider issues and reads them: HS256, an
//! access token that makes a session, and a refresh token for which another one is had.

mod claims;
mod verify;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Duration, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header};
use serde::Serialize;
use serde_json::Value;

pub use verify::TokenError;

use crate::service::{HandedCookie, TokenCookie};
use crate::tenant::Identity;
use claims::{Claims, RefreshClaims, subject};
use verify::{addressed, in_time, verified};

/// Issues and reads the tokens of a host.
pub struct Tokens {
    encoding: EncodingKey,
    decoding: DecodingKey,
    /// `kid`: the first letters of the secret in base64.
    key_id: String,
    /// How they are handed out and taken.
    pub rules: TokenRules,
}

/// How tokens are handed out and taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenRules {
    /// How long an access token is good.
    pub lifetime: Duration,
    /// How long a refresh token is good.
    pub refresh_lifetime: Duration,
    /// `iss`.
    pub issuer: String,
    /// `aud`. A token that names others lets nobody in.
    pub audience: Option<String>,
    /// Handed out in cookies, without a session; else in the body of the answer (UseTokenCookie).
    pub cookies: bool,
    /// Taken from the query string (AllowInQueryString).
    pub in_query: bool,
    /// Taken from the fields of a form (AllowInFormData).
    pub in_form: bool,
    /// `/session-to-token` tells the token (IncludeJwtInConvertSessionToTokenResponse).
    pub in_conversion: bool,
}

impl Default for TokenRules {
    fn default() -> Self {
        Self {
            lifetime: Duration::days(14),
            refresh_lifetime: Duration::days(365),
            issuer: "ssjwt".to_owned(),
            audience: None,
            cookies: false,
            in_query: false,
            in_form: false,
            in_conversion: false,
        }
    }
}

/// A token that was issued, and its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    /// The token.
    pub token: String,
    /// When it ends.
    pub expires: DateTime<Utc>,
}

impl Issued {
    /// In a cookie of ServiceStack's own.
    pub fn cookie(self, is_refresh: bool) -> TokenCookie {
        TokenCookie { is_refresh, token: self.token, expires: self.expires }
    }

    /// In a cookie of this name, as an Identity host hands it out.
    pub fn handed(self, name: &str) -> HandedCookie {
        HandedCookie::new(name, self.token, Some(self.expires))
    }
}

impl Tokens {
    /// Tokens signed with this secret, good for `lifetime`, handed out in the body.
    pub fn new(secret: &[u8], lifetime: Duration) -> Self {
        Self::ruled(secret, TokenRules { lifetime, ..TokenRules::default() })
    }

    /// Tokens signed with this secret.
    pub fn ruled(secret: &[u8], rules: TokenRules) -> Self {
        Self {
            encoding: EncodingKey::from_secret(secret),
            decoding: DecodingKey::from_secret(secret),
            key_id: STANDARD.encode(secret).chars().take(3).collect(),
            rules,
        }
    }

    /// A token for a user and what it may do; `None` when it cannot be signed. `number` is `jti`.
    pub fn issue(&self, user: &Identity, now: DateTime<Utc>, number: i64) -> Option<Issued> {
        let TokenRules { lifetime, issuer, audience, .. } = &self.rules;
        let expires = now + *lifetime;
        let claims = Claims::of(user, (issuer, audience.as_deref()), (now, expires), number);
        Some(Issued { token: self.signed("JWT", &claims)?, expires })
    }

    /// A token for which access tokens of this user are had.
    pub fn issue_refresh(&self, user_id: &str, now: DateTime<Utc>, number: i64) -> Option<Issued> {
        let expires = now + self.rules.refresh_lifetime;
        let claims = RefreshClaims {
            sub: subject(user_id),
            iat: now.timestamp(),
            exp: expires.timestamp(),
            jti: -number,
        };
        Some(Issued { token: self.signed("JWTR", &claims)?, expires })
    }

    /// A token with claims of one's own; `iss`, `iat` and `exp` are added where they are missing.
    pub fn sign(
        &self,
        mut claims: serde_json::Map<String, Value>,
        now: DateTime<Utc>,
    ) -> Option<String> {
        let mut missing = |name: &str, value: Value| _ = claims.entry(name).or_insert(value);
        missing("iss", self.rules.issuer.clone().into());
        missing("iat", now.timestamp().into());
        missing("exp", (now + self.rules.lifetime).timestamp().into());
        claims.retain(|_, value| !value.is_null());
        self.signed("JWT", &claims)
    }

    /// The user that the claims of a token make, at the instant `now`: an access token or, as on
    /// the host, a refresh token.
    ///
    /// # Errors
    /// When it is expired, not valid yet, for another audience, broken, or signed with another
    /// secret or algorithm.
    pub fn identity_of(&self, token: &str, now: DateTime<Utc>) -> Result<Identity, TokenError> {
        // The emulator's clock decides, not the machine's.
        let claims = in_time(verified(token, &self.decoding)?, now)?;
        addressed(claims, self.rules.audience.as_deref()).map(Identity::from)
    }

    fn signed(&self, kind: &str, claims: &impl Serialize) -> Option<String> {
        let mut header = Header::new(Algorithm::HS256);
        header.typ = Some(kind.to_owned());
        header.kid = Some(self.key_id.clone());
        jsonwebtoken::encode(&header, claims, &self.encoding).ok()
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
            roles: vec!["Cashier".to_owned()],
            ..User::default()
        }
    }

    #[test]
    fn a_token_lives_until_its_end_and_only_under_its_secret() {
        let now = DateTime::UNIX_EPOCH + Duration::days(20_000);
        let tokens = Tokens::new(b"a secret of the test", Duration::hours(1));
        let token = tokens.issue(&Identity::from(&user()), now, 1).expect("signed").token;
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
        let refused = TokenError::Algorithm("none".to_owned());
        assert_eq!(tokens.identity_of(unsigned, DateTime::UNIX_EPOCH), Err(refused));
    }
}
