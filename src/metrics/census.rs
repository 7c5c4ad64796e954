//! How many coupons there are in which state, read from the store no more often than every few
//! seconds.

use std::time::{Duration, Instant};

use tokio::sync::Mutex;

use crate::store::Counts;
use crate::tenant::Tenant;

/// An engine may have to look at every coupon to count them.
const KEPT: Duration = Duration::from_secs(10);
/// A scrape does not wait longer for a count.
const PATIENCE: Duration = Duration::from_secs(2);

/// The counts of a store, kept for a while.
#[derive(Default)]
pub(super) struct Census {
    /// Held while counting, so that scrapes at once count once.
    last: Mutex<Option<(Instant, Counts)>>,
}

impl Census {
    /// The counts, at most ten seconds old; none while the store does not report them.
    pub(super) async fn counts(&self, tenant: &Tenant) -> Option<Counts> {
        let mut last = self.last.lock().await;
        if let Some((_, counts)) = last.filter(|(taken, _)| taken.elapsed() < KEPT) {
            return Some(counts);
        }
        let counting = tenant.coupons().count(tenant.clock().now().naive_utc());
        let counted = tokio::time::timeout(PATIENCE, counting).await;
        *last = counted.ok().and_then(Result::ok).map(|counts| (Instant::now(), counts));
        last.map(|(_, counts)| counts)
    }
}
