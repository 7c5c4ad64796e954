//! Requests under way that somebody may cancel by their tags.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Notify;

/// Requests under way, by their tags. The last one of a tag counts.
#[derive(Default)]
pub struct RunningRequests(Mutex<HashMap<String, Tagged>>);

struct Tagged {
    since: DateTime<Utc>,
    cancelled: Arc<Notify>,
}

impl RunningRequests {
    /// Notes a request, until the guard is dropped.
    pub fn begin(&self, tag: &str, now: DateTime<Utc>) -> Running<'_> {
        let cancelled = Arc::new(Notify::new());
        let tagged = Tagged { since: now, cancelled: cancelled.clone() };
        self.tagged().insert(tag.to_owned(), tagged);
        Running { all: self, tag: tag.to_owned(), cancelled }
    }

    /// Cancels the request of a tag, and tells how long it was under way; none where there is none.
    pub fn cancel(&self, tag: &str, now: DateTime<Utc>) -> Option<TimeDelta> {
        let Tagged { since, cancelled } = self.tagged().remove(tag)?;
        cancelled.notify_one();
        Some(now - since)
    }

    fn tagged(&self) -> MutexGuard<'_, HashMap<String, Tagged>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A request under way.
pub struct Running<'r> {
    all: &'r RunningRequests,
    tag: String,
    cancelled: Arc<Notify>,
}

impl Running<'_> {
    /// Comes when somebody cancels it.
    pub async fn cancelled(&self) {
        self.cancelled.notified().await;
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        let mut tagged = self.all.tagged();
        let is_own = |known: &Tagged| Arc::ptr_eq(&known.cancelled, &self.cancelled);
        if tagged.get(&self.tag).is_some_and(is_own) {
            tagged.remove(&self.tag);
        }
    }
}
