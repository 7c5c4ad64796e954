//! How many coupons there are in which state, asked of the store no more often than every few seconds.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::Mutex;

use crate::lab::Clock;
use crate::store::{Counts, Coupons};

/// An engine may have to look at every coupon to count them.
const KEPT: Duration = Duration::from_secs(10);
/// A scrape does not wait longer for a count.
const PATIENCE: Duration = Duration::from_secs(2);

/// The counts of a store, kept for a while.
pub(super) struct Census {
    coupons: Arc<dyn Coupons>,
    clock: Clock,
    /// Held while counting, so that scrapes at once count once.
    last: Mutex<Option<(Instant, Counts)>>,
}

impl Census {
    pub(super) fn new(coupons: Arc<dyn Coupons>, clock: Clock) -> Self {
        Self { coupons, clock, last: Mutex::new(None) }
    }

    /// The counts, at most ten seconds old; none while the store does not tell them.
    pub(super) async fn counts(&self) -> Option<Counts> {
        let mut last = self.last.lock().await;
        if let Some((_, counts)) = last.filter(|(taken, _)| taken.elapsed() < KEPT) {
            return Some(counts);
        }
        let counting = self.coupons.count(self.clock.now().naive_utc());
        let counted = tokio::time::timeout(PATIENCE, counting).await;
        *last = counted.ok().and_then(Result::ok).map(|counts| (Instant::now(), counts));
        last.map(|(_, counts)| counts)
    }
}
