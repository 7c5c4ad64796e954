//! `[jwt]`: JSON Web Tokens.

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use smart_default::SmartDefault;

use super::{Secret, Text};
use crate::auth::TokenRules;
use crate::host::Profile;

/// `[jwt]`.
#[derive(Debug, Clone, PartialEq, Eq, SmartDefault, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct JwtSettings {
    /// Signs the tokens; without it there are none.
    #[schemars(extend("x-default" = "no tokens"))]
    pub secret: Option<Secret<32>>,
    /// How long a token is valid.
    #[default(super::settings::TWO_WEEKS)]
    pub lifetime: Text<Duration>,
    /// How long a refresh token is valid.
    #[schemars(extend("x-default" = "365days; 90days with identity"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_lifetime: Option<Text<Duration>>,
    /// `iss` of the tokens.
    #[default("ssjwt".to_owned())]
    pub issuer: String,
    /// `aud` of the tokens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
    /// Sign-in gives tokens in cookies and keeps no session (UseTokenCookie); off: in the body.
    #[schemars(extend("x-default" = "on with profile modern"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cookies: Option<bool>,
    /// Take a token from the query string, as ss-tok (AllowInQueryString).
    pub in_query: bool,
    /// Take a token from a form, as ss-tok (AllowInFormData).
    pub in_form: bool,
    /// /session-to-token tells the token (IncludeJwtInConvertSessionToTokenResponse).
    pub in_conversion: bool,
}

impl JwtSettings {
    /// How tokens of a host of this profile, with or without Identity, are handed out and taken.
    pub fn rules(&self, profile: Profile, has_identity: bool) -> TokenRules {
        let days = if has_identity { 90 } else { 365 };
        let preset = Text(Duration::from_secs(days * 24 * 3600));
        let span = |text: Text<Duration>| {
            chrono::Duration::from_std(text.0).unwrap_or(chrono::Duration::MAX)
        };
        TokenRules {
            lifetime: span(self.lifetime),
            refresh_lifetime: span(self.refresh_lifetime.unwrap_or(preset)),
            issuer: self.issuer.clone(),
            audience: self.audience.clone(),
            cookies: self.cookies.unwrap_or(profile == Profile::Modern),
            in_query: self.in_query,
            in_form: self.in_form,
            in_conversion: self.in_conversion,
        }
    }
}
