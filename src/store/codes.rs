//! The codes of an addition: numbers, which cost nothing however many there are, or any texts.

use std::fmt;
use std::iter;

/// What follows the prefix in each code of an addition, in the order of the Ids to be given.
pub enum Codes {
    /// One code a number.
    Numbers(Numbers),
    /// Any texts. They are drawn once.
    List(Box<dyn Iterator<Item = String> + Send>),
}

/// Consecutive numbers in decimal, filled up to a length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbers {
    /// The first one.
    pub first: u64,
    /// The last one.
    pub last: u64,
    /// How many characters digits and fill have together; 0 for no fill.
    pub length: usize,
    /// What fills up.
    pub fill: char,
    /// Fill behind the number instead of before it.
    pub right: bool,
    /// What comes after each number and its fill.
    pub suffix: String,
}

impl Numbers {
    /// Numbers without fill and suffix.
    ///
    /// ```
    /// use servicestack_emulator::store::Numbers;
    /// assert_eq!(Numbers::plain(9, 10).texts().collect::<Vec<_>>(), ["9", "10"]);
    /// ```
    pub fn plain(first: u64, last: u64) -> Self {
        Numbers { first, last, length: 0, fill: '0', right: false, suffix: String::new() }
    }

    /// The text of a number.
    pub fn text(&self, number: u64) -> String {
        let digits = number.to_string();
        let missing = self.length.saturating_sub(digits.len());
        let fill: String = iter::repeat_n(self.fill, missing).collect();
        if self.right { digits + &fill + &self.suffix } else { fill + &digits + &self.suffix }
    }

    /// All texts.
    pub fn texts(self) -> impl Iterator<Item = String> + Send {
        (self.first..=self.last).map(move |number| self.text(number))
    }

    /// The bytes of the longest text, found without making one.
    pub fn longest(&self) -> usize {
        let bytes = |number: u64| {
            let digits = number.checked_ilog10().map_or(1, |log| log as usize + 1);
            let fill = self.length.saturating_sub(digits).saturating_mul(self.fill.len_utf8());
            digits.saturating_add(fill).saturating_add(self.suffix.len())
        };
        bytes(self.first).max(bytes(self.last))
    }
}

impl Codes {
    /// Texts that are there already.
    pub fn list(texts: impl IntoIterator<Item = String, IntoIter: Send + 'static>) -> Self {
        Codes::List(Box::new(texts.into_iter()))
    }

    /// What follows the prefix, one after the other.
    pub fn into_texts(self) -> Box<dyn Iterator<Item = String> + Send> {
        match self {
            Codes::Numbers(numbers) => Box::new(numbers.texts()),
            Codes::List(texts) => texts,
        }
    }
}

impl fmt::Debug for Codes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Codes::Numbers(numbers) => numbers.fmt(f),
            Codes::List(_) => f.write_str("List"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_filled_on_the_side_asked_for() {
        let left = Numbers { length: 4, ..Numbers::plain(7, 42) };
        assert_eq!(left.text(7), "0007");
        assert_eq!(Numbers { right: true, fill: '*', ..left.clone() }.text(42), "42**");
        assert_eq!(Numbers { suffix: "-x".into(), ..Numbers::plain(7, 42) }.text(42), "42-x");
    }

    #[test]
    fn the_length_of_a_text_is_known_before_it_is_made() {
        for (length, fill) in [(0, '0'), (1, '0'), (7, '0'), (7, 'Ж'), (7, '€')] {
            for number in [0, 7, 9, 10, 99, 100, 12_345, 10_000_000, u64::MAX] {
                let one = Numbers { length, fill, ..Numbers::plain(number, number) };
                assert_eq!(one.longest(), one.text(number).len(), "{one:?}");
                let more = Numbers { first: 0, ..one.clone() };
                assert_eq!(
                    more.longest(),
                    more.text(0).len().max(more.text(number).len()),
                    "{more:?}"
                );
            }
        }
        let huge = Numbers { length: usize::MAX, fill: '€', ..Numbers::plain(1, 1) };
        assert_eq!(huge.longest(), usize::MAX);
    }
}
