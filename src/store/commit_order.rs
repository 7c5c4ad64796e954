//! In which order changes were decided, for a caller that wants to know.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Of all stores of the process. Numbers alone are counted: no answer depends on it.
static LAST: AtomicU64 = AtomicU64::new(0);

tokio::task_local! {
    static NUMBER: CommitNumber;
}

/// The place of a call's first change among all changes of all stores.
#[derive(Debug, Clone, Default)]
pub struct CommitNumber(Arc<AtomicU64>);

impl CommitNumber {
    /// Runs a call whose first change gets this number. Every engine that decides on changes one
    /// after the other numbers them as it decides; a database does so elsewhere, and its changes
    /// have none.
    pub async fn of_call<F: Future>(&self, call: F) -> F::Output {
        NUMBER.scope(self.clone(), call).await
    }

    /// The number; one that has none yet gets the next one.
    pub fn get(&self) -> u64 {
        match self.0.load(Ordering::Acquire) {
            0 => {
                let next = LAST.fetch_add(1, Ordering::Relaxed) + 1;
                // Who came first stays.
                let taken = self.0.compare_exchange(0, next, Ordering::AcqRel, Ordering::Acquire);
                taken.err().unwrap_or(next)
            }
            number => number,
        }
    }

    /// That of the call that runs, where somebody wants to know it.
    pub(super) fn current() -> Option<Self> {
        NUMBER.try_with(Self::clone).ok()
    }
}
