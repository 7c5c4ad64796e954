//! The journal of a tenant.

use std::collections::VecDeque;
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::pool::Pool;
use super::{Entry, Filter, Subscription};

/// The last exchanges of a tenant.
///
/// ```
/// use servicestack_emulator::journal::{Entry, Filter, Journals, Limits};
///
/// let journal = Journals::new(Limits::default()).journal("default");
/// journal.push(Entry { operation: Some("ActivateCoupon".to_owned()), ..Entry::default() });
/// let found = journal.entries(&Filter { operation: Some("activatecoupon".to_owned()), ..Filter::default() });
/// assert_eq!(found[0].number, 1);
/// ```
pub struct Journal {
    tenant: Arc<str>,
    ring: Arc<Ring>,
}

impl Journal {
    pub(super) fn new(tenant: &str, ring: Arc<Ring>) -> Self {
        Self { tenant: tenant.into(), ring }
    }

    /// Whether it keeps anything.
    pub fn is_on(&self) -> bool {
        self.ring.pool.is_some()
    }

    /// Adds an exchange as its newest; the oldest go where there is no room.
    pub fn push(&self, mut entry: Entry) {
        entry.tenant = self.tenant.clone();
        self.ring.push(entry);
    }

    /// The exchanges that a filter takes, the newest first, as many as it wants.
    pub fn entries(&self, filter: &Filter) -> Vec<Arc<Entry>> {
        let entries = self.ring.between(filter.after, filter.before);
        let found = entries.into_iter().rev().filter(|entry| filter.takes(entry));
        found.take(filter.take.unwrap_or(usize::MAX)).collect()
    }

    /// How many exchanges a filter takes, whatever it wants of them.
    pub fn count(&self, filter: &Filter) -> usize {
        let entries = self.ring.between(filter.after, filter.before);
        entries.iter().filter(|entry| filter.takes(entry)).count()
    }

    /// The exchange of a number; none where there is none, or it is forgotten.
    pub fn get(&self, number: u64) -> Option<Arc<Entry>> {
        let before = number.checked_add(1)?;
        self.ring.between(number.checked_sub(1), Some(before)).pop()
    }

    /// The number of the newest exchange ever; 0 before the first one.
    pub fn last(&self) -> u64 {
        self.ring.state().last
    }

    /// How many exchanges it has.
    pub fn len(&self) -> usize {
        self.ring.state().entries.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many were forgotten because there was no room.
    pub fn forgotten(&self) -> u64 {
        self.ring.state().forgotten
    }

    /// How much memory it takes, in bytes, nearly.
    pub fn bytes(&self) -> usize {
        self.ring.bytes()
    }

    /// Forgets all exchanges and says how many they were. Numbers go on.
    pub fn clear(&self) -> usize {
        self.ring.clear()
    }

    /// What comes from now on.
    pub fn subscribe(&self) -> Subscription {
        self.subscribe_after(self.last())
    }

    /// What came after a number, as far as it is still there, and what comes from now on.
    pub fn subscribe_after(&self, number: u64) -> Subscription {
        Subscription::new(self.ring.clone(), number)
    }
}

impl fmt::Debug for Journal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Journal");
        shown.field("tenant", &self.tenant).field("entries", &self.len()).finish_non_exhaustive()
    }
}

/// The entries of a journal.
#[derive(Debug)]
pub struct Ring {
    pool: Option<Arc<Pool>>,
    state: Mutex<State>,
    /// How many wait for the next one.
    pub listeners: AtomicUsize,
    pub came: Notify,
}

#[derive(Debug, Default)]
struct State {
    /// With their sizes; the oldest first, their numbers one after the other.
    entries: VecDeque<(usize, Arc<Entry>)>,
    bytes: usize,
    last: u64,
    forgotten: u64,
}

impl State {
    fn forget_oldest(&mut self) -> Option<(usize, Arc<Entry>)> {
        let oldest = self.entries.pop_front()?;
        self.bytes -= oldest.0;
        self.forgotten += 1;
        Some(oldest)
    }
}

impl Ring {
    pub fn new(pool: Option<Arc<Pool>>) -> Self {
        let (state, listeners, came) = (Mutex::default(), AtomicUsize::new(0), Notify::new());
        Self { pool, state, listeners, came }
    }

    fn push(&self, mut entry: Entry) {
        let Some(pool) = &self.pool else { return };
        let size = entry.size();
        // Before anybody can give it back.
        pool.take(size);
        let mut state = self.state();
        state.last += 1;
        entry.number = state.last;
        let full = state.entries.len() >= pool.limits.entries;
        let oldest = if full { state.forget_oldest() } else { None };
        state.bytes += size;
        state.entries.push_back((size, Arc::new(entry)));
        drop(state);
        if let Some((bytes, _)) = &oldest {
            pool.give_back(*bytes);
        }
        pool.make_room(size, self);
        if self.listeners.load(Ordering::Acquire) > 0 {
            self.came.notify_waiters();
        }
    }

    /// The entries with numbers between two, the oldest first.
    pub fn between(&self, after: Option<u64>, before: Option<u64>) -> Vec<Arc<Entry>> {
        let state = self.state();
        let is_before = |number: u64, (_, entry): &(usize, Arc<Entry>)| entry.number < number;
        let start = after.map_or(0, |after| {
            state.entries.partition_point(|entry| is_before(after.saturating_add(1), entry))
        });
        let end = before.map_or(state.entries.len(), |before| {
            state.entries.partition_point(|entry| is_before(before, entry))
        });
        state.entries.range(start.min(end)..end).map(|(_, entry)| entry.clone()).collect()
    }

    pub fn bytes(&self) -> usize {
        self.state().bytes
    }

    /// Forgets the oldest entries, so many bytes of them; `false` where there is none.
    pub fn forget(&self, bytes: usize) -> bool {
        let (mut freed, mut old, mut state) = (0, Vec::new(), self.state());
        while freed < bytes
            && let Some((size, entry)) = state.forget_oldest()
        {
            freed += size;
            old.push(entry);
        }
        drop(state);
        self.give_back(freed);
        !old.is_empty()
    }

    fn clear(&self) -> usize {
        let mut state = self.state();
        let (entries, bytes) =
            (std::mem::take(&mut state.entries), std::mem::take(&mut state.bytes));
        drop(state);
        self.give_back(bytes);
        entries.len()
    }

    fn give_back(&self, bytes: usize) {
        if let Some(pool) = &self.pool {
            pool.give_back(bytes);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Ring {
    fn drop(&mut self) {
        self.clear();
    }
}
