//! The journal of a tenant.

use std::collections::VecDeque;
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::packed::Packed;
use super::pool::Pool;
use super::{Entry, Filter, Recorded, Subscription};

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
    ring: Arc<Ring>,
}

impl Journal {
    pub(super) fn new(ring: Arc<Ring>) -> Self {
        Self { ring }
    }

    /// Whether it keeps anything.
    pub fn is_on(&self) -> bool {
        self.ring.pool.is_some()
    }

    /// Adds an exchange as its newest; the oldest go where there is no room.
    #[inline]
    pub fn push<T: AsRef<str>, B: AsRef<[u8]>>(&self, entry: Recorded<T, B>) {
        if self.is_on() {
            self.ring.push(Arc::new(Packed::of(entry)));
        }
    }

    /// The exchanges that a filter takes, the newest first, as many as it wants.
    pub fn entries(&self, filter: &Filter) -> Vec<Arc<Entry>> {
        let found = self.ring.between(filter.after, filter.before).rev();
        let found = found.filter(|entry| filter.takes(entry));
        found.take(filter.take.unwrap_or(usize::MAX)).collect()
    }

    /// How many exchanges a filter takes, whatever it wants of them.
    pub fn count(&self, filter: &Filter) -> usize {
        self.ring.between(filter.after, filter.before).filter(|entry| filter.takes(entry)).count()
    }

    /// The exchange of a number; none where there is none, or it is forgotten.
    pub fn get(&self, number: u64) -> Option<Arc<Entry>> {
        let before = number.checked_add(1)?;
        self.ring.between(number.checked_sub(1), Some(before)).next()
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
        shown
            .field("tenant", &self.ring.tenant)
            .field("entries", &self.len())
            .finish_non_exhaustive()
    }
}

/// The entries of a journal.
#[derive(Debug)]
pub struct Ring {
    tenant: String,
    pool: Option<Arc<Pool>>,
    state: Mutex<State>,
    /// How many wait for the next one.
    pub listeners: AtomicUsize,
    pub came: Notify,
}

#[derive(Debug, Default)]
struct State {
    /// The oldest first, their numbers one after the other.
    entries: VecDeque<Arc<Packed>>,
    bytes: usize,
    last: u64,
    forgotten: u64,
}

impl State {
    /// The number of the oldest entry.
    fn first(&self) -> u64 {
        self.last + 1 - self.entries.len() as u64
    }

    fn forget_oldest(&mut self) -> Option<Arc<Packed>> {
        let oldest = self.entries.pop_front()?;
        self.bytes -= oldest.size();
        self.forgotten += 1;
        Some(oldest)
    }
}

impl Ring {
    pub fn new(tenant: &str, pool: Option<Arc<Pool>>) -> Self {
        let (state, listeners, came) = (Mutex::default(), AtomicUsize::new(0), Notify::new());
        Self { tenant: tenant.to_owned(), pool, state, listeners, came }
    }

    fn push(&self, entry: Arc<Packed>) {
        let Some(pool) = &self.pool else { return };
        let size = entry.size();
        // Before anybody can give it back.
        pool.take(size);
        let mut state = self.state();
        state.last += 1;
        let full = state.entries.len() >= pool.limits.entries;
        let oldest = if full { state.forget_oldest() } else { None };
        state.bytes += size;
        state.entries.push_back(entry);
        drop(state);
        if let Some(oldest) = &oldest {
            pool.give_back(oldest.size());
        }
        pool.make_room(size, self);
        if self.listeners.load(Ordering::Acquire) > 0 {
            self.came.notify_waiters();
        }
    }

    /// The entries with numbers between two, the oldest first.
    pub fn between(
        &self,
        after: Option<u64>,
        before: Option<u64>,
    ) -> impl DoubleEndedIterator<Item = Arc<Entry>> + ExactSizeIterator {
        let (first, packed) = self.packed_between(after, before);
        let entry = move |(place, packed): (usize, Arc<Packed>)| {
            Arc::new(packed.entry(first + place as u64, &self.tenant))
        };
        packed.into_iter().enumerate().map(entry)
    }

    /// They, and the number of the first one.
    fn packed_between(&self, after: Option<u64>, before: Option<u64>) -> (u64, Vec<Arc<Packed>>) {
        let state = self.state();
        let (entries, first) = (&state.entries, state.first());
        let place = |number: u64| {
            let place = usize::try_from(number.saturating_sub(first));
            place.unwrap_or(usize::MAX).min(entries.len())
        };
        let start = after.map_or(0, |after| place(after.saturating_add(1)));
        let end = before.map_or(entries.len(), place);
        let taken = entries.range(start.min(end)..end).cloned();
        (first + start as u64, taken.collect())
    }

    pub fn bytes(&self) -> usize {
        self.state().bytes
    }

    /// Forgets the oldest entries, so many bytes of them; `false` where there is none.
    pub fn forget(&self, bytes: usize) -> bool {
        let (mut freed, mut old, mut state) = (0, Vec::new(), self.state());
        while freed < bytes
            && let Some(oldest) = state.forget_oldest()
        {
            freed += oldest.size();
            old.push(oldest);
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
