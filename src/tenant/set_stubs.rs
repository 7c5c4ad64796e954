//! Stubs that calls set, in the tenant in which they were set.

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

/// So many; more are not kept.
const MOST: usize = 10_000;

/// What a stub is: its room alone knows.
type AnyStub = Arc<dyn Any + Send + Sync>;

/// Stubs by host and operation, set while the host runs.
#[derive(Default)]
pub struct SetStubs {
    /// Most tenants have none, and every call asks.
    any: AtomicBool,
    stubs: RwLock<BTreeMap<String, AnyStub>>,
}

impl SetStubs {
    /// The stub of this key.
    pub fn get<T: Send + Sync + 'static>(&self, key: &str) -> Option<Arc<T>> {
        if !self.any.load(Ordering::Acquire) {
            return None;
        }
        let stubs = self.stubs.read().unwrap_or_else(PoisonError::into_inner);
        stubs.get(key)?.clone().downcast().ok()
    }

    /// All whose keys begin so, in the order of the keys.
    pub fn all<T: Send + Sync + 'static>(&self, beginning: &str) -> Vec<Arc<T>> {
        let stubs = self.stubs.read().unwrap_or_else(PoisonError::into_inner);
        let begin_so =
            stubs.range(beginning.to_owned()..).take_while(|(key, _)| key.starts_with(beginning));
        begin_so.filter_map(|(_, stub)| stub.clone().downcast().ok()).collect()
    }

    /// Keeps a stub in the place of one that had the key.
    ///
    /// # Errors
    /// How many there may be, when there are as many.
    pub fn put(&self, key: String, stub: AnyStub) -> Result<(), usize> {
        let mut stubs = self.stubs.write().unwrap_or_else(PoisonError::into_inner);
        if stubs.len() >= MOST && !stubs.contains_key(&key) {
            return Err(MOST);
        }
        stubs.insert(key, stub);
        self.any.store(true, Ordering::Release);
        Ok(())
    }

    /// Forgets a stub. `false` when there is none.
    pub fn remove(&self, key: &str) -> bool {
        let mut stubs = self.stubs.write().unwrap_or_else(PoisonError::into_inner);
        let removed = stubs.remove(key).is_some();
        self.any.store(!stubs.is_empty(), Ordering::Release);
        removed
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.stubs.read().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// The same, to be changed on their own.
    pub(super) fn fork(&self) -> Self {
        let stubs = self.stubs.read().unwrap_or_else(PoisonError::into_inner).clone();
        Self { any: AtomicBool::new(!stubs.is_empty()), stubs: RwLock::new(stubs) }
    }
}
