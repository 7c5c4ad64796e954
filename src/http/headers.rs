//! The headers of a request.

use std::ops::Range;

/// Names, lower case, and values, in the order they came. All text lies in one piece: a request has a dozen headers, and
/// most of them nobody asks for.
#[derive(Debug, Clone, Default)]
pub struct Headers {
    text: String,
    /// Where each name and each value ends.
    ends: Vec<(usize, usize)>,
}

impl Headers {
    /// Headers whose values came as bytes. What is no UTF-8 in them becomes U+FFFD.
    pub(super) fn of_bytes<'h, I>(pairs: impl Fn() -> I) -> Self
    where
        I: Iterator<Item = (&'h str, &'h [u8])>,
    {
        let sent = pairs();
        let count = sent.size_hint().0;
        // The allocator has powers of two at hand.
        let (mut text, mut ends) =
            (Vec::with_capacity(count * 48), Vec::with_capacity(count.next_power_of_two()));
        for (name, value) in sent {
            text.extend_from_slice(name.as_bytes());
            let name_end = text.len();
            text.extend_from_slice(value);
            ends.push((name_end, text.len()));
        }
        match String::from_utf8(text) {
            Ok(text) => Self { text, ends },
            Err(_) => pairs().map(|(name, value)| (name, String::from_utf8_lossy(value))).collect(),
        }
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
        (0..self.ends.len()).map(|place| (self.piece(self.name(place)), self.piece(self.value(place))))
    }

    /// The values under a name.
    pub fn all<'h>(&'h self, name: &str) -> impl DoubleEndedIterator<Item = &'h str> {
        let named = move |place: &usize| {
            let range = self.name(*place);
            range.len() == name.len() && self.piece(range) == name
        };
        (0..self.ends.len()).filter(named).map(|place| self.piece(self.value(place)))
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

impl<N: AsRef<str>, V: AsRef<str>> FromIterator<(N, V)> for Headers {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        let mut headers = Self::default();
        pairs.into_iter().for_each(|(name, value)| headers.push(name.as_ref(), value.as_ref()));
        headers
    }
}
