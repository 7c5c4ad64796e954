//! A text as it reads, with the place of each of its bytes in the message.

use std::borrow::Cow;
use std::ops::Range;

/// Bytes, and where each of them stands in the message.
pub struct View<'b> {
    bytes: Cow<'b, [u8]>,
    /// Where each byte begins, and where the last one ends; none where all are as they are.
    places: Option<Vec<usize>>,
}

impl<'b> View<'b> {
    /// The bytes as they are.
    pub fn of(bytes: &'b [u8]) -> Self {
        Self { bytes: Cow::Borrowed(bytes), places: None }
    }

    /// The data of chunks, without their framing. What is not framed as it should is data.
    pub fn of_chunks(bytes: &'b [u8]) -> Self {
        let (mut data, mut places, mut at) = (Vec::new(), Vec::new(), 0);
        while let Some((start, length)) = chunk(bytes, at) {
            let end = bytes.len().min(start.saturating_add(length));
            data.extend_from_slice(&bytes[start..end]);
            places.extend(start..end);
            at = end;
            while bytes.get(at).is_some_and(|byte| matches!(byte, b'\r' | b'\n')) {
                at += 1;
            }
        }
        // The last chunk is empty; what is behind it are trailers.
        if !bytes[at..].starts_with(b"0\r\n") {
            data.extend_from_slice(&bytes[at..]);
            places.extend(at..bytes.len());
        }
        places.push(bytes.len());
        Self { bytes: Cow::Owned(data), places: Some(places) }
    }

    /// The text that is seen.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Where a part of what is seen stands in the message.
    pub fn original(&self, range: Range<usize>) -> Range<usize> {
        match &self.places {
            None => range,
            // Up to behind the last byte, so that what lies between two parts is none of it.
            Some(_) if range.is_empty() => 0..0,
            Some(places) => {
                let last = places[range.end - 1];
                places[range.start]..places[range.end].max(last + 1)
            }
        }
    }

    pub fn original_all(&self, ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
        ranges.into_iter().map(|range| self.original(range)).collect()
    }

    /// With `%41` as `A`; none where there is none.
    pub fn without_percents(&self) -> Option<View<'static>> {
        let hex = |digits: &[u8]| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok();
        self.undone(b"%", 3, |escape| hex(&escape[1..]))
    }

    /// With `\u0041` as `A`; none where there is none.
    pub fn without_unicode_escapes(&self) -> Option<View<'static>> {
        let hex = |digits: &[u8]| u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok();
        // A letter beyond ASCII is in no name, and stands for itself.
        self.undone(b"\\u", 6, |escape| Some(u8::try_from(hex(&escape[2..])?).unwrap_or(b'?')))
    }

    fn undone(
        &self,
        mark: &[u8],
        length: usize,
        byte_of: impl Fn(&[u8]) -> Option<u8>,
    ) -> Option<View<'static>> {
        memchr::memmem::find(&self.bytes, mark)?;
        let (mut bytes, mut places, mut at) = (Vec::new(), Vec::new(), 0);
        let place = |at: usize| self.places.as_ref().map_or(at, |places| places[at]);
        while at < self.bytes.len() {
            let escape = self.bytes[at..].get(..length).filter(|escape| escape.starts_with(mark));
            let undone = escape.and_then(&byte_of);
            bytes.push(undone.unwrap_or(self.bytes[at]));
            places.push(place(at));
            at += undone.map_or(1, |_| length);
        }
        places.push(place(at));
        Some(View { bytes: Cow::Owned(bytes), places: Some(places) })
    }
}

/// Where the data of the chunk at a place begin, and how many there are.
fn chunk(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    let line_end = at + memchr::memchr(b'\n', bytes.get(at..)?)?;
    let digits = bytes[at..line_end].split(|byte| !byte.is_ascii_hexdigit()).next()?;
    let length = usize::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
    (length > 0).then_some((line_end + 1, length))
}
