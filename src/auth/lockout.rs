//! Lock-out after too many wrong passwords. Names that nobody has are counted as well: otherwise a lock would tell them apart.

use std::num::NonZeroUsize;
use std::sync::Mutex;

use lru::LruCache;

/// How many names are remembered; the ones longest without a failure are forgotten first.
const MOST_NAMES: NonZeroUsize = NonZeroUsize::new(10_000).expect("is not zero");

/// Counts wrong passwords by name.
pub struct Lockout {
    failures: Mutex<LruCache<String, u32>>,
    limit: Option<u32>,
}

impl Lockout {
    /// Locks a name at its `limit`-th wrong password in a row; `None` never does.
    pub fn new(limit: Option<u32>) -> Self {
        Self { failures: Mutex::new(LruCache::new(MOST_NAMES)), limit }
    }

    /// Whether the name is locked. A restart opens it again.
    pub fn is_locked(&self, name: &str) -> bool {
        let failures = self.lock().get(&name.to_lowercase()).copied().unwrap_or_default();
        self.limit.is_some_and(|limit| failures >= limit)
    }

    /// Takes note of a try.
    pub fn note(&self, name: &str, right: bool) {
        if self.limit.is_none() {
            return;
        }
        let mut failures = self.lock();
        let name = name.to_lowercase();
        if right {
            failures.pop(&name);
        } else {
            *failures.get_or_insert_mut(name, || 0) += 1;
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, LruCache<String, u32>> {
        self.failures.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::Lockout;

    #[test]
    fn a_name_is_locked_at_the_limit_and_a_right_password_before_it_starts_anew() {
        let lockout = Lockout::new(Some(2));
        lockout.note("Demo", false);
        lockout.note("demo", true);
        lockout.note("demo", false);
        assert!(!lockout.is_locked("DEMO"));
        lockout.note("demo", false);
        assert!(lockout.is_locked("DEMO") && !lockout.is_locked("other"));
    }
}
