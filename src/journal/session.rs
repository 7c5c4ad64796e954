//! The session of a caller.

use std::fmt;

use sha2::{Digest as _, Sha256};

/// So many bytes tell apart the sessions of a journal.
const BYTES: usize = 6;

/// The id of a session: a secret, shown by its label alone.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Session(String);

impl Session {
    /// The session of an id; an empty one is none.
    pub fn of(id: impl Into<String>) -> Option<Self> {
        Some(Self(id.into())).filter(|session| !session.0.is_empty())
    }

    /// Twelve hexadecimal digits that stand for it: the same for all exchanges of one session, and
    /// of no use to sign in with.
    pub fn label(&self) -> String {
        hex::encode(&Sha256::digest(&self.0)[..BYTES])
    }

    /// The id itself, for comparisons.
    pub fn id(&self) -> &str {
        &self.0
    }

    pub(super) fn size(&self) -> usize {
        self.0.len()
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.label())
    }
}
