//! `[limits]`: what a client can make large.

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use smart_default::SmartDefault;

use super::{Bounded, Text};

/// `[limits]`. The upper bounds keep the process itself safe: a deeper value would exhaust a
/// thread's stack.
#[derive(Debug, Clone, PartialEq, Eq, SmartDefault, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Longest request body in bytes.
    #[schemars(extend("x-default" = "1048576; 30000000 of a strict modern host"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body_bytes: Option<Bounded<1, { 1 << 30 }>>,
    /// Deepest nesting of a request.
    #[default(Bounded::near(128))]
    pub depth: Bounded<1, 256>,
    /// Most values of a request.
    #[default(Bounded::near(500_000))]
    pub values: Bounded<1, 1_000_000_000>,
    /// Most coupons of one AddCoupons.
    #[default(Bounded::near(1_000_000))]
    pub coupons_per_call: Bounded<1, { i32::MAX as u64 }>,
    /// Most requests of one auto-batch (`Op[]`).
    #[default(Bounded::near(1000))]
    pub batch: Bounded<1, 1_000_000>,
    /// Most values of an answer in one piece: a batch's, or with a list that cannot be sent in
    /// parts.
    #[default(Bounded::near(2_000_000))]
    pub answer_values: Bounded<1, 1_000_000_000>,
    /// Most answers that a tenant keeps for as long as its operation says.
    #[default(Bounded::near(1000))]
    pub kept_answers: Bounded<0, 1_000_000>,
    /// Most bytes that the templates of a stub make for one answer.
    #[default(Bounded::near(16 << 20))]
    pub template_bytes: Bounded<1, { 1 << 30 }>,
    /// Most changes that wait for the store.
    #[default(Bounded::near(4096))]
    pub queue: Bounded<1, 1_000_000>,
    /// Bytes of changes in the journal until a checkpoint is written.
    #[default(Bounded::near(16 << 20))]
    pub journal_bytes: Bounded<1, { 1 << 30 }>,
    /// Most bytes of request bodies that wait for a password to be verified, 4 KiB each at least.
    #[default(Bounded::near(4 << 20))]
    pub sign_in_bytes: Bounded<4096, { 1 << 30 }>,
    /// Most connections to the database.
    #[default(Bounded::near(16))]
    pub connections: Bounded<1, 10_000>,
    /// Longest time to send a request head, and then a body.
    #[default(Text(Duration::from_secs(10)))]
    pub request_timeout: Text<Duration>,
    /// Longest time that a client may take none of its answer.
    #[default(Text(Duration::from_secs(30)))]
    pub write_timeout: Text<Duration>,
    /// Longest life of an idle connection.
    #[default(Text(Duration::from_secs(30)))]
    pub keep_alive: Text<Duration>,
    /// Longest time that running requests get when the server stops.
    #[default(Text(Duration::from_secs(10)))]
    pub shutdown_timeout: Text<Duration>,
    /// Most requests under way at once on one HTTP/2 connection.
    #[default(Bounded::near(100))]
    pub streams: Bounded<1, 10_000>,
    /// Threads that serve requests.
    #[schemars(extend("x-default" = "as many as processors"))]
    #[default(processors())]
    pub workers: Bounded<1, 1024>,
}

fn processors() -> Bounded<1, 1024> {
    Bounded::near(std::thread::available_parallelism().map_or(2, usize::from) as u64)
}
