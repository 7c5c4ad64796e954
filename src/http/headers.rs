//! The headers of a request.

/// Names, lower case, and values, in the order they came. All text lies in one piece: a request has a dozen headers, and
/// most of them nobody asks for.
#[derive(Debug, Clone, Default)]
pub struct Headers {
    text: String,
    /// Where each name and each value ends.
    ends: Vec<(usize, usize)>,
}

impl Headers {
    /// Room for so many headers.
    pub fn with_capacity(count: usize) -> Self {
        Self { text: String::with_capacity(count * 48), ends: Vec::with_capacity(count) }
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
        (0..self.ends.len()).map(|place| {
            let begin = if place == 0 { 0 } else { self.ends[place - 1].1 };
            let (name_end, end) = self.ends[place];
            (&self.text[begin..name_end], &self.text[name_end..end])
        })
    }

    /// The values under a name.
    pub fn all<'h>(&'h self, name: &'h str) -> impl DoubleEndedIterator<Item = &'h str> {
        self.iter().filter(move |(header, _)| *header == name).map(|(_, value)| value)
    }
}

impl<N: AsRef<str>, V: AsRef<str>> FromIterator<(N, V)> for Headers {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        let mut headers = Self::default();
        pairs.into_iter().for_each(|(name, value)| headers.push(name.as_ref(), value.as_ref()));
        headers
    }
}
