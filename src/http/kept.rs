//! What an observer that keeps bytes wants to know of an exchange, as far as every exchange has it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::Point;
use crate::journal::Reader;
use crate::store::CommitNumber;

/// It is noted without a lock.
#[derive(Default)]
pub struct Kept {
    /// When the request came, by the tenant's clock.
    pub at: DateTime<Utc>,
    /// Whether the body of the request was not read to its end.
    pub is_partial: bool,
    /// Who reads the request once more.
    pub reader: Option<Arc<dyn Reader>>,
    /// The place of its first change among all changes; an exchange that changes nothing gets one
    /// when it comes to the point after the commit, or when it ends.
    pub commit: CommitNumber,
    /// In nanoseconds and one more; 0 where it did not come there.
    times: [AtomicU64; Point::COUNT],
}

impl Kept {
    /// That of an exchange that came at this instant.
    pub(super) fn new(at: DateTime<Utc>, is_partial: bool) -> Self {
        Self { at, is_partial, ..Self::default() }
    }

    /// It passes a point so long after its head.
    pub(super) fn pass(&self, point: Point, after: Duration) {
        let nanoseconds = u64::try_from(after.as_nanos()).unwrap_or(u64::MAX);
        self.times[point as usize].store(nanoseconds.saturating_add(1), Ordering::Relaxed);
        if point == Point::AfterCommit {
            self.commit.get();
        }
    }

    /// How long after its head the exchange passed each point, the last time that it did.
    pub fn times(&self) -> [Option<Duration>; Point::COUNT] {
        let time = |nanoseconds: &AtomicU64| nanoseconds.load(Ordering::Relaxed).checked_sub(1);
        self.times.each_ref().map(|one| time(one).map(Duration::from_nanos))
    }
}
