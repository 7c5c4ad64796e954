//! The headers of a request.

use std::ops::Range;

/// Names, lower case, and values, in the order they came. All text lies in one piece: a request has
/// a dozen headers, and most of them nobody asks for.
#[derive(Debug, Clone, Default)]
pub struct Headers {
    text: String,
    /// Where each name and each value ends.
    ends: Vec<(usize, usize)>,
}

impl Headers {
    /// Headers whose values came as bytes. What is no UTF-8 in them becomes U+FFFD.
    pub(super) fn of_bytes<'h>(pairs: impl Iterator<Item = (&'h str, &'h [u8])>) -> Self {
        let mut bytes = HeaderBytes::with_capacity(pairs.size_hint().0 * 48);
        pairs.for_each(|(name, value)| bytes.push(name.as_bytes(), value));
        bytes.into()
    }

    /// Adds a header after the others; its name must be lower case.
    pub fn push(&mut self, name: &str, value: &str) {
        self.text.push_str(name);
        let name_end = self.text.len();
        self.text.push_str(value);
        self.ends.push((name_end, self.text.len()));
    }

    /// All of them.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&str, &str)> {
        (0..self.ends.len())
            .map(|place| (self.piece(self.name(place)), self.piece(self.value(place))))
    }

    /// The values under a name.
    pub fn all<'h>(&'h self, name: &str) -> impl DoubleEndedIterator<Item = &'h str> {
        let named = move |place: &usize| {
            let range = self.name(*place);
            range.len() == name.len() && self.piece(range) == name
        };
        (0..self.ends.len()).filter(named).map(|place| self.piece(self.value(place)))
    }

    /// With one in the place of several of a name: their values with commas between, as .NET reads
    /// them.
    #[must_use]
    pub(super) fn joined(self, name: &str) -> Self {
        if self.all(name).nth(1).is_none() {
            return self;
        }
        let value = self.all(name).collect::<Vec<_>>().join(",");
        let others = self.iter().filter(|(other, _)| *other != name);
        others.chain([(name, value.as_str())]).collect()
    }

    fn name(&self, place: usize) -> Range<usize> {
        let begin = if place == 0 { 0 } else { self.ends[place - 1].1 };
        begin..self.ends[place].0
    }

    fn value(&self, place: usize) -> Range<usize> {
        let (begin, end) = self.ends[place];
        begin..end
    }

    /// The ranges are where names and values were put.
    fn piece(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or_default()
    }
}

/// Headers before it is known whether they are text.
#[derive(Default)]
pub(super) struct HeaderBytes {
    bytes: Vec<u8>,
    ends: Vec<(usize, usize)>,
}

impl HeaderBytes {
    /// None yet, with room for so many bytes.
    pub fn with_capacity(bytes: usize) -> Self {
        Self { bytes: Vec::with_capacity(bytes), ends: Vec::with_capacity(16) }
    }

    /// Adds a header after the others.
    pub fn push(&mut self, name: &[u8], value: &[u8]) {
        self.bytes.extend(name.iter().map(u8::to_ascii_lowercase));
        let name_end = self.bytes.len();
        self.bytes.extend_from_slice(value);
        self.ends.push((name_end, self.bytes.len()));
    }
}

impl From<HeaderBytes> for Headers {
    fn from(HeaderBytes { bytes, ends }: HeaderBytes) -> Self {
        match String::from_utf8(bytes) {
            Ok(text) => Self { text, ends },
            Err(error) => in_pieces(error.as_bytes(), &ends),
        }
    }
}

/// Headers of which some are no UTF-8.
fn in_pieces(bytes: &[u8], ends: &[(usize, usize)]) -> Headers {
    let begins = [0].into_iter().chain(ends.iter().map(|(_, end)| *end));
    let text = |range: Range<usize>| String::from_utf8_lossy(&bytes[range]);
    let pairs =
        begins.zip(ends).map(|(begin, (middle, end))| (text(begin..*middle), text(*middle..*end)));
    pairs.collect()
}

impl<N: AsRef<str>, V: AsRef<str>> FromIterator<(N, V)> for Headers {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        let mut headers = Self::default();
        pairs.into_iter().for_each(|(name, value)| headers.push(name.as_ref(), value.as_ref()));
        headers
    }
}
