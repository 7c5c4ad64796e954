//! What stands in a token of an Identity host (recorded of 10.1.5: claims in this order).

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;

use crate::auth::TokenRules;
use crate::tenant::Identity;

#[derive(Serialize)]
pub(super) struct Head {
    pub(super) alg: &'static str,
    pub(super) typ: &'static str,
}

/// The claims of a token, in this order.
#[derive(Serialize)]
pub(super) struct Claims<'i> {
    sub: &'i str,
    preferred_username: &'i str,
    #[serde(rename = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name")]
    names: Vec<&'i str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'i str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    given_name: Option<&'i str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    family_name: Option<&'i str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'i str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    picture: Option<&'i str>,
    #[serde(rename = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier")]
    id: &'i str,
    #[serde(rename = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress")]
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<&'i str>,
    #[serde(rename = "AspNet.Identity.SecurityStamp")]
    stamp: String,
    #[serde(rename = "http://schemas.microsoft.com/ws/2008/06/identity/claims/role")]
    #[serde(skip_serializing_if = "Value::is_null")]
    roles: Value,
    jti: String,
    exp: i64,
    iss: &'i str,
    #[serde(skip_serializing_if = "Option::is_none")]
    aud: Option<&'i str>,
}

impl<'i> Claims<'i> {
    /// Those of a user with these roles in a token that ends then; its number, and what changes
    /// with the password.
    pub(super) fn of(
        user: &'i Identity,
        roles: &'i [String],
        rules: &'i TokenRules,
        (expires, number, stamp): (DateTime<Utc>, i64, String),
    ) -> Self {
        let names = [user.display_name.as_deref(), user.first_name.as_deref(), Some(&*user.name)];
        let email = user.email.as_deref();
        Self {
            sub: &user.id,
            preferred_username: &user.name,
            names: names.into_iter().flatten().collect(),
            email,
            given_name: user.first_name.as_deref(),
            family_name: user.last_name.as_deref(),
            name: user.display_name.as_deref(),
            picture: user.profile_url.as_deref(),
            id: &user.id,
            address: email,
            stamp,
            roles: match roles {
                [] => Value::Null,
                [one] => one.as_str().into(),
                several => several.into(),
            },
            jti: number.to_string(),
            exp: expires.timestamp(),
            iss: &rules.issuer,
            aud: rules.audience.as_deref(),
        }
    }
}
