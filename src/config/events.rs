//! `[events]`: server events.

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use smart_default::SmartDefault;

use super::{Bounded, Text};
use crate::events::Limits;

/// `[events]`.
#[derive(Debug, Clone, PartialEq, Eq, SmartDefault, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct EventSettings {
    /// Serve /event-stream.
    #[schemars(extend(
        "x-flag" = "events",
        "x-default" = "on if the contract names the plug-in `sse`"
    ))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// How often clients are asked to say that they are there.
    #[default(Text(Duration::from_secs(10)))]
    pub heartbeat: Text<Duration>,
    /// Time after which a subscriber is dropped that did not.
    #[default(Text(Duration::from_secs(30)))]
    pub idle: Text<Duration>,
    /// Most subscribers of a host in a tenant.
    #[default(Bounded::near(1000))]
    pub subscribers: Bounded<1, 100_000>,
    /// Most channels of a subscriber.
    #[default(Bounded::near(100))]
    pub channels: Bounded<1, 10_000>,
    /// Most events that wait for a subscriber; a slower reader is dropped.
    #[default(Bounded::near(1000))]
    pub queue: Bounded<1, 100_000>,
}

impl EventSettings {
    /// What bounds the subscribers.
    pub fn limits(&self) -> Limits {
        Limits {
            heartbeat: self.heartbeat.0,
            idle: self.idle.0,
            subscribers: self.subscribers.size(),
            channels: self.channels.size(),
            queue: self.queue.size(),
        }
    }
}
