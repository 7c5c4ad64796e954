//! What an engine counts of itself while it works, for an observer. No engine knows who that is,
//! nor how the numbers are published.

use std::sync::{Mutex, MutexGuard, PoisonError};

use smart_default::SmartDefault;

/// An engine's numbers at one moment. Counts begin with the process; what an engine does not have
/// is `None`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Vitals {
    /// Changes that wait for the one writer.
    pub queue: Option<Queue>,
    /// How many answers shared one sync of the disk.
    pub batches: Option<Histogram>,
    /// How long the syncs of the disk took, in seconds.
    pub syncs: Option<Histogram>,
    /// Connections to a database.
    pub pool: Option<Pool>,
}

/// A bounded queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Queue {
    /// In it now.
    pub waiting: usize,
    /// The most that may be; one more is refused.
    pub limit: usize,
}

/// A pool of connections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pool {
    /// Open connections.
    pub open: usize,
    /// Open connections that nobody uses.
    pub idle: usize,
    /// The most that may be open.
    pub limit: usize,
    /// Calls that wait for a connection.
    pub waiting: usize,
}

/// How often which values came: a histogram.
#[derive(Debug, Clone, PartialEq)]
pub struct Histogram {
    /// The sum of all values.
    pub sum: f64,
    /// Upper bounds, ascending, the last one infinite, and how many values lie between each and the
    /// one before.
    pub buckets: Vec<(f64, u64)>,
}

/// A histogram that is being filled.
#[derive(Debug)]
pub(super) struct Meter(Mutex<Histogram>);

impl Meter {
    /// An empty one with these upper bounds.
    pub(super) fn new(bounds: &[f64]) -> Self {
        let bounds = bounds.iter().copied().chain([f64::INFINITY]);
        Self(Mutex::new(Histogram { sum: 0.0, buckets: bounds.map(|bound| (bound, 0)).collect() }))
    }

    /// Counts a value.
    pub(super) fn record(&self, value: f64) {
        let mut spread = self.lock();
        spread.sum += value;
        if let Some((_, count)) = spread.buckets.iter_mut().find(|(bound, _)| value <= *bound) {
            *count += 1;
        }
    }

    /// What has been counted so far.
    pub(super) fn read(&self) -> Histogram {
        self.lock().clone()
    }

    /// Nothing panics while it holds the lock.
    fn lock(&self) -> MutexGuard<'_, Histogram> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a writer measures. A stopwatch is no clock: it does not show the time of day.
#[derive(Debug, SmartDefault)]
pub(super) struct Meters {
    /// Answers that shared a sync: powers of two.
    #[default(Meter::new(&[1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0, 1024.0]))]
    pub(super) batches: Meter,
    /// Seconds of a sync: from a disk with a cache of its own to one that is failing.
    #[default(Meter::new(&[
        0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5,
    ]))]
    pub(super) syncs: Meter,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_belongs_to_its_bucket_and_the_last_takes_the_rest() {
        let meter = Meter::new(&[1.0, 2.0]);
        [0.5, 1.0, 1.5, 7.0].into_iter().for_each(|value| meter.record(value));
        assert_eq!(
            meter.read(),
            Histogram { sum: 10.0, buckets: vec![(1.0, 2), (2.0, 1), (f64::INFINITY, 1)] }
        );
    }
}
