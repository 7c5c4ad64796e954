//! `[identity]`: ASP.NET Core Identity.

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use smart_default::SmartDefault;

use super::Text;
use crate::auth::IdentityRules;

/// `[identity]`.
#[derive(Debug, Clone, PartialEq, Eq, SmartDefault, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct IdentitySettings {
    /// Sign in by ASP.NET Core Identity, as new projects do; it implies endpoint routing.
    #[schemars(extend("x-flag" = "identity"))]
    pub enabled: bool,
    /// The application cookie.
    #[default(".AspNetCore.Identity.Application".to_owned())]
    pub cookie: String,
    /// How long the cookie is remembered.
    #[default(super::settings::TWO_WEEKS)]
    pub cookie_lifetime: Text<Duration>,
    /// The page to sign in.
    #[default("/Account/Login".to_owned())]
    pub login_path: String,
    /// The page for those who lack a role.
    #[default("/Account/AccessDenied".to_owned())]
    pub access_denied_path: String,
    /// The page after signing out.
    #[default("/Account/Logout".to_owned())]
    pub logout_path: String,
    /// What these pages are told the address by.
    #[default("ReturnUrl".to_owned())]
    pub return_parameter: String,
    /// Redirect API clients as browsers are (without DisableRedirectsForApis).
    pub redirect_apis: bool,
    /// Let Basic credentials sign in (BasicAuth).
    pub basic: bool,
    /// Let nobody sign in whose email address is not confirmed (RequireConfirmedAccount).
    #[default(true)]
    pub require_confirmed: bool,
    /// Roles that can be given, besides those of users and operations.
    #[schemars(extend("x-default" = "none"))]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
}

impl IdentitySettings {
    /// How the host is set up, if it has Identity.
    pub fn rules(&self) -> Option<IdentityRules> {
        let lifetime = chrono::Duration::from_std(self.cookie_lifetime.0);
        self.enabled.then(|| IdentityRules {
            cookie: self.cookie.clone(),
            cookie_lifetime: lifetime.unwrap_or(chrono::Duration::MAX),
            login_path: self.login_path.clone(),
            access_denied_path: self.access_denied_path.clone(),
            logout_path: self.logout_path.clone(),
            return_parameter: self.return_parameter.clone(),
            redirect_apis: self.redirect_apis,
            basic: self.basic,
            require_confirmed: self.require_confirmed,
            roles: self.roles.clone(),
        })
    }
}
