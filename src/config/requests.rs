//! `[requests]`: cancelling requests, and the log of them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use smart_default::SmartDefault;

use super::uploads::who;
use crate::uploads::Who;

/// `[requests]`.
#[derive(Debug, Clone, PartialEq, Eq, SmartDefault, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RequestSettings {
    /// Serve CancelRequest: a request under way that has the header X-Tag can be cancelled.
    #[schemars(extend("x-default" = "on if the contract names the plug-in `reqcancel`"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancel: Option<bool>,
    /// Serve /requestlogs: the last requests, as the journal keeps them, which is on then.
    #[schemars(extend("x-default" = "on if the contract names the plug-in `reqlogs`"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logs: Option<bool>,
    /// Who may read /requestlogs: a role, AllowAnyUser or AllowAnon.
    #[default("Admin".to_owned())]
    pub logs_role: String,
}

impl RequestSettings {
    /// Who may read the log.
    pub fn readers(&self) -> Who {
        who(Some(&self.logs_role))
    }
}
