//! What stands in a token (recorded of 10.1.5: claims in this order, absent ones left out).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::tenant::Identity;

/// The claims of an access token.
#[derive(Serialize)]
pub(super) struct Claims<'i> {
    iss: &'i str,
    sub: Value,
    iat: i64,
    exp: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    aud: Option<&'i str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'i str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    given_name: Option<&'i str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    family_name: Option<&'i str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'i str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    preferred_username: &'i str,
    #[serde(skip_serializing_if = "Option::is_none")]
    picture: Option<&'i str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    roles: &'i [String],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    perms: &'i [String],
    jti: i64,
}

/// The claims of a refresh token.
#[derive(Serialize)]
pub(super) struct RefreshClaims {
    pub sub: Value,
    pub iat: i64,
    pub exp: i64,
    pub jti: i64,
}

impl<'i> Claims<'i> {
    /// Those of a user in a token that is good from one instant to another.
    pub fn of(
        user: &'i Identity,
        (iss, aud): (&'i str, Option<&'i str>),
        (begin, end): (DateTime<Utc>, DateTime<Utc>),
        jti: i64,
    ) -> Self {
        Self {
            iss,
            aud,
            sub: subject(&user.id),
            iat: begin.timestamp(),
            exp: end.timestamp(),
            email: user.email.as_deref(),
            given_name: user.first_name.as_deref(),
            family_name: user.last_name.as_deref(),
            name: user.display_name.as_deref(),
            preferred_username: &user.name,
            picture: user.profile_url.as_deref(),
            roles: &user.roles,
            perms: &user.permissions,
            jti,
        }
    }
}

/// A user's id: a number where it is one.
pub(super) fn subject(id: &str) -> Value {
    let number = id.parse::<i64>().ok().filter(|number| number.to_string() == id);
    number.map_or_else(|| id.into(), Value::from)
}

/// What is read of a token. Only its signature, `exp`, `nbf` and `aud` decide whether it is good,
/// and the session is made of its claims; `sub` is a number where the id is one.
#[derive(Deserialize)]
pub(super) struct Read {
    #[serde(default)]
    sub: Value,
    pub exp: Option<f64>,
    pub nbf: Option<f64>,
    pub aud: Option<Value>,
    email: Option<String>,
    given_name: Option<String>,
    family_name: Option<String>,
    name: Option<String>,
    preferred_username: Option<String>,
    picture: Option<String>,
    #[serde(default)]
    roles: Vec<String>,
    #[serde(default)]
    perms: Vec<String>,
}

impl From<Read> for Identity {
    fn from(claims: Read) -> Self {
        let id = match claims.sub {
            Value::Null => String::new(),
            Value::String(text) => text,
            other => other.to_string(),
        };
        Self {
            id,
            name: claims.preferred_username.unwrap_or_default(),
            display_name: claims.name,
            first_name: claims.given_name,
            last_name: claims.family_name,
            email: claims.email,
            profile_url: claims.picture,
            roles: claims.roles,
            permissions: claims.perms,
        }
    }
}
