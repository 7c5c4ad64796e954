//! Users that registered while the host runs.

use std::sync::{Arc, PoisonError, RwLock};

/// A user that registered, as signing in needs it; the rest is in `Rights`.
#[derive(Debug, Clone)]
pub struct RegisteredUser {
    /// The user's id.
    pub id: String,
    /// What is typed to sign in.
    pub name: String,
    /// Email address; signs in as well.
    pub email: Option<String>,
    /// Password hash in PHC form.
    pub password_hash: String,
}

impl RegisteredUser {
    /// What may be typed to sign in.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str()).chain(self.email.as_deref())
    }
}

/// Why a user did not register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotRegistered {
    /// Somebody has the name.
    #[error("Username already exists")]
    NameTaken,
    /// Somebody has the email address.
    #[error("Email already exists")]
    EmailTaken,
    /// There are as many as may be.
    #[error("Too many users have registered")]
    TooMany,
}

/// So many may register.
const MOST: usize = 10_000;

/// The users of a tenant that registered.
#[derive(Default)]
pub struct Registered {
    users: RwLock<Arc<Vec<RegisteredUser>>>,
}

impl Registered {
    /// The user with this name or email.
    pub fn named(&self, name: &str) -> Option<RegisteredUser> {
        let same = |known: &str| !name.is_empty() && known.eq_ignore_ascii_case(name);
        let users = self.all();
        let mut users = users.iter();
        users.find(|user| same(&user.name) || user.email.as_deref().is_some_and(same)).cloned()
    }

    /// The user with this id.
    pub fn by_id(&self, id: &str) -> Option<RegisteredUser> {
        self.all().iter().find(|user| user.id == id).cloned()
    }

    /// Keeps a user.
    ///
    /// # Errors
    /// [`NotRegistered`].
    pub fn add(&self, user: RegisteredUser) -> Result<(), NotRegistered> {
        let mut users = self.users.write().unwrap_or_else(PoisonError::into_inner);
        let taken = |name: &str| {
            let same = |known: &str| known.eq_ignore_ascii_case(name);
            users.iter().any(|user| same(&user.name) || user.email.as_deref().is_some_and(same))
        };
        if !user.name.is_empty() && taken(&user.name) {
            return Err(NotRegistered::NameTaken);
        }
        if user.email.as_deref().is_some_and(taken) {
            return Err(NotRegistered::EmailTaken);
        }
        if users.len() >= MOST {
            return Err(NotRegistered::TooMany);
        }
        Arc::make_mut(&mut users).push(user);
        Ok(())
    }

    /// Sets the password of a user.
    pub fn set_password(&self, id: &str, password_hash: String) {
        let mut users = self.users.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(user) = Arc::make_mut(&mut users).iter_mut().find(|user| user.id == id) {
            user.password_hash = password_hash;
        }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.all().len()
    }

    /// The same users, to be changed on their own.
    pub(super) fn fork(&self) -> Self {
        Self { users: RwLock::new(self.all()) }
    }

    fn all(&self) -> Arc<Vec<RegisteredUser>> {
        self.users.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
