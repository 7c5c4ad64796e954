//! Sessions: what a cookie or an `X-ss-id` header stands for (spec 04 section 5).

use std::io;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Duration, Utc};
use lru::LruCache;
use serde::{Deserialize, Serialize};

use super::session_log::SessionLog;

/// A signed-in session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Whose it is.
    pub user_id: String,
    /// When it ends unless it is used again.
    pub expires: DateTime<Utc>,
}

/// The signed-in sessions of a host.
pub struct Sessions {
    by_id: Mutex<LruCache<String, Session>>,
    log: Option<Mutex<SessionLog>>,
    lifetime: Duration,
}

/// Clients that send Basic credentials and keep no cookies start a session with every call: the least used make room.
const MOST_SESSIONS: NonZeroUsize = NonZeroUsize::new(100_000).expect("is not zero");

impl Sessions {
    /// Sessions that end after `lifetime` without use, and with the process.
    pub fn new(lifetime: Duration) -> Self {
        Self { by_id: Mutex::new(LruCache::new(MOST_SESSIONS)), log: None, lifetime }
    }

    /// Sessions that are kept in a file from one start to the next.
    ///
    /// # Errors
    /// When the file cannot be read or written.
    pub fn open(path: &Path, lifetime: Duration, now: DateTime<Utc>) -> io::Result<Self> {
        let (log, alive) = SessionLog::open(path, now)?;
        let sessions = Self { log: Some(Mutex::new(log)), ..Self::new(lifetime) };
        alive.into_iter().for_each(|(id, session)| drop(sessions.lock().put(id, session)));
        Ok(sessions)
    }

    /// Starts the session of a user under an id.
    pub fn sign_in(&self, id: &str, user_id: &str, now: DateTime<Utc>) {
        let session = Session { user_id: user_id.to_owned(), expires: now + self.lifetime };
        self.note(id, Some(&session));
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
        self.note(id, None);
        self.lock().pop(id);
    }

    /// A session that cannot be written down still holds until the process ends.
    fn note(&self, id: &str, session: Option<&Session>) {
        let Some(log) = &self.log else { return };
        let noted = log.lock().unwrap_or_else(PoisonError::into_inner).note(id, session);
        if let Err(error) = noted {
            tracing::warn!(%error, "a session could not be written to its file");
        }
    }

    fn lock(&self) -> MutexGuard<'_, LruCache<String, Session>> {
        self.by_id.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sessions_outlive_the_process_but_not_their_end() {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("sessions.jsonl");
        let now = DateTime::UNIX_EPOCH + Duration::days(20_000);
        let open = |now| Sessions::open(&path, Duration::hours(1), now).expect("opened");
        let first = open(now);
        first.sign_in("kept", "1", now);
        first.sign_in("ended", "1", now);
        first.sign_out("ended");
        drop(first);
        std::fs::OpenOptions::new().append(true).open(&path).expect("there").set_len(1000).expect("grown");
        let again = open(now);
        assert_eq!(again.user_of("kept", now).as_deref(), Some("1"));
        assert_eq!(again.user_of("ended", now), None);
        drop(again);
        assert_eq!(open(now + Duration::hours(2)).user_of("kept", now), None);
    }
}
