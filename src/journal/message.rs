//! The bytes of one side of an exchange.

use std::fmt;

use super::mask::{is_chunked, masked, unchunked};

/// The bytes that came, or that left: head and body as they were framed. Of HTTP/2 the head is
/// written as in HTTP/1.
#[derive(Clone, Default)]
pub struct Message<Bytes = Vec<u8>> {
    bytes: Bytes,
    length: u64,
    is_whole: bool,
}

impl<B> Message<B> {
    /// The first bytes of a message that had `length` of them, and whether all that belong to it
    /// came or left.
    pub fn new(bytes: B, length: u64, is_whole: bool) -> Self {
        Self { bytes, length, is_whole }
    }

    pub(super) fn map<C>(self, bytes: impl FnOnce(B) -> C) -> Message<C> {
        Message { bytes: bytes(self.bytes), length: self.length, is_whole: self.is_whole }
    }

    pub(super) fn kept(&self) -> &[u8]
    where
        B: AsRef<[u8]>,
    {
        self.bytes.as_ref()
    }
}

impl Message {
    /// The bytes that were kept, with secrets masked: each of their bytes is a `*`, so that
    /// lengths stay.
    pub fn bytes(&self) -> Vec<u8> {
        masked(&self.bytes)
    }

    /// The head of the kept bytes and what follows it, with secrets masked.
    pub fn parts(&self) -> (Vec<u8>, Vec<u8>) {
        let mut head = self.bytes();
        let body = head.split_off(head_length(&head));
        (head, body)
    }

    /// The bytes as they were: for what looks at them, as the doctor, and shows none of them.
    pub fn unmasked(&self) -> &[u8] {
        &self.bytes
    }

    /// Head and body as they were.
    pub fn unmasked_parts(&self) -> (&[u8], &[u8]) {
        self.bytes.split_at(head_length(&self.bytes))
    }

    /// What follows the head as it was, without the framing of chunks.
    pub fn unmasked_content(&self) -> Vec<u8> {
        let (head, body) = self.unmasked_parts();
        if is_chunked(head) { unchunked(body) } else { body.to_vec() }
    }

    /// How many bytes there were.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Whether some of them were not kept.
    pub fn is_cut(&self) -> bool {
        (self.bytes.len() as u64) < self.length
    }

    /// Whether all bytes that belong to it came, or left.
    pub fn is_whole(&self) -> bool {
        self.is_whole
    }
}

/// Bytes are shown with their secrets masked, in logs too.
impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\" of {}", self.bytes().escape_ascii(), self.length)
    }
}

/// How long a head is, with the empty line behind it; all of the bytes where there is none.
pub(super) fn head_length(bytes: &[u8]) -> usize {
    let mut lines = memchr::memchr_iter(b'\n', bytes);
    let is_last = |end: &usize| {
        let rest = &bytes[end + 1..];
        rest.starts_with(b"\r\n") || rest.starts_with(b"\n")
    };
    match lines.find(is_last) {
        Some(end) if bytes[end + 1] == b'\r' => end + 3,
        Some(end) => end + 2,
        None => bytes.len(),
    }
}
