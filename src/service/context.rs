//! What an operation may ask of its host.

use std::borrow::Cow;
use std::sync::Arc;

use super::Presented;
use crate::contract::{Contract, Operation};
use crate::lab::{Clock, Seed};

/// Everything an operation may use beside its request. Cheap to clone.
#[derive(Clone)]
pub struct Context {
    /// The host's contract.
    pub contract: Arc<Contract>,
    /// The operation's place in it.
    pub operation: usize,
    /// The only source of time.
    pub clock: Clock,
    /// The only source of random values.
    pub seed: Seed,
    /// The verb of the request, upper case.
    pub verb: Cow<'static, str>,
    /// Who calls, when signed in.
    pub caller: Option<Arc<Caller>>,
    /// What the request presents to sign in; given to ServiceStack's own operations alone.
    pub presented: Option<Arc<Presented>>,
    /// The zone of the host's clock, in which times without a zone are meant.
    pub zone: chrono::FixedOffset,
}

impl Context {
    /// The operation that is being called.
    pub fn operation(&self) -> &Operation {
        &self.contract.operations()[self.operation]
    }
}

/// Who calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The user.
    pub user: Arc<Identity>,
    /// The session's id.
    pub session_id: String,
}

/// A signed-in user as operations see one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The user's id.
    pub id: String,
    /// The user's name.
    pub name: String,
    /// Roles.
    pub roles: Vec<String>,
    /// Permissions.
    pub permissions: Vec<String>,
}
