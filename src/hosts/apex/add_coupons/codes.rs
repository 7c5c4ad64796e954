//! The codes of one call: numbers, padded.

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
    /// The number at its full length.
    pub fn apply(self, number: u64) -> String {
        let digits = number.to_string();
        let missing = self.length.saturating_sub(digits.len());
        let fill: String = std::iter::repeat_n(self.fill, missing).collect();
        if self.right { digits + &fill } else { fill + &digits }
    }

    /// How many bytes [`Padding::apply`] makes of a number, without making them.
    pub fn bytes(self, number: u64) -> usize {
        let digits = number.checked_ilog10().unwrap_or_default() as usize + 1;
        let missing = self.length.saturating_sub(digits);
        digits.saturating_add(missing.saturating_mul(self.fill.len_utf8()))
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
    fn numbers_are_filled_on_the_side_asked_for() {
        let left = Padding { length: 4, fill: '0', right: false };
        assert_eq!(left.apply(7), "0007");
        assert_eq!(Padding { right: true, fill: '*', ..left }.apply(42), "42**");
        assert_eq!(Padding { length: 0, ..left }.apply(42), "42");
    }

    #[test]
    fn the_length_of_a_code_is_known_before_it_is_made() {
        for (length, fill) in [(0, '0'), (1, '0'), (7, '0'), (7, 'Ж'), (7, '€')] {
            let padding = Padding { length, fill, right: false };
            for number in [0, 7, 9, 10, 99, 100, 12_345, 10_000_000, u64::MAX] {
                assert_eq!(padding.bytes(number), padding.apply(number).len(), "{padding:?} {number}");
            }
        }
        let huge = Padding { length: usize::MAX, fill: '€', right: false };
        assert_eq!(huge.bytes(1), usize::MAX);
    }

    #[test]
    fn a_number_longer_than_the_code_has_no_room() {
        let padding = Padding { length: 2, fill: '0', right: false };
        assert!(padding.holds(99) && !padding.holds(100));
    }
}
