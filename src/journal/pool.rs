//! The journals of a server, and the memory that they share.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, TryLockError, Weak};

use super::Journal;
use super::ring::Ring;

/// What bounds journals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Most entries of a tenant's journal.
    pub entries: usize,
    /// Most bytes of all journals of a server.
    pub bytes: usize,
    /// Most bytes that are kept of a message.
    pub message_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { entries: 10_000, bytes: 64 << 20, message_bytes: 64 << 10 }
    }
}

/// The journals of a server.
#[derive(Debug, Clone, Default)]
pub struct Journals {
    /// None where nothing is kept.
    pool: Option<Arc<Pool>>,
}

impl Journals {
    /// Journals with these limits.
    pub fn new(limits: Limits) -> Self {
        let (used, rings) = (AtomicUsize::new(0), Mutex::default());
        Self { pool: Some(Arc::new(Pool { limits, used, rings })) }
    }

    /// Journals that keep nothing.
    pub fn off() -> Self {
        Self::default()
    }

    /// What bounds them; none where nothing is kept.
    pub fn limits(&self) -> Option<Limits> {
        self.pool.as_ref().map(|pool| pool.limits)
    }

    /// How many bytes all of them take.
    pub fn used(&self) -> usize {
        self.pool.as_ref().map_or(0, |pool| pool.used.load(Ordering::Relaxed))
    }

    /// A new, empty journal of a tenant.
    pub fn journal(&self, tenant: &str) -> Arc<Journal> {
        let ring = Arc::new(Ring::new(tenant, self.pool.clone()));
        if let Some(pool) = &self.pool {
            let mut rings = pool.rings.lock().unwrap_or_else(PoisonError::into_inner);
            rings.retain(|ring| ring.strong_count() > 0);
            rings.push(Arc::downgrade(&ring));
        }
        Arc::new(Journal::new(ring))
    }
}

/// The memory of all journals of a server.
#[derive(Debug)]
pub struct Pool {
    pub limits: Limits,
    used: AtomicUsize,
    rings: Mutex<Vec<Weak<Ring>>>,
}

impl Pool {
    /// Takes memory.
    pub fn take(&self, bytes: usize) {
        self.used.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Lets the largest journals forget their oldest entries until there is room, after a journal
    /// took so many bytes.
    pub fn make_room(&self, bytes: usize, of: &Ring) {
        if self.used.load(Ordering::Relaxed) <= self.limits.bytes {
            return;
        }
        let rings = match self.rings.try_lock() {
            Ok(rings) => rings,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            // Another thread makes room. Until it has, this one takes no more than it gives.
            Err(TryLockError::WouldBlock) => {
                of.forget(bytes);
                return;
            }
        };
        // A little more, so that not every exchange looks for the largest journal.
        let goal = self.limits.bytes - self.limits.bytes / 64;
        while self.used.load(Ordering::Relaxed) > goal {
            let largest = rings.iter().filter_map(Weak::upgrade).max_by_key(|ring| ring.bytes());
            let excess = self.used.load(Ordering::Relaxed).saturating_sub(goal);
            if !largest.is_some_and(|ring| ring.forget(excess)) {
                return;
            }
        }
    }

    /// Gives memory back.
    pub fn give_back(&self, bytes: usize) {
        self.used.fetch_sub(bytes, Ordering::Relaxed);
    }
}
