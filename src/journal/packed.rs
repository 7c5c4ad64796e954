//! One exchange as the journal keeps it.

use std::fmt;
use std::mem::size_of;

use super::{Entry, Recorded};

/// Where a text or bytes are in the piece: begin and end. Settings let no message keep more than
/// 1 GiB; what would lie beyond 4 GiB is empty.
pub type Span = (u32, u32);

/// So long are all texts of most entries.
const TEXTS: usize = 192;

/// An entry whose texts and bytes all lie in one piece. Most entries are forgotten before anybody
/// reads them, so that what it costs to keep one counts, and not what it costs to read it.
pub struct Packed {
    entry: Recorded<Span, Span>,
    piece: Vec<u8>,
}

impl Packed {
    /// Packs an entry.
    #[inline]
    pub fn of<T: AsRef<str>, B: AsRef<[u8]>>(entry: Recorded<T, B>) -> Self {
        let messages = entry.request.kept().len() + entry.answer.kept().len();
        let mut piece = Vec::with_capacity(messages + TEXTS);
        let entry = entry.map(
            &mut piece,
            |piece, text: T| put(piece, text.as_ref().as_bytes()),
            |piece, bytes: B| put(piece, bytes.as_ref()),
        );
        Self { entry, piece }
    }

    /// The entry, of this number and a tenant of this name.
    pub fn entry(&self, number: u64, tenant: &str) -> Entry {
        let entry = self.entry.clone().map(
            &mut self.piece.as_slice(),
            |piece, span| String::from_utf8_lossy(slice(piece, span)).into_owned(),
            |piece, span| slice(piece, span).to_vec(),
        );
        Entry { number, tenant: tenant.to_owned(), ..entry }
    }

    /// How much memory it takes, in bytes, nearly.
    pub fn size(&self) -> usize {
        size_of::<Self>() + self.piece.capacity() + self.entry.read.size()
    }
}

impl fmt::Debug for Packed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.size())
    }
}

fn put(piece: &mut Vec<u8>, bytes: &[u8]) -> Span {
    if bytes.is_empty() {
        return (0, 0);
    }
    let place = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    let begin = place(piece.len());
    piece.extend_from_slice(bytes);
    (begin, place(piece.len()))
}

fn slice(piece: &[u8], (begin, end): Span) -> &[u8] {
    piece.get(begin as usize..end as usize).unwrap_or_default()
}
