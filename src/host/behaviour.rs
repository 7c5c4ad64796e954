//! How a host behaves on the wire.

use super::{Cors, HostConfig};
use crate::auth::AuthConfig;
use crate::edition::{Edition, Profile};
use crate::wire::Dialect;

/// How a host behaves on the wire.
#[derive(Debug, Clone)]
pub struct Behaviour {
    /// Formats: strict or tolerant reading, zone, depth.
    pub dialect: Dialect,
    /// Debug mode: the host says more in its 404 and 403 texts.
    pub debug: bool,
    /// The most requests that a batch may hold.
    pub most_in_batch: usize,
    /// The most values of an answer that is made in one piece: that of a batch, or with a list that
    /// cannot be sent in parts.
    pub most_in_answer: usize,
    /// The most answers that a tenant keeps for a while.
    pub most_kept: usize,
    /// Whether a request under way may be cancelled by its tag.
    pub cancels: bool,
    /// Which pages of other origins may call.
    pub cors: Cors,
    /// What its owner set otherwise than ServiceStack's HostConfig has it.
    pub host: HostConfig,
    /// The same of signing in.
    pub auth: AuthConfig,
    /// Which ServiceStack it is, on which platform.
    pub edition: Edition,
    /// Whether it refuses what a ServiceStack host would pass over.
    pub exact: Option<Exact>,
}

/// Unknown members, values that do not fit and cut texts are refused with 400 and field errors.
#[derive(Debug, Clone, Copy)]
pub struct Exact {
    /// Operations whose query string may hold names of their own.
    pub open: &'static [&'static str],
}

impl Default for Behaviour {
    /// Tolerant, without debug texts.
    fn default() -> Self {
        Self {
            dialect: Dialect::default(),
            debug: false,
            most_in_batch: 1000,
            most_in_answer: 2_000_000,
            most_kept: 1000,
            cancels: false,
            cors: Cors::Off,
            host: HostConfig::default(),
            auth: AuthConfig::default(),
            edition: Profile::Classic.edition(),
            exact: None,
        }
    }
}
