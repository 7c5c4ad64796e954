//! Where things end: nom parsers over lookup tables, each giving a length in bytes.
//!
//! The tables are consulted once a byte; combinators that search a list of bytes are several times
//! slower.

use nom::bytes::complete::take_while;
use nom::{IResult, Parser};

const fn table(stops: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut i = 0;
    while i < stops.len() {
        table[stops[i] as usize] = true;
        i += 1;
    }
    table
}

/// Ends a member name in regular text.
static KEY_END: [bool; 256] = table(b":\"{}[]");
/// Ends a raw value in regular text, or shows that the text is not regular.
static VALUE_END: [bool; 256] = table(b",\"{}[]");
/// Ends a raw value for ServiceStack's splitter, which knows nothing else.
static SPLIT_END: [bool; 256] = table(b",}");
/// Opens, closes or hides a container.
static STRUCTURE: [bool; 256] = table(b"\"{}[]");
/// Makes a string need quotes (docs/wire/jsv.md#quoting).
static TRIGGER: [bool; 256] = table(b"\":,{}[]\r\n");

const LOW: u64 = u64::from_ne_bytes([0x01; 8]);
const HIGH: u64 = u64::from_ne_bytes([0x80; 8]);
const SMALL: u64 = u64::from_ne_bytes([0x20; 8]);

/// Marks the bytes of a word that are zero in their highest bits. Above the first such byte there
/// may be false marks.
#[inline]
const fn zeros(word: u64) -> u64 {
    word.wrapping_sub(LOW) & !word
}

/// How many bytes of a word come before what ends a raw value; nothing when none of them does.
#[inline]
fn before_end(word: u64) -> Option<usize> {
    // Brackets become braces when the bit of small letters is set.
    let small = word | SMALL;
    let is = |word: u64, byte: u8| zeros(word ^ (LOW * u64::from(byte)));
    let found = (is(small, b'{') | is(small, b'}') | is(word, b'"') | is(word, b',')) & HIGH;
    (found != 0).then(|| found.trailing_zeros() as usize / 8)
}

/// As [`value`], eight bytes at a time: for strings, which are longer than numbers.
#[inline]
pub(crate) fn string(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(word) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
        match before_end(u64::from_le_bytes(*word)) {
            Some(length) => return at + length,
            None => at += 8,
        }
    }
    at + value(bytes.get(at..).unwrap_or_default())
}

/// Length of the head of `bytes` that `stops` does not know.
#[inline]
fn until(stops: &'static [bool; 256], bytes: &[u8]) -> usize {
    let head: IResult<&[u8], &[u8], ()> = take_while(|b: u8| !stops[usize::from(b)]).parse(bytes);
    head.map_or(0, |(_, head)| head.len())
}

#[inline]
pub(crate) fn key(bytes: &[u8]) -> usize {
    until(&KEY_END, bytes)
}

#[inline]
pub(crate) fn value(bytes: &[u8]) -> usize {
    until(&VALUE_END, bytes)
}

/// A raw value always takes its first byte, whatever it is.
pub(crate) fn split_value(bytes: &[u8]) -> usize {
    1 + until(&SPLIT_END, &bytes[1..])
}

/// Length of the head of `text` that needs no quotes.
#[inline]
pub(crate) fn plain(text: &[u8]) -> usize {
    until(&TRIGGER, text)
}

/// Whether a string needs no quotes: [`plain`], many bytes at a time.
#[inline]
pub(crate) fn is_plain(text: &[u8]) -> bool {
    let (chunks, tail) = text.as_chunks::<16>();
    if chunks.iter().any(has_trigger) {
        return false;
    }
    match (tail.first_chunk::<8>(), tail.last_chunk::<8>()) {
        (Some(head), Some(end)) => !has_trigger(head) && !has_trigger(end),
        _ => plain(tail) == tail.len(),
    }
}

/// As the table [`TRIGGER`] says, in comparisons that the compiler makes of all bytes at once.
#[inline]
fn has_trigger<const N: usize>(bytes: &[u8; N]) -> bool {
    bytes.iter().fold(false, |found, &b| {
        // Brackets become braces when the bit of small letters is set.
        let small = b | 0x20;
        let bracket = (small == b'{') | (small == b'}');
        found | bracket | (b == b'"') | (b == b':') | (b == b',') | (b == b'\r') | (b == b'\n')
    })
}

/// Length of the bare scalar at the start: as [`plain`], but a date has colons.
pub(crate) fn bare(bytes: &[u8]) -> usize {
    let mut length = plain(bytes);
    while bytes.get(length) == Some(&b':') {
        length += 1 + plain(&bytes[length + 1..]);
    }
    length
}

/// Length of the quoted text at the start, both quotes included; all of it when the closing quote
/// is missing. A doubled quote does not close.
#[inline]
pub(crate) fn quoted(bytes: &[u8]) -> usize {
    let mut at = 1;
    while let Some(found) = memchr::memchr(b'"', bytes.get(at..).unwrap_or_default()) {
        at += found + 1;
        if bytes.get(at) != Some(&b'"') {
            return at;
        }
        at += 1;
    }
    bytes.len()
}

/// As [`quoted`], with JSON's backslash before a quote that does not close.
pub(crate) fn quoted_json(bytes: &[u8]) -> usize {
    closed_json(bytes).unwrap_or(bytes.len())
}

/// As [`quoted_json`], if the closing quote is there.
fn closed_json(bytes: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        at += memchr::memchr2(b'"', b'\\', bytes.get(at..)?)? + 1;
        if bytes[at - 1] == b'"' {
            return Some(at);
        }
        at += 1;
    }
}

/// Length of the container at the start, if it closes. Only its own kind of bracket counts, and
/// every quote switches between inside and outside of quotes; in JSON a backslash hides the next
/// quote.
pub(crate) fn balanced(bytes: &[u8], json: bool) -> Option<usize> {
    let (open, close) = if bytes.first() == Some(&b'[') { (b'[', b']') } else { (b'{', b'}') };
    let (mut depth, mut at, mut quotes) = (0usize, 0, false);
    while let Some(found) = memchr::memchr3(open, close, b'"', &bytes[at..]) {
        at += found + 1;
        match bytes[at - 1] {
            b'"' if json => at += quoted_json(&bytes[at - 1..]) - 1,
            b'"' => quotes = !quotes,
            _ if quotes => {}
            b if b == open => depth += 1,
            _ => depth -= 1,
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

/// Whether the quoted text that [`quoted`] found ends with a closing quote: its quotes are even in
/// number.
pub(crate) fn is_closed(quoted: &[u8]) -> bool {
    memchr::memchr_iter(b'"', quoted).count().is_multiple_of(2)
}

/// Whether the quoted text that [`quoted_json`] found ends with a closing quote.
pub(crate) fn is_closed_json(quoted: &[u8]) -> bool {
    closed_json(quoted) == Some(quoted.len())
}

/// The places of quotes, braces and brackets from `from` on; in JSON of braces and brackets outside
/// of quotes.
pub(crate) fn structure(bytes: &[u8], from: usize, json: bool) -> impl Iterator<Item = usize> {
    let mut next = from;
    std::iter::from_fn(move || {
        loop {
            let at = next + until(&STRUCTURE, bytes.get(next..)?);
            let byte = *bytes.get(at)?;
            next = at + 1;
            if json && byte == b'"' {
                next = at + quoted_json(&bytes[at..]);
                continue;
            }
            return Some(at);
        }
    })
}

pub(crate) const fn is_space(byte: &u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

/// Length of the white space at the start.
#[inline]
pub(crate) fn space(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|b| is_space(b)).count()
}

/// Length of the layout at the start, which a strict reader does not know: white space before one
/// of the bytes of `before`, or with a line break in it.
pub(crate) fn layout(bytes: &[u8], before: &[u8]) -> usize {
    let length = space(bytes);
    let structure = bytes.get(length).is_some_and(|b| before.contains(b));
    let broken = memchr::memchr2(b'\r', b'\n', &bytes[..length]).is_some();
    if structure || broken { length } else { 0 }
}

/// Length of the byte order mark that may stand in front of a text. A second one is part of the
/// data.
pub(crate) fn mark(text: &[u8]) -> usize {
    if text.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 }
}

/// Length of the white space in front of the first element of a list, Unicode's included.
pub(crate) fn front(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

#[cfg(test)]
mod tests {
    use super::{is_plain, plain, string, value};

    /// Word by word the same end is found as byte by byte, wherever it is and whatever stands
    /// around it.
    #[test]
    fn a_string_ends_where_a_value_does() {
        // What ends either, and what differs from that in the bit by which zeros are marked.
        let ends = b"\",:{}[]\r\n".iter().flat_map(|byte| [*byte, byte ^ 0x80]);
        let bytes: Vec<u8> = if cfg!(miri) { ends.collect() } else { (0..=u8::MAX).collect() };
        // Words have 8 bytes and 16.
        let around = [0, 7, 8, 15, 16, 17, 20];
        let lengths = if cfg!(miri) { around.to_vec() } else { (0..=20).collect() };
        let neighbours = [b',', b'z', b'[' ^ 0x80, 0xFF, b'!'];
        let neighbours = if cfg!(miri) { &neighbours[..3] } else { &neighbours };
        for byte in bytes {
            for at in 0..20 {
                for &next in neighbours {
                    let mut bytes = [b'x'; 20];
                    bytes[at] = byte;
                    bytes[(at + 1) % 20] = next;
                    assert_eq!(string(&bytes), value(&bytes), "{byte} {at} {next}");
                    for &length in &lengths {
                        let head = &bytes[..length];
                        assert_eq!(
                            is_plain(head),
                            plain(head) == length,
                            "{byte} {at} {next} {length}"
                        );
                    }
                }
            }
        }
    }
}
