//! Who is signed in at one host, who is locked out, and what each user may do.

use std::sync::Arc;

use super::{Gate, Lockout, RefreshTokens, Registered, Revoked, Rights, Sessions};
use crate::lab::Seed;

/// The part of a tenant that belongs to one host: users of one are none of another.
pub struct Accounts {
    /// The sessions of signed-in users.
    pub sessions: Arc<Sessions>,
    /// Counts wrong passwords.
    pub lockout: Lockout,
    /// Changed roles and permissions.
    pub rights: Rights,
    /// Users that registered.
    pub registered: Registered,
    /// Tokens that are good no more.
    pub revoked: Revoked,
    /// Refresh tokens of an Identity host.
    pub refresh: RefreshTokens,
    /// Bounds the sign-ins that wait, those of all tenants together: memory is the machine's.
    pub gate: Gate,
    /// The host's name; empty at the root.
    host: String,
    ids: Seed,
}

impl Accounts {
    /// Nobody is signed in but by these sessions, nobody is locked out. No id is drawn before
    /// [`Tenants`](super::Tenants) has these accounts.
    pub fn new(host: &str, sessions: Sessions, lockout: Lockout, gate: Gate) -> Self {
        Self {
            sessions: Arc::new(sessions),
            lockout,
            rights: Rights::default(),
            registered: Registered::default(),
            revoked: Revoked::default(),
            refresh: RefreshTokens::default(),
            gate,
            host: host.to_owned(),
            ids: Seed::from_os(),
        }
    }

    /// An id that no session has.
    pub fn new_id(&self) -> String {
        self.sessions.new_id(&self.ids)
    }

    /// These, with ids of a tenant's chance.
    pub(super) fn drawing_from(mut self, seed: &Seed) -> Self {
        self.ids = ids(seed, &self.host).after(self.sessions.starts());
        self
    }

    /// Those of another tenant, with nobody signed in.
    pub(super) fn fresh(&self, seed: &Seed) -> Self {
        self.with(seed, Arc::new(self.sessions.fresh()), self.lockout.fresh())
    }

    /// Those of another tenant, with the same people signed in.
    pub(super) fn fork(&self, seed: &Seed) -> Self {
        Self {
            rights: self.rights.fork(),
            registered: self.registered.fork(),
            revoked: self.revoked.fork(),
            refresh: self.refresh.fork(),
            ..self.with(seed, Arc::new(self.sessions.fork()), self.lockout.fork())
        }
    }

    /// The same as at the beginning. Sessions that are kept in a file are ended there, too.
    pub(super) fn reset(&self, seed: &Seed) -> Self {
        self.sessions.clear();
        self.with(seed, self.sessions.clone(), self.lockout.fresh())
    }

    /// With these sessions and failures, and nothing else that was changed.
    fn with(&self, seed: &Seed, sessions: Arc<Sessions>, lockout: Lockout) -> Self {
        let accounts = Self {
            sessions,
            lockout,
            rights: Rights::default(),
            registered: Registered::default(),
            revoked: Revoked::default(),
            refresh: RefreshTokens::default(),
            gate: self.gate.clone(),
            host: self.host.clone(),
            ids: self.ids.clone(),
        };
        accounts.drawing_from(seed)
    }
}

/// The stream of a host's session ids. That of the root is the tenant's own: so a seed draws the
/// session ids that it drew before each purpose had a stream.
fn ids(seed: &Seed, host: &str) -> Seed {
    if host.is_empty() { seed.clone() } else { seed.branch(&format!("host {host}")) }
}
