//! `[auth]`: what the owner of a host set otherwise than ServiceStack's `AuthFeature` has it.

use std::fmt;

use schemars::JsonSchema;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use smart_default::SmartDefault;

use crate::one_line;

/// ServiceStack's `AuthFeature`, with its names in snake_case (docs/host-settings.md).
#[derive(Debug, Clone, PartialEq, Eq, SmartDefault, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AuthConfig {
    /// Have the plug-in; off signs nobody in and sets no cookies.
    #[default(true)]
    pub enabled: bool,
    /// Serve /register: anybody makes a user of their own (RegistrationFeature).
    pub register: bool,
    /// Makes who presents it an administrator (AdminAuthSecret).
    #[schemars(
        with = "Option<String>",
        extend("x-value" = "TEXT", "x-default" = "none", "writeOnly" = true)
    )]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret: Option<SecretText>,
    /// Where a browser signs in that nobody is signed in with; empty to answer 401 as to programs.
    #[schemars(extend("x-value" = "PATH"))]
    #[serde(deserialize_with = "one_line::line")]
    #[default("/login".to_owned())]
    pub html_redirect: String,
    /// The parameter of that page that says where to go back to.
    #[schemars(extend("x-value" = "NAME"))]
    #[serde(deserialize_with = "parameter")]
    #[default("redirect".to_owned())]
    pub html_redirect_return_param: String,
    /// It holds the path alone, and not the whole address.
    pub html_redirect_return_path_only: bool,
    /// Where signing out sends a browser.
    #[schemars(extend("x-value" = "PATH"))]
    #[serde(deserialize_with = "one_line::some_line", skip_serializing_if = "Option::is_none")]
    pub html_logout_redirect: Option<String>,
    /// Take the session's cookies back when somebody signs out.
    #[default(true)]
    pub delete_session_cookies_on_logout: bool,
    /// Give new session ids to who signs in.
    #[default(true)]
    pub generate_new_session_cookies_on_authentication: bool,
    /// Say in the answer of a sign-in which roles and permissions the user has.
    #[default(true)]
    pub include_roles_in_authenticate_response: bool,
    /// Take sign-ins by GET; off refuses even to ask who is signed in.
    #[schemars(extend("x-default" = "only to ask who is signed in"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_get_authenticate_requests: Option<bool>,
    /// Serve AssignRoles and UnAssignRoles.
    #[default(true)]
    pub include_assign_role_services: bool,
    /// Show a page at /login.
    #[default(true)]
    pub include_default_login: bool,
}

/// The name of a parameter of an address.
fn parameter<'de, D: Deserializer<'de>>(source: D) -> Result<String, D::Error> {
    let name = one_line::line(source)?;
    match name.is_empty() || name.contains(|c: char| c.is_whitespace() || "&=#?".contains(c)) {
        true => Err(D::Error::custom(format!("{name:?} is no name of a parameter"))),
        false => Ok(name),
    }
}

/// A text of at least 8 bytes that nothing shows.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct SecretText(String);

/// What stands in its place.
const HIDDEN: &str = "(hidden)";

impl SecretText {
    /// The text itself.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for SecretText {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.len() {
            8.. => Ok(Self(text)),
            _ => Err("a secret has at least 8 characters".to_owned()),
        }
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(HIDDEN)
    }
}

impl Serialize for SecretText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(HIDDEN)
    }
}
