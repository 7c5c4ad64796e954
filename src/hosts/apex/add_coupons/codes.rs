//! The codes of one call: numbers, padded.

use crate::store::Numbers;

/// How numbers become the middle of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Padding {
    /// Digits and fill together; 0 for no padding.
    pub length: usize,
    /// What fills up.
    pub fill: char,
    /// Fill behind the number instead of before it.
    pub right: bool,
}

impl Padding {
    /// The numbers, each at its full length and with what comes after it.
    pub fn numbers(self, first: u64, last: u64, suffix: String) -> Numbers {
        let Padding { length, fill, right } = self;
        Numbers { first, last, length, fill, right, suffix }
    }

    /// Whether a number has room.
    pub fn holds(self, number: u64) -> bool {
        self.length == 0 || number.to_string().len() <= self.length
    }
}

#[cfg(test)]
mod tests {
    use super::Padding;

    #[test]
    fn a_number_longer_than_the_code_has_no_room() {
        let padding = Padding { length: 2, fill: '0', right: false };
        assert!(padding.holds(99) && !padding.holds(100));
    }
}
