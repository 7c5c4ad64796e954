//! What of a request is known once it is read.

use std::fmt;
use std::mem::size_of;
use std::sync::{Arc, OnceLock};

use super::{Bound, Entry};
use crate::wire::Note;

/// Reads requests of a site once more.
pub trait Reader: Send + Sync {
    /// What the request of this exchange says; all of its bytes [came](super::Message::is_whole)
    /// and [were kept](super::Message::is_cut).
    fn read(&self, entry: &Entry) -> Contents;
}

/// A request as it was read.
#[derive(Debug, Clone, Default)]
pub struct Contents {
    /// The request DTO as it was bound; of a batch each of them.
    pub requests: Vec<Bound>,
    /// What of the request the readers dropped or could not use.
    pub dropped: Vec<Note>,
}

/// What of a request is known once it is read. It is read again when somebody asks: few do, and
/// the bytes are there.
#[derive(Clone, Default)]
pub struct Read {
    /// None where there is nothing to read.
    reader: Option<Arc<dyn Reader>>,
    body_length: usize,
    found: OnceLock<Contents>,
}

impl Read {
    /// What this reader finds in a request whose body had so many bytes when it was decoded.
    pub fn by(reader: Option<Arc<dyn Reader>>, body_length: usize) -> Self {
        Self { reader, body_length, found: OnceLock::new() }
    }

    /// What is known already.
    pub fn known(reading: Contents) -> Self {
        Self { found: reading.into(), ..Self::default() }
    }

    /// How long the body was when it was decoded: it becomes no longer when it is read again.
    pub fn body_length(&self) -> usize {
        self.body_length
    }

    pub(super) fn of(&self, entry: &Entry) -> &Contents {
        let is_there = entry.request.is_whole() && !entry.request.is_cut();
        self.found.get_or_init(|| match &self.reader {
            Some(reader) if is_there => reader.read(entry),
            _ => Contents::default(),
        })
    }

    pub(super) fn size(&self) -> usize {
        self.found.get().map_or(0, |reading| {
            let notes = reading.dropped.iter().map(|note| size_of::<Note>() + note.size());
            notes.chain(reading.requests.iter().map(Bound::size)).sum()
        })
    }
}

impl fmt::Debug for Read {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.found.get().fmt(f)
    }
}
