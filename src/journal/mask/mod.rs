//! Secrets in messages: found by the names that stand before them, in every format, and masked
//! byte by byte, so that lengths and framing stay.
//!
//! What is doubtful is masked: a journal may show too little of a message and must not show a
//! password.

mod csv;
mod head;
mod names;
mod scan;
mod view;

use std::ops::Range;

pub use names::{is_secret, is_secret_path};
use scan::{Place, secrets};
use view::View;

use super::message::head_length;

/// A message, or a part of one, with each byte of a secret as `*`: passwords, keys, tokens,
/// `Authorization` but for its scheme, the values of cookies.
///
/// ```
/// use servicestack_emulator::journal::masked;
///
/// let shown = masked(b"POST /auth?apikey=k1 HTTP/1.1\r\nCookie: ss-id=a1\r\n\r\n{Password:demo,UserName:x}");
/// assert_eq!(shown, b"POST /auth?apikey=** HTTP/1.1\r\nCookie: ss-id=**\r\n\r\n{Password:****,UserName:x}");
/// ```
pub fn masked(bytes: &[u8]) -> Vec<u8> {
    let mut shown = bytes.to_vec();
    for range in ranges(bytes) {
        shown[range].fill(b'*');
    }
    shown
}

/// The data of chunks, without their framing.
pub fn unchunked(body: &[u8]) -> Vec<u8> {
    View::of_chunks(body).bytes().to_vec()
}

/// Whether a head says that its body comes in chunks.
pub fn is_chunked(head: &[u8]) -> bool {
    head::secrets(head).1.is_chunked
}

fn ranges(bytes: &[u8]) -> Vec<Range<usize>> {
    if !is_message(bytes) {
        return View::of(bytes).secrets(Place::Head);
    }
    let (head, body) = bytes.split_at(head_length(bytes));
    let (mut found, kind) = head::secrets(head);
    let of_body =
        if kind.is_encoded { Vec::from([head::whole(body)]) } else { in_body(body, &kind) };
    found.extend(of_body.into_iter().map(|range| range.start + head.len()..range.end + head.len()));
    found
}

fn in_body(body: &[u8], kind: &head::Kind) -> Vec<Range<usize>> {
    let view = if kind.is_chunked { View::of_chunks(body) } else { View::of(body) };
    // Trailers are behind the chunks.
    let framing = if kind.is_chunked { View::of(body).secrets(Place::Body) } else { Vec::new() };
    let mut found = framing;
    found.extend(view.secrets(if kind.is_multipart { Place::Multipart } else { Place::Body }));
    if kind.is_csv {
        found.extend(csv::secrets(view.bytes()).into_iter().map(|range| view.original(range)));
    }
    found
}

/// Whether it begins with a request line or a status line.
fn is_message(bytes: &[u8]) -> bool {
    let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    memchr::memmem::find(line, b"HTTP/").is_some()
}

impl View<'_> {
    /// The secrets of what is seen as it is, and with its escapes undone.
    fn secrets(&self, place: Place) -> Vec<Range<usize>> {
        let mut found = self.original_all(secrets(self.bytes(), place));
        for undone in
            [self.without_percents(), self.without_unicode_escapes()].into_iter().flatten()
        {
            found.extend(undone.original_all(secrets(undone.bytes(), place)));
        }
        found
    }
}
