//! What an operation may ask of its host.

use std::borrow::Cow;
use std::sync::Arc;

use super::{Accounting, Presented};
use crate::contract::{Contract, Operation};
use crate::lab::{Clock, Seed};
use crate::tenant::{Accounts, AuthProvider, Identity, Purpose, Tenant};

/// Everything an operation may use beside its request. Cheap to clone.
#[derive(Clone)]
pub struct Context {
    /// The host's contract.
    pub contract: Arc<Contract>,
    /// The operation's place in it.
    pub operation: usize,
    /// All that changes.
    pub tenant: Arc<Tenant>,
    /// Who is signed in at this host; none without authentication.
    pub accounts: Option<Arc<Accounts>>,
    /// What may be done with them.
    pub accounting: Option<Arc<dyn Accounting>>,
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

    /// What changes: coupons, time, chance.
    pub fn tenant(&self) -> &Tenant {
        &self.tenant
    }

    /// The only source of time.
    pub fn clock(&self) -> &Clock {
        self.tenant.clock()
    }

    /// The source of random values of services. Those that are built in draw for purposes of their
    /// own.
    pub fn seed(&self) -> &Seed {
        self.tenant.chance(Purpose::Service)
    }
}

/// Who calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The user.
    pub user: Arc<Identity>,
    /// The session's id.
    pub session_id: String,
    /// By what the caller is signed in.
    pub provider: AuthProvider,
    /// The types of the caller's claims; an Identity host has some.
    pub claims: Vec<String>,
}
