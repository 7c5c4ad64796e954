//! Tokens that are good no more before their end, and how many were issued.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// So many are remembered; the oldest are forgotten all at once.
const MOST: usize = 10_000;

/// The tokens of a tenant that were revoked, and the one that was issued last.
#[derive(Debug, Default)]
pub struct Revoked {
    state: Mutex<State>,
}

#[derive(Debug, Clone, Default)]
struct State {
    revoked: HashSet<String>,
    last: Option<String>,
    issued: i64,
}

impl Revoked {
    /// The number of a token that is going to be issued.
    pub fn next_number(&self) -> i64 {
        let mut state = self.state();
        state.issued += 1;
        state.issued
    }

    /// Remembers the token that was issued last.
    pub fn issued(&self, token: &str) {
        self.state().last = Some(token.to_owned());
    }

    /// Revokes a token, or without one that which was issued last.
    pub fn revoke(&self, token: Option<&str>) {
        let mut state = self.state();
        let Some(token) = token.map(str::to_owned).or_else(|| state.last.take()) else { return };
        if state.revoked.len() >= MOST {
            state.revoked.clear();
        }
        state.revoked.insert(signature(&token).to_owned());
    }

    /// Whether a token was revoked.
    pub fn has(&self, token: &str) -> bool {
        self.state().revoked.contains(signature(token))
    }

    /// The same, to be changed on their own.
    pub(super) fn fork(&self) -> Self {
        Self { state: Mutex::new(self.state().clone()) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Two tokens with the same signature are one.
fn signature(token: &str) -> &str {
    token.rsplit('.').next().unwrap_or_default()
}
