//! `[journal]`: the last exchanges of each tenant.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use smart_default::SmartDefault;

use super::Bounded;
use crate::journal::Limits;

/// `[journal]`.
#[derive(Debug, Clone, PartialEq, Eq, SmartDefault, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct JournalSettings {
    /// Keep the last exchanges of each tenant, for the admin API to show.
    #[schemars(extend("x-flag" = "journal", "x-default" = "on with `requests.logs`, and with `fresh` where the admin API is served"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// Most exchanges that are kept of a tenant.
    #[default(Bounded::near(10_000))]
    pub entries: Bounded<1, 10_000_000>,
    /// Most bytes that all journals take together.
    #[default(Bounded::near(64 << 20))]
    pub bytes: Bounded<65_536, { 1 << 40 }>,
    /// Most bytes that are kept of a request, and of an answer.
    #[default(Bounded::near(64 << 10))]
    pub message_bytes: Bounded<256, { 1 << 30 }>,
}

impl JournalSettings {
    /// What bounds the journals.
    pub fn limits(&self) -> Limits {
        Limits {
            entries: self.entries.size(),
            bytes: self.bytes.size(),
            message_bytes: self.message_bytes.size(),
        }
    }
}
