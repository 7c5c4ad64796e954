//! Sessions: what a cookie or an `X-ss-id` header stands for
//! (docs/wire/authentication.md#sessions).

use std::io;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Duration, Utc};
use lru::LruCache;
use serde::{Deserialize, Serialize};

use super::AuthProvider;
use super::session_log::SessionLog;
use crate::lab::Seed;

/// A signed-in session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Whose it is.
    pub user_id: String,
    /// The name that was typed; the user's own, where none was typed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub user_name: Option<String>,
    /// By what it was begun.
    #[serde(default)]
    pub provider: AuthProvider,
    /// When it ends unless it is used again.
    pub expires: DateTime<Utc>,
}

/// The signed-in sessions of a host.
pub struct Sessions {
    by_id: Mutex<ById>,
    /// Locked before `by_id` where both are.
    log: Option<Mutex<SessionLog>>,
    lifetime: Duration,
}

/// Those of a sign-in, and those of requests that carry credentials themselves. The latter come
/// with every call of a client that keeps no cookies: they make no room at the cost of the former,
/// and are not written down.
#[derive(Clone)]
struct ById {
    kept: LruCache<String, Kept>,
    passing: LruCache<String, Session>,
}

/// A session and the end that its last line in the log has.
#[derive(Clone)]
struct Kept {
    session: Session,
    written: DateTime<Utc>,
}

/// The least used make room.
const MOST_KEPT: NonZeroUsize = NonZeroUsize::new(100_000).expect("is not zero");

/// The same of sessions of requests that carry credentials.
const MOST_PASSING: NonZeroUsize = NonZeroUsize::new(10_000).expect("is not zero");

/// A session's new end is written when it is this part of its lifetime later than the one last
/// written.
const PROLONGED: i32 = 16;

impl Sessions {
    /// Sessions that end after `lifetime` without use, and with the process.
    pub fn new(lifetime: Duration) -> Self {
        let by_id = ById { kept: at_most(MOST_KEPT), passing: at_most(MOST_PASSING) };
        Self { by_id: Mutex::new(by_id), log: None, lifetime }
    }

    /// Sessions that are kept in a file from one start to the next.
    ///
    /// # Errors
    /// When the file cannot be read or written, or another process has it open
    /// ([`io::ErrorKind::ResourceBusy`]).
    pub fn open(path: &Path, lifetime: Duration, now: DateTime<Utc>) -> io::Result<Self> {
        let (log, alive) = SessionLog::open(path, now)?;
        let sessions = Self { log: Some(Mutex::new(log)), ..Self::new(lifetime) };
        alive
            .into_iter()
            .for_each(|(id, session)| drop(sessions.lock().kept.put(id, session.into())));
        Ok(sessions)
    }

    /// No sessions, of the same lifetime, kept in no file.
    pub fn fresh(&self) -> Self {
        Self::new(self.lifetime)
    }

    /// The same sessions, to be changed on their own, kept in no file.
    pub fn fork(&self) -> Self {
        let by_id = self.lock().clone();
        Self { by_id: Mutex::new(by_id), log: None, lifetime: self.lifetime }
    }

    /// Ends all, in their file as well.
    pub fn clear(&self) {
        let mut log = self.log.as_ref().map(locked);
        let mut by_id = self.lock();
        by_id.kept.clear();
        by_id.passing.clear();
        drop(by_id);
        if let Some(Err(error)) = log.as_mut().map(|log| log.compact(std::iter::empty())) {
            tracing::warn!(%error, "the sessions could not be ended in their file");
        }
    }

    /// How many times the file was opened before.
    pub fn starts(&self) -> u64 {
        self.log.as_ref().map_or(0, |log| locked(log).starts())
    }

    /// Draws an id that no session has.
    pub fn new_id(&self, seed: &Seed) -> String {
        loop {
            let id = seed.session_id();
            if !seed.repeats() || !self.lock().knows(&id) {
                return id;
            }
        }
    }

    /// The session of this id, if it has not ended. Using a session prolongs it.
    pub fn used(&self, id: &str, now: DateTime<Utc>) -> Option<Session> {
        let mut by_id = self.lock();
        let Some(kept) = by_id.kept.get_mut(id) else {
            let session = by_id.passing.get_mut(id).filter(|session| session.expires > now)?;
            session.expires = now + self.lifetime;
            return Some(session.clone());
        };
        if kept.session.expires <= now {
            by_id.kept.pop(id);
            return None;
        }
        kept.session.expires = now + self.lifetime;
        let session = kept.session.clone();
        let prolonged = kept.prolonged(self.lifetime / PROLONGED);
        drop(by_id);
        if let Some(session) = prolonged {
            self.note(id, Some(&session));
        }
        Some(session)
    }

    /// Starts the session of a user under an id; `user_name` is what was typed.
    pub fn sign_in(&self, id: &str, user_id: &str, user_name: &str, now: DateTime<Utc>) {
        let session = self.session(user_id, user_name, now);
        self.lock().kept.put(id.to_owned(), session.clone().into());
        self.note(id, Some(&session));
    }

    /// Starts the session of a request that carries credentials: it is not written down.
    pub fn let_in(&self, id: &str, user_id: &str, user_name: &str, now: DateTime<Utc>) {
        self.lock().passing.put(id.to_owned(), self.session(user_id, user_name, now));
    }

    /// The name that was typed to begin the session of this id.
    pub fn typed_name(&self, id: &str) -> Option<String> {
        let by_id = self.lock();
        let kept = by_id.kept.peek(id).map(|kept| &kept.session);
        kept.or_else(|| by_id.passing.peek(id))?.user_name.clone()
    }

    /// Whose session this id is. Using a session prolongs it.
    pub fn user_of(&self, id: &str, now: DateTime<Utc>) -> Option<String> {
        self.used(id, now).map(|session| session.user_id)
    }

    /// Ends a session, if there is one.
    pub fn sign_out(&self, id: &str) {
        if self.lock().remove(id) {
            self.note(id, None);
        }
    }

    fn session(&self, user_id: &str, user_name: &str, now: DateTime<Utc>) -> Session {
        let (user_id, user_name) = (user_id.to_owned(), Some(user_name.to_owned()));
        let provider = AuthProvider::Credentials;
        Session { user_id, user_name, provider, expires: now + self.lifetime }
    }

    /// A session that cannot be written down still holds until the process ends.
    fn note(&self, id: &str, session: Option<&Session>) {
        let Some(log) = &self.log else { return };
        let mut log = locked(log);
        if let Err(error) = log.note(id, session).and_then(|()| self.compacted(&mut log)) {
            tracing::warn!(%error, "a session could not be written to its file");
        }
    }

    fn compacted(&self, log: &mut SessionLog) -> io::Result<()> {
        let by_id = self.lock();
        if !log.is_long(by_id.kept.len()) {
            return Ok(());
        }
        // The most used come first there and shall be the last to make room after the next start.
        log.compact(by_id.kept.iter().rev().map(|(id, kept)| (id.as_str(), &kept.session)))
    }

    fn lock(&self) -> MutexGuard<'_, ById> {
        locked(&self.by_id)
    }
}

impl ById {
    fn knows(&self, id: &str) -> bool {
        self.kept.contains(id) || self.passing.contains(id)
    }

    /// Whether it was one that is written down.
    fn remove(&mut self, id: &str) -> bool {
        self.passing.pop(id);
        self.kept.pop(id).is_some()
    }
}

impl Kept {
    /// The session, if its end is at least so much later than its line in the log says; it counts
    /// as written then.
    fn prolonged(&mut self, span: Duration) -> Option<Session> {
        if self.session.expires - self.written < span {
            return None;
        }
        self.written = self.session.expires;
        Some(self.session.clone())
    }
}

impl From<Session> for Kept {
    fn from(session: Session) -> Self {
        Self { written: session.expires, session }
    }
}

/// A cache that takes no room for what it does not hold yet.
fn at_most<V>(sessions: NonZeroUsize) -> LruCache<String, V> {
    let mut cache = LruCache::unbounded();
    cache.resize(sessions);
    cache
}

/// Nothing panics while it holds a lock.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Place(tempfile::TempDir);

    impl Place {
        fn new() -> Self {
            Self(tempfile::tempdir().expect("a directory"))
        }

        fn path(&self) -> std::path::PathBuf {
            self.0.path().join("sessions.jsonl")
        }

        fn open(&self, now: DateTime<Utc>) -> Sessions {
            Sessions::open(&self.path(), Duration::hours(1), now).expect("opened")
        }
    }

    const NOW: DateTime<Utc> = DateTime::from_timestamp(1_700_000_000, 0).expect("a time");

    #[test]
    fn sessions_outlive_the_process_but_not_their_end() {
        let place = Place::new();
        let first = place.open(NOW);
        first.sign_in("kept", "1", "ann", NOW);
        first.sign_in("ended", "1", "ann", NOW);
        first.sign_out("ended");
        drop(first);
        let file = std::fs::OpenOptions::new().append(true).open(place.path()).expect("there");
        file.set_len(1000).expect("grown");
        let again = place.open(NOW);
        assert_eq!(again.user_of("kept", NOW).as_deref(), Some("1"));
        assert_eq!(again.user_of("ended", NOW), None);
        drop(again);
        let later = NOW + Duration::hours(2);
        assert_eq!(place.open(later).user_of("kept", later), None);
    }

    #[test]
    fn a_use_prolongs_a_session_beyond_a_restart() {
        let place = Place::new();
        let first = place.open(NOW);
        first.sign_in("used", "1", "ann", NOW);
        assert!(first.user_of("used", NOW + Duration::minutes(50)).is_some());
        drop(first);
        let later = NOW + Duration::minutes(100);
        assert_eq!(place.open(later).user_of("used", later).as_deref(), Some("1"));
    }

    #[test]
    fn the_starts_are_counted() {
        let place = Place::new();
        assert_eq!(place.open(NOW).starts(), 0);
        assert_eq!(place.open(NOW).starts(), 1);
        assert_eq!(place.open(NOW).starts(), 2);
        std::fs::write(place.path(), "{\"id\":\"of-before\"}\n").expect("written");
        assert_eq!(place.open(NOW).starts(), 1);
    }

    #[test]
    fn no_id_is_drawn_that_a_session_has() {
        let place = Place::new();
        let id = Seed::from_u64(1).session_id();
        place.open(NOW).sign_in(&id, "1", "ann", NOW);
        let again = place.open(NOW);
        assert_ne!(again.new_id(&Seed::from_u64(1)), id);
    }

    #[test]
    fn the_log_stays_about_as_long_as_its_sessions_are_many() {
        let place = Place::new();
        let sessions = place.open(NOW);
        sessions.sign_in("kept", "1", "ann", NOW);
        for _ in 0..3 * 1000 {
            sessions.sign_in("again", "1", "ann", NOW);
            sessions.let_in("passing", "1", "ann", NOW);
        }
        let lines = std::fs::read_to_string(place.path()).expect("text").lines().count();
        assert!(lines <= 1001, "{lines} lines");
        drop(sessions);
        let sessions = place.open(NOW);
        assert!(
            sessions.user_of("kept", NOW).is_some() && sessions.user_of("again", NOW).is_some()
        );
        assert!(sessions.user_of("passing", NOW).is_none());
    }

    #[test]
    fn requests_with_credentials_end_nobody_else_s_session() {
        let sessions = Sessions::new(Duration::hours(1));
        sessions.sign_in("kept", "1", "ann", NOW);
        for call in 0..100_001 {
            sessions.let_in(&format!("call {call}"), "2", "ann", NOW);
        }
        assert_eq!(sessions.user_of("kept", NOW).as_deref(), Some("1"));
        assert_eq!(sessions.user_of("call 100000", NOW).as_deref(), Some("2"));
    }

    #[cfg(unix)]
    #[test]
    fn the_file_is_its_owner_s_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let place = Place::new();
        let _sessions = place.open(NOW);
        let mode = std::fs::metadata(place.path()).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn two_cannot_have_one_file_open() {
        let place = Place::new();
        let _first = place.open(NOW);
        let second = Sessions::open(&place.path(), Duration::hours(1), NOW);
        assert_eq!(second.err().map(|error| error.kind()), Some(io::ErrorKind::ResourceBusy));
    }
}
