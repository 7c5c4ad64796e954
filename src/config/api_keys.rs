//! `[api_keys]`: how API keys are taken, and keys that stand for what they may call.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use smart_default::SmartDefault;

use super::{Secret, Text};
use crate::auth::{ApiKey, KeyRules};

/// `[api_keys]`.
#[derive(Debug, Clone, PartialEq, Eq, SmartDefault, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ApiKeySettings {
    /// Keys open what asks for one and sign nobody in (ApiKeysFeature); off: they sign their users
    /// in (ApiKeyAuthProvider).
    pub feature: bool,
    /// Take a key as apikey from the query string and from forms (AllowInHttpParams).
    pub in_parameters: bool,
    /// The header that carries a key.
    #[default("X-Api-Key".to_owned())]
    pub header: String,
    /// Scopes that operations ask for, which no contract tells: { ListOrders = "orders:read" }.
    #[schemars(extend("x-default" = "none"))]
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub scopes: BTreeMap<String, String>,
    /// Keys beside those of the users.
    #[schemars(extend("x-default" = "none"))]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<KeyLayer>,
}

/// One `[[api_keys.keys]]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeyLayer {
    /// The secret.
    pub key: Secret<8>,
    /// The id of the user whom it stands for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// What it may do; `Admin` stands for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scopes: Vec<String>,
    /// The operations that it may call, if not all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<String>,
    /// When it ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Text<DateTime<Utc>>>,
    /// When it was cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled: Option<Text<DateTime<Utc>>>,
}

impl ApiKeySettings {
    /// How keys are taken.
    pub fn rules(&self) -> KeyRules {
        let lower = |(operation, scope): (&String, &String)| {
            (operation.to_ascii_lowercase(), scope.clone())
        };
        KeyRules {
            feature: self.feature,
            in_parameters: self.in_parameters,
            header: self.header.to_ascii_lowercase(),
            scopes: self.scopes.iter().map(lower).collect(),
        }
    }

    /// The keys.
    pub fn keys(&self) -> impl Iterator<Item = ApiKey> {
        self.keys.iter().map(|layer| ApiKey {
            key: layer.key.reveal().to_owned(),
            user_id: layer.user.clone(),
            tenant: None,
            scopes: layer.scopes.clone(),
            only: layer.only.clone(),
            expires: layer.expires.map(|instant| instant.0),
            cancelled: layer.cancelled.map(|instant| instant.0),
        })
    }
}
