//! The session of a caller.

use std::fmt;

use sha2::{Digest as _, Sha256};

/// So many bytes tell apart the sessions of a journal.
const BYTES: usize = 6;

/// The id of a session: a secret, shown by its label alone.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Session<Text = String>(Text);

impl<T: AsRef<str>> Session<T> {
    /// The session of an id; an empty one is none.
    pub fn of(id: T) -> Option<Self> {
        Some(Self(id)).filter(|session| !session.id().is_empty())
    }

    /// Twelve hexadecimal digits that stand for it: the same for all exchanges of one session, and
    /// of no use to sign in with.
    pub fn label(&self) -> String {
        hex::encode(&Sha256::digest(self.id())[..BYTES])
    }

    /// The id itself, for comparisons.
    pub fn id(&self) -> &str {
        self.0.as_ref()
    }
}

impl<T> Session<T> {
    pub(super) fn map<U>(self, id: impl FnOnce(T) -> U) -> Session<U> {
        Session(id(self.0))
    }
}

impl<T: AsRef<str>> fmt::Debug for Session<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.label())
    }
}
