//! Lock-out after too many wrong passwords. Names that nobody has are counted as well: otherwise a
//! lock would distinguish them.

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::Mutex;

use lru::LruCache;

/// How many names that nobody has are remembered; the ones longest without a failure are forgotten
/// first. Users are never forgotten: there are as many as are configured.
const MOST_NAMES: NonZeroUsize = NonZeroUsize::new(10_000).expect("is not zero");

/// Who tries to sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Account {
    /// The user with this id, under whatever name.
    User(String),
    /// A name that nobody has.
    Nobody(String),
}

/// Counts wrong passwords by account.
pub struct Lockout {
    failures: Mutex<Failures>,
    limit: Option<u32>,
}

#[derive(Clone)]
struct Failures {
    users: HashMap<String, u32>,
    nobodies: LruCache<String, u32>,
}

impl Lockout {
    /// Locks an account at its `limit`-th wrong password in a row; `None` never does.
    pub fn new(limit: Option<u32>) -> Self {
        let mut nobodies = LruCache::unbounded();
        nobodies.resize(MOST_NAMES);
        let failures = Failures { users: HashMap::new(), nobodies };
        Self { failures: Mutex::new(failures), limit }
    }

    /// Whether an account may try a password. The try counts as a failure until
    /// [`Lockout::succeeded`], so that no more of them are under way than may fail. A restart opens
    /// all accounts again.
    pub fn may_try(&self, account: &Account) -> bool {
        let Some(limit) = self.limit else { return true };
        let mut failures = self.lock();
        let count = failures.of(account);
        let may = *count < limit;
        *count += u32::from(may);
        may
    }

    /// Whether an account has no try left.
    pub fn is_locked(&self, account: &Account) -> bool {
        self.limit.is_some_and(|limit| *self.lock().of(account) >= limit)
    }

    /// The password was right: the count begins anew.
    pub fn succeeded(&self, account: &Account) {
        if self.limit.is_some() {
            *self.lock().of(account) = 0;
        }
    }

    /// The same limit, with nothing counted.
    pub fn fresh(&self) -> Self {
        Self::new(self.limit)
    }

    /// The same counts, to be counted on their own.
    pub fn fork(&self) -> Self {
        Self { failures: Mutex::new(self.lock().clone()), limit: self.limit }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Failures> {
        self.failures.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Failures {
    fn of(&mut self, account: &Account) -> &mut u32 {
        match account {
            Account::User(id) => self.users.entry(id.clone()).or_default(),
            Account::Nobody(name) => self.nobodies.get_or_insert_mut(name.to_lowercase(), || 0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user() -> Account {
        Account::User("1".to_owned())
    }

    #[test]
    fn an_account_is_locked_at_the_limit_and_a_right_password_before_it_starts_anew() {
        let lockout = Lockout::new(Some(2));
        assert!(lockout.may_try(&user()));
        assert!(lockout.may_try(&user()));
        lockout.succeeded(&user());
        assert!(lockout.may_try(&user()) && lockout.may_try(&user()));
        assert!(!lockout.may_try(&user()));
    }

    #[test]
    fn names_that_nobody_has_are_counted_without_regard_to_case() {
        let lockout = Lockout::new(Some(1));
        assert!(lockout.may_try(&Account::Nobody("Anna".to_owned())));
        assert!(!lockout.may_try(&Account::Nobody("ANNA".to_owned())));
        assert!(lockout.may_try(&Account::Nobody("Berta".to_owned())));
    }

    #[test]
    fn no_number_of_other_names_opens_a_locked_user() {
        let lockout = Lockout::new(Some(1));
        assert!(lockout.may_try(&user()));
        for number in 0..10_050 {
            assert!(lockout.may_try(&Account::Nobody(number.to_string())));
        }
        assert!(!lockout.may_try(&user()));
    }
}
