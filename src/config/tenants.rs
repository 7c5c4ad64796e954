//! `[tenants]`: states of their own for clients that name one.

use std::collections::BTreeMap;
use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use smart_default::SmartDefault;

use super::{Bounded, Text};
use crate::tenant::is_name;

/// `[tenants]`.
#[derive(Debug, Clone, PartialEq, Eq, SmartDefault, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TenantSettings {
    /// Most tenants besides the default one; 0 turns them off.
    #[schemars(extend("x-default" = "100 on loopback, else 0"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most: Option<Bounded<0, 100_000>>,
    /// Time after which a tenant is dropped that nobody used.
    #[default(Text(Duration::from_secs(3600)))]
    pub idle: Text<Duration>,
    /// Tenants by the host name that clients address, e.g. `{ "shop.test" = "shop" }`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub hosts: BTreeMap<String, TenantName>,
}

/// A name that a tenant can have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String")]
#[schemars(with = "String")]
pub struct TenantName(pub String);

impl TryFrom<String> for TenantName {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if is_name(&text) {
            Ok(Self(text))
        } else {
            Err(format!("{text:?} names no tenant: 1 to 64 letters, digits, '-', '_' and '.'"))
        }
    }
}
