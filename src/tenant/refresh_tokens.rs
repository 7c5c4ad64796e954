//! The refresh tokens of an Identity host: one a user, the last one counts.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use subtle::ConstantTimeEq;

/// By user: the token and its end. There are no more than users.
#[derive(Debug, Default)]
pub struct RefreshTokens {
    by_user: Mutex<HashMap<String, (String, DateTime<Utc>)>>,
}

impl RefreshTokens {
    /// Keeps a user's token in the place of the one before.
    pub fn keep(&self, user_id: &str, token: &str, expires: DateTime<Utc>) {
        self.lock().insert(user_id.to_owned(), (token.to_owned(), expires));
    }

    /// Whose token this is. All are compared, so that the time reveals nothing.
    pub fn user_of(&self, token: &str, now: DateTime<Utc>) -> Option<String> {
        let by_user = self.lock();
        let found = by_user.iter().fold(None, |found, (user, (known, expires))| {
            let same = bool::from(known.as_bytes().ct_eq(token.as_bytes()));
            if same && *expires > now { Some(user) } else { found }
        });
        found.cloned()
    }

    /// Voids a token.
    pub fn forget(&self, token: &str) {
        self.lock().retain(|_, (known, _)| !bool::from(known.as_bytes().ct_eq(token.as_bytes())));
    }

    /// The same, to be changed on their own.
    pub(super) fn fork(&self) -> Self {
        Self { by_user: Mutex::new(self.lock().clone()) }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, (String, DateTime<Utc>)>> {
        self.by_user.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
