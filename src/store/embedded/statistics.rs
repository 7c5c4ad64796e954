//! What the writer counts of its work. A stopwatch is no clock: it tells nobody what time it is.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::store::vitals::{Meter, Queue, Vitals};

/// Answers that shared a sync: powers of two.
const BATCH: [f64; 11] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0, 1024.0];
/// Seconds, from a disk with a cache of its own to one that is in trouble.
const SYNC: [f64; 12] = [0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5];

/// Counted by the writer and by those who hand it changes.
#[derive(Debug)]
pub(super) struct Statistics {
    waiting: AtomicUsize,
    limit: usize,
    batches: Meter,
    syncs: Meter,
}

impl Statistics {
    /// For a queue of this length.
    pub(super) fn new(limit: usize) -> Self {
        Statistics {
            waiting: AtomicUsize::new(0),
            limit,
            batches: Meter::new(&BATCH),
            syncs: Meter::new(&SYNC),
        }
    }

    /// A change is about to be put into the queue.
    pub(super) fn enters(&self) {
        self.waiting.fetch_add(1, Ordering::Relaxed);
    }

    /// So many changes were taken out, or did not get in.
    pub(super) fn leave(&self, changes: usize) {
        self.waiting.fetch_sub(changes, Ordering::Relaxed);
    }

    /// Times the sync that so many answers wait for.
    pub(super) fn timed<T>(&self, answers: usize, sync: impl FnOnce() -> T) -> (T, Duration) {
        let begun = Instant::now();
        let done = sync();
        let took = begun.elapsed();
        self.syncs.record(took.as_secs_f64());
        self.batches.record(answers as f64);
        (done, took)
    }

    pub(super) fn vitals(&self) -> Vitals {
        let queue = Queue { waiting: self.waiting.load(Ordering::Relaxed), limit: self.limit };
        Vitals {
            queue: Some(queue),
            batches: Some(self.batches.read()),
            syncs: Some(self.syncs.read()),
            pool: None,
        }
    }
}
