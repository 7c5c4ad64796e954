//! What stubs remember between calls.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::value::Value;

/// The scenario that nobody has set.
pub const FIRST_SCENARIO: &str = "start";

/// So many variables and counters; more are not kept.
const MOST: usize = 10_000;

/// Counts, scenario and variables of a tenant's stubs.
#[derive(Debug, Default)]
pub struct StubState {
    state: Mutex<State>,
}

#[derive(Debug, Clone, Default)]
struct State {
    counts: HashMap<String, u64>,
    scenario: Option<String>,
    variables: BTreeMap<String, Value>,
}

impl StubState {
    /// Counts one more under this key and gives the count.
    pub fn count(&self, key: &str) -> u64 {
        let mut state = self.state();
        if let Some(count) = state.counts.get_mut(key) {
            *count += 1;
            return *count;
        }
        if state.counts.len() < MOST {
            state.counts.insert(key.to_owned(), 1);
        }
        1
    }

    /// Counts one more under this key, unless so many were counted.
    pub fn count_up_to(&self, key: &str, limit: u64) -> bool {
        let counted = self.state().counts.get(key).copied().unwrap_or_default();
        counted < limit && self.count(key) <= limit
    }

    /// Forgets the counts under keys that begin so.
    pub fn forget(&self, beginning: &str) {
        self.state().counts.retain(|key, _| !key.starts_with(beginning));
    }

    /// The state of the scenario.
    pub fn scenario(&self) -> String {
        self.state().scenario.clone().unwrap_or_else(|| FIRST_SCENARIO.to_owned())
    }

    /// Puts the scenario into a state.
    pub fn set_scenario(&self, scenario: String) {
        self.state().scenario = Some(scenario);
    }

    /// The value of a variable.
    pub fn variable(&self, name: &str) -> Option<Value> {
        self.state().variables.get(name).cloned()
    }

    /// Sets a variable. `false` when there are too many.
    pub fn set_variable(&self, name: &str, value: Value) -> bool {
        let mut state = self.state();
        let has_room = state.variables.len() < MOST || state.variables.contains_key(name);
        if has_room {
            state.variables.insert(name.to_owned(), value);
        }
        has_room
    }

    /// All variables by their names.
    pub fn variables(&self) -> BTreeMap<String, Value> {
        self.state().variables.clone()
    }

    /// Forgets a variable. `false` when there is none.
    pub fn remove_variable(&self, name: &str) -> bool {
        self.state().variables.remove(name).is_some()
    }

    /// The same, to be changed on its own.
    pub fn fork(&self) -> Self {
        Self { state: Mutex::new(self.state().clone()) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
