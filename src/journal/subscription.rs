//! What comes to a journal, as it comes.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::ring::Ring;
use super::{Entry, Filter};

/// Exchanges that came.
#[derive(Debug, Clone)]
pub struct News {
    /// How many came before these and were forgotten before anybody took them.
    pub missed: u64,
    /// The others, the oldest first.
    pub entries: Vec<Arc<Entry>>,
}

/// A place in a journal, and what comes after it. It keeps no entry: one that takes too long finds
/// that some were [missed](News::missed).
#[derive(Debug)]
pub struct Subscription {
    ring: Arc<Ring>,
    after: u64,
}

impl Subscription {
    pub(super) fn new(ring: Arc<Ring>, after: u64) -> Self {
        ring.listeners.fetch_add(1, Ordering::AcqRel);
        Self { ring, after }
    }

    /// The number after which what comes is news.
    pub fn after(&self) -> u64 {
        self.after
    }

    /// What came since the last call; it waits for the first one.
    pub async fn next(&mut self) -> News {
        loop {
            let ring = self.ring.clone();
            let mut came = std::pin::pin!(ring.came.notified());
            // From here on nothing that comes is overlooked.
            came.as_mut().enable();
            if let Some(news) = self.take() {
                return news;
            }
            came.await;
        }
    }

    /// The same without waiting; none where nothing came.
    pub fn take(&mut self) -> Option<News> {
        let entries: Vec<_> = self.ring.between(Some(self.after), None).collect();
        let newest = entries.last()?.number;
        let missed = newest - self.after - entries.len() as u64;
        self.after = newest;
        Some(News { missed, entries })
    }

    /// Waits until so many exchanges that a filter takes have come, and gives those that came,
    /// the oldest first; fewer when the time is over.
    pub async fn wait_for(
        &mut self,
        filter: &Filter,
        times: usize,
        patience: Duration,
    ) -> Vec<Arc<Entry>> {
        let mut found = Vec::new();
        let waiting = async {
            while found.len() < times {
                let news = self.next().await;
                found.extend(news.entries.into_iter().filter(|entry| filter.takes(entry)));
            }
        };
        // When the time is over, what came is the answer.
        _ = tokio::time::timeout(patience, waiting).await;
        found
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        self.ring.listeners.fetch_sub(1, Ordering::AcqRel);
    }
}
