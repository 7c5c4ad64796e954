//! Secrets in the head of a message, and what the head says of the body.

use std::ops::Range;

use super::View;
use super::names::is_secret_name;
use super::scan::Place;

/// The one cookie whose value is no secret: which of the two session ids counts.
const OPEN_COOKIE: &[u8] = b"ss-opt";

/// What the head says of the body.
#[derive(Debug, Default)]
pub struct Kind {
    pub is_chunked: bool,
    /// Compressed: nothing in it can be found.
    pub is_encoded: bool,
    pub is_csv: bool,
    pub is_multipart: bool,
}

/// The secrets of a head.
pub fn secrets(head: &[u8]) -> (Vec<Range<usize>>, Kind) {
    let (mut found, mut kind, mut start, mut before) = (Vec::new(), Kind::default(), 0, None);
    for line in head.split_inclusive(|byte| *byte == b'\n') {
        let at = start;
        start += line.len();
        let is_continued = matches!(line.first(), Some(b' ' | b'\t'));
        let name_end = memchr::memchr(b':', line).filter(|_| at > 0 && !is_continued);
        let (name, value) = match (name_end, before) {
            (Some(end), _) => (&line[..end], end + 1..line.trim_ascii_end().len()),
            (None, Some(name)) if is_continued => (name, 0..line.trim_ascii_end().len()),
            (None, _) => {
                found.extend(shifted(View::of(line).secrets(Place::Head), at));
                continue;
            }
        };
        let value = value.start.min(value.end)..value.end;
        kind.learn(name, &line[value.clone()]);
        found.extend(shifted(of_header(name, &line[value.clone()]), at + value.start));
        before = Some(name);
    }
    (found, kind)
}

fn shifted(ranges: Vec<Range<usize>>, by: usize) -> impl Iterator<Item = Range<usize>> {
    ranges.into_iter().map(move |range| range.start + by..range.end + by)
}

fn of_header(name: &[u8], value: &[u8]) -> Vec<Range<usize>> {
    let name = name.trim_ascii().to_ascii_lowercase();
    match name.as_slice() {
        b"authorization" | b"proxy-authorization" => vec![behind_scheme(value)],
        b"cookie" => cookies(value, true),
        b"set-cookie" => cookies(value, false),
        name if is_secret_name(name) => Vec::from([whole(value)]),
        _ => View::of(value).secrets(Place::Head),
    }
}

/// All of it.
pub fn whole(bytes: &[u8]) -> Range<usize> {
    0..bytes.len()
}

/// All but `Basic `, or all.
fn behind_scheme(value: &[u8]) -> Range<usize> {
    let start = value.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(value.len());
    let scheme = value[start..].iter().position(|byte| *byte == b' ');
    scheme.map_or(start, |length| start + length + 1)..value.len()
}

/// The values of cookies; of `Set-Cookie` the first pair alone, as the others are attributes.
fn cookies(value: &[u8], is_list: bool) -> Vec<Range<usize>> {
    let (mut found, mut start) = (Vec::new(), 0);
    for pair in value.split_inclusive(|byte| matches!(byte, b';' | b',')) {
        let end = pair.len() - usize::from(matches!(pair.last(), Some(b';' | b',')));
        match memchr::memchr(b'=', &pair[..end]) {
            Some(equals) if pair[..equals].trim_ascii() != OPEN_COOKIE => {
                found.push(start + equals + 1..start + end);
            }
            // A value that holds a comma goes on.
            None if !found.is_empty() => found.push(start..start + end),
            _ => {}
        }
        if !is_list && pair.last() == Some(&b';') {
            break;
        }
        start += pair.len();
    }
    found
}

impl Kind {
    fn learn(&mut self, name: &[u8], value: &[u8]) {
        let has = |word: &str| {
            let value = value.to_ascii_lowercase();
            memchr::memmem::find(&value, word.as_bytes()).is_some()
        };
        if name.eq_ignore_ascii_case(b"transfer-encoding") {
            self.is_chunked |= has("chunked");
        } else if name.eq_ignore_ascii_case(b"content-encoding") {
            self.is_encoded |= has("gzip") || has("deflate") || has("br");
        } else if name.eq_ignore_ascii_case(b"content-type") {
            self.is_csv |= has("csv");
            self.is_multipart |= has("multipart/");
        }
    }
}
