//! How often each answer of a stub was given, and what no answer took.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// So many requests that no answer took are kept; the oldest are forgotten first.
const MOST_MISSES: usize = 100;

/// So many stubs are counted.
const MOST_STUBS: usize = 20_000;

/// What is known of the stubs of a tenant from its calls.
#[derive(Debug, Default)]
pub struct StubHits {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// By stub, the counts of its answers by their places.
    counts: HashMap<String, Vec<u64>>,
    misses: VecDeque<NearMiss>,
}

/// A request that no answer of a stub took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearMiss {
    /// The stub's host.
    pub host: String,
    /// The operation that was called.
    pub operation: String,
    /// The file of the stub.
    pub file: String,
    /// The closest answer.
    pub answer: String,
    /// Its first condition that did not hold, and what was there instead.
    pub why: String,
}

impl StubHits {
    /// Counts the answer at a place of a stub.
    pub fn count(&self, stub: &str, place: usize) {
        let mut state = self.state();
        if !state.counts.contains_key(stub) {
            if state.counts.len() >= MOST_STUBS {
                return;
            }
            state.counts.insert(stub.to_owned(), Vec::new());
        }
        let Some(counts) = state.counts.get_mut(stub) else { return };
        if counts.len() <= place {
            counts.resize(place + 1, 0);
        }
        counts[place] += 1;
    }

    /// How often the answer at a place of a stub was given.
    pub fn of(&self, stub: &str, place: usize) -> u64 {
        self.state()
            .counts
            .get(stub)
            .and_then(|counts| counts.get(place))
            .copied()
            .unwrap_or_default()
    }

    /// Counts a stub anew.
    pub fn forget(&self, stub: &str) {
        self.state().counts.remove(stub);
    }

    /// Keeps a request that no answer took.
    pub fn miss(&self, miss: NearMiss) {
        let mut state = self.state();
        if state.misses.len() >= MOST_MISSES {
            state.misses.pop_front();
        }
        state.misses.push_back(miss);
    }

    /// The last of them, the newest first.
    pub fn misses(&self) -> Vec<NearMiss> {
        self.state().misses.iter().rev().cloned().collect()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
