//! `[auth]`: sign-in beside users, keys and tokens.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use smart_default::SmartDefault;

use super::Secret;

/// `[auth]`.
#[derive(Debug, Clone, PartialEq, Eq, SmartDefault, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AuthSettings {
    /// Serve /register: anybody makes a user of their own (RegistrationFeature).
    #[schemars(extend("x-flag" = "register"))]
    pub register: bool,
    /// Makes who presents it an administrator (AdminAuthSecret).
    #[schemars(extend("x-default" = "none"))]
    pub secret: Option<Secret<8>>,
}
