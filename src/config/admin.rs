//! `[admin]`: the admin API.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Secret;

/// `[admin]`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AdminSettings {
    /// Serve the admin API at /_emulator.
    #[schemars(extend(
        "x-flag" = "admin",
        "x-default" = "on, but off in strict mode and, without a key, beyond loopback"
    ))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// What callers of the admin API must send, 16 bytes at least.
    #[schemars(extend("x-default" = "none: only programs of this machine may call"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<Secret<16>>,
}
