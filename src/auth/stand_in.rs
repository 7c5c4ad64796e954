//! What stands for a user without a password: keys and refresh tokens.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{Auth, KeyError, NotOpen};
use crate::service::ServiceError;
use crate::tenant::{Accounts, Identity};

impl Auth {
    /// The user for whom a refresh token stands, as the user is now.
    ///
    /// # Errors
    /// It is no good, nobody is there, or the user is locked out.
    pub fn refreshed(
        &self,
        token: &str,
        accounts: &Accounts,
        now: DateTime<Utc>,
    ) -> Result<Arc<Identity>, NotOpen> {
        let read = self.read_token(token, accounts, now);
        let id = read.map_err(|error| NotOpen::NoGood(error.reported_of_refresh()))?.id;
        let unknown = || NotOpen::NoGood(ServiceError::not_found("User does not exist"));
        let user = self.identity_of(&id, accounts).ok_or_else(unknown)?;
        self.unlocked(&id, accounts)?;
        Ok(user)
    }

    /// The user for whom a key stands.
    ///
    /// # Errors
    /// Nobody has the key, it is good no more, or its user is locked out.
    pub fn user_of_key(
        &self,
        key: &str,
        accounts: &Accounts,
        now: DateTime<Utc>,
    ) -> Result<Arc<Identity>, NotOpen> {
        let unknown = || NotOpen::NoGood(ServiceError::not_found("API Key does not exist"));
        let over = |error: KeyError| {
            NotOpen::NoGood(ServiceError::http(403, "Forbidden", error.to_string()))
        };
        let known = self.api_keys.find(key).ok_or_else(unknown)?;
        let id = known.check(now).map_err(over)?.user_id.as_ref();
        let user = id.and_then(|id| self.identity_of(id, accounts)).ok_or_else(unknown)?;
        self.unlocked(&user.id, accounts)?;
        Ok(user)
    }

    /// Whether the account of a user who is there is open: what stands for the user without a
    /// password lets nobody in while it is locked.
    ///
    /// # Errors
    /// [`NotOpen::Locked`].
    pub fn unlocked(&self, id: &str, accounts: &Accounts) -> Result<(), NotOpen> {
        let is_out = |name: &str| accounts.lockout.is_locked(&self.users.account(name).0);
        let is_locked = match self.users.by_id(id) {
            Some(user) => user.locked || is_out(&user.name),
            None => accounts.registered.by_id(id).is_some_and(|user| user.names().any(is_out)),
        };
        if is_locked { Err(NotOpen::Locked) } else { Ok(()) }
    }
}
