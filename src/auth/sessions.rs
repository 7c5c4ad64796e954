//! Sessions: what a cookie or an `X-ss-id` header stands for (spec 04 section 5).

use std::num::NonZeroUsize;
use std::sync::Mutex;

use chrono::{DateTime, Duration, Utc};
use lru::LruCache;

use crate::lab::Seed;

/// The two ids that a client carries: one for the browser session, one that stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionIds {
    /// `ss-id`.
    pub temporary: String,
    /// `ss-pid`.
    pub permanent: String,
}

impl SessionIds {
    /// Two new ids.
    pub fn draw(seed: &Seed) -> Self {
        Self { temporary: seed.session_id(), permanent: seed.session_id() }
    }

    /// The id that names the session: the permanent one when the user asked to be remembered.
    pub fn effective(&self, remember: bool) -> &str {
        if remember { &self.permanent } else { &self.temporary }
    }
}

/// A signed-in session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Whose it is.
    pub user_id: String,
    /// When it ends unless it is used again.
    pub expires: DateTime<Utc>,
}

/// The signed-in sessions of a host.
pub struct Sessions {
    by_id: Mutex<LruCache<String, Session>>,
    lifetime: Duration,
}

/// Clients that send Basic credentials and keep no cookies start a session with every call: the least used make room.
const MOST_SESSIONS: NonZeroUsize = NonZeroUsize::new(100_000).expect("is not zero");

impl Sessions {
    /// Sessions that end after `lifetime` without use.
    pub fn new(lifetime: Duration) -> Self {
        Self { by_id: Mutex::new(LruCache::new(MOST_SESSIONS)), lifetime }
    }

    /// Starts the session of a user under an id.
    pub fn sign_in(&self, id: &str, user_id: &str, now: DateTime<Utc>) {
        let session = Session { user_id: user_id.to_owned(), expires: now + self.lifetime };
        self.lock().put(id.to_owned(), session);
    }

    /// Whose session this id is. Using a session prolongs it.
    pub fn user_of(&self, id: &str, now: DateTime<Utc>) -> Option<String> {
        let mut sessions = self.lock();
        let session = sessions.get_mut(id)?;
        if session.expires <= now {
            sessions.pop(id);
            return None;
        }
        session.expires = now + self.lifetime;
        Some(session.user_id.clone())
    }

    /// Ends a session.
    pub fn sign_out(&self, id: &str) {
        self.lock().pop(id);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, LruCache<String, Session>> {
        self.by_id.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
