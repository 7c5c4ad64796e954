//! Faults that calls set in a tenant, how often each acted, and the answers that a stale one gives.

use std::borrow::Cow;
use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use bytes::Bytes;
use lru::LruCache;

use crate::lab::fault::Fault;

/// So many faults are counted.
const MOST_COUNTED: usize = 10_000;

/// So many answers are kept; the least used make room.
const MOST_KEPT: NonZeroUsize = NonZeroUsize::new(100).expect("is not zero");

/// A fault that a call set, and its text.
#[derive(Debug, Clone, PartialEq)]
pub struct SetFault {
    /// The fault.
    pub fault: Arc<Fault>,
    /// As it was written.
    pub text: String,
    /// `toml` or `json`.
    pub notation: &'static str,
}

/// How often a fault was met, and how often it acted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FaultHits {
    /// Exchanges that came to its point and fitted.
    pub met: u64,
    /// Those to which it happened.
    pub acted: u64,
}

/// An answer that was given.
#[derive(Debug)]
pub struct KeptAnswer {
    /// Status.
    pub status: u16,
    /// Reason phrase.
    pub reason: Option<String>,
    /// Headers.
    pub headers: Vec<(Cow<'static, str>, Cow<'static, str>)>,
    /// The body.
    pub pieces: Vec<Bytes>,
    /// Whether it was sent in pieces.
    pub is_streamed: bool,
}

/// What a tenant has of faults.
pub struct FaultState {
    /// Most tenants have none, and every exchange asks.
    any: AtomicBool,
    set: RwLock<Arc<[SetFault]>>,
    hits: Mutex<HashMap<String, FaultHits>>,
    kept: Mutex<LruCache<String, Arc<KeptAnswer>>>,
}

impl Default for FaultState {
    fn default() -> Self {
        Self::with(Arc::default(), HashMap::new())
    }
}

impl FaultState {
    fn with(set: Arc<[SetFault]>, hits: HashMap<String, FaultHits>) -> Self {
        let mut kept = LruCache::unbounded();
        kept.resize(MOST_KEPT);
        Self {
            any: AtomicBool::new(!set.is_empty()),
            set: RwLock::new(set),
            hits: Mutex::new(hits),
            kept: Mutex::new(kept),
        }
    }

    /// Whether calls have set any.
    pub fn is_any(&self) -> bool {
        self.any.load(Ordering::Acquire)
    }

    /// Those that calls set, in the order of their names.
    pub fn all(&self) -> Arc<[SetFault]> {
        self.set.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Sets a fault in the place of one of its name, with counts that begin anew.
    ///
    /// # Errors
    /// How many there may be, when there are as many.
    pub fn put(&self, new: SetFault, most: usize) -> Result<(), usize> {
        let name = new.fault.name.clone();
        let mut set = self.set.write().unwrap_or_else(PoisonError::into_inner);
        let mut faults: Vec<SetFault> =
            set.iter().filter(|known| known.fault.name != name).cloned().collect();
        if faults.len() >= most {
            return Err(most);
        }
        faults.push(new);
        faults.sort_by(|one, other| one.fault.name.cmp(&other.fault.name));
        *set = faults.into();
        self.any.store(true, Ordering::Release);
        self.hits().remove(&key_of_call(&name));
        Ok(())
    }

    /// Takes a fault back that a call set. `false` when there is none.
    pub fn remove(&self, name: &str) -> bool {
        let mut set = self.set.write().unwrap_or_else(PoisonError::into_inner);
        let left: Vec<SetFault> =
            set.iter().filter(|known| known.fault.name != name).cloned().collect();
        let removed = left.len() < set.len();
        self.any.store(!left.is_empty(), Ordering::Release);
        *set = left.into();
        removed
    }

    /// Takes all of them back, and gives how many there were.
    pub fn clear(&self) -> usize {
        let mut set = self.set.write().unwrap_or_else(PoisonError::into_inner);
        self.any.store(false, Ordering::Release);
        std::mem::take(&mut *set).len()
    }

    /// Counts that a fault was met.
    pub fn meet(&self, key: &str) {
        self.counted(key, |hits| hits.met += 1);
    }

    /// Counts that it acts, unless it acted so often.
    pub fn act(&self, key: &str, times: Option<u64>) -> bool {
        let mut may = false;
        self.counted(key, |hits| {
            may = times.is_none_or(|times| hits.acted < times);
            hits.acted += u64::from(may);
        });
        may
    }

    /// How often it was met and acted.
    pub fn hits_of(&self, key: &str) -> FaultHits {
        self.hits().get(key).copied().unwrap_or_default()
    }

    /// Keeps the answer that a request got.
    pub fn keep(&self, request: String, answer: KeptAnswer) {
        self.kept().put(request, Arc::new(answer));
    }

    /// The answer that a request got before.
    pub fn kept_answer(&self, request: &str) -> Option<Arc<KeptAnswer>> {
        self.kept().get(request).cloned()
    }

    /// The same, to be changed on its own.
    pub(super) fn fork(&self) -> Self {
        Self::with(self.all(), self.hits().clone())
    }

    fn counted(&self, key: &str, count: impl FnOnce(&mut FaultHits)) {
        let mut hits = self.hits();
        if let Some(known) = hits.get_mut(key) {
            return count(known);
        }
        let mut new = FaultHits::default();
        count(&mut new);
        if hits.len() < MOST_COUNTED {
            hits.insert(key.to_owned(), new);
        }
    }

    fn hits(&self) -> MutexGuard<'_, HashMap<String, FaultHits>> {
        self.hits.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn kept(&self) -> MutexGuard<'_, LruCache<String, Arc<KeptAnswer>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a fault is counted under that a call set.
pub fn key_of_call(name: &str) -> String {
    format!("call/{name}")
}
