//! `[lab]`: what requests may ask for that no real host does.

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use smart_default::SmartDefault;

use super::{Bounded, Text};

/// `[lab]`.
#[derive(Debug, Clone, PartialEq, Eq, SmartDefault, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LabSettings {
    /// Let a request choose its faults and its time by X-Emulator-Fault and X-Emulator-Clock.
    #[schemars(extend("x-default" = "on on loopback, but off in strict mode"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_headers: Option<bool>,
    /// Longest time that a fault lets a request wait.
    #[default(Text(Duration::from_secs(300)))]
    pub longest_latency: Text<Duration>,
    /// Most faults that calls may set in a tenant.
    #[default(Bounded::near(100))]
    pub most_faults: Bounded<0, 10_000>,
}
