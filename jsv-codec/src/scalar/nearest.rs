//! Decimal digits rounded as .NET does. Of two that are equally near, .NET Framework takes the one
//! away from zero, and .NET 10, which writes the shortest, the even one.

use std::fmt::LowerExp;
use std::str::FromStr;

/// The shortest digits that read back as the same number, as `d.ddde±x`.
pub(super) fn shortest<T: LowerExp + FromStr + PartialEq>(value: T) -> String {
    let short = format!("{value:e}");
    let mantissa = short.split_once('e').map_or(&*short, |(mantissa, _)| mantissa);
    let digits = mantissa.split_once('.').map_or(0, |(_, behind)| behind.len());
    // As many digits, rounded half to even.
    let even = format!("{value:.digits$e}");
    if even.parse().is_ok_and(|read: T| read == value) { even } else { short }
}

/// `value` as `d.ddde±x` with so many digits behind the point.
pub(super) fn scientific(value: f64, digits: usize) -> String {
    away(|digits| format!("{value:.digits$e}"), digits)
}

/// `value` with so many digits behind the point.
pub(super) fn fixed(value: f64, digits: usize) -> String {
    away(|digits| format!("{value:.digits$}"), digits)
}

/// A number with so many digits, a half rounded away from zero; Rust rounds it to even.
fn away(rounded: impl Fn(usize) -> String, digits: usize) -> String {
    let (mut near, short) = (rounded(digits), rounded(digits + 1));
    let end = mantissa(&near).len();
    let is_towards_zero = short.starts_with(&near[..end]);
    if is_towards_zero && ends_in_five(mantissa(&short), || rounded(digits + 41)) {
        // Its last digit is even: one more is a digit, too.
        let next = near.as_bytes()[end - 1] + 1;
        near.replace_range(end - 1..end, char::from(next).encode_utf8(&mut [0; 4]));
    }
    near
}

/// Whether the last digit is a five, and nothing but zeros come behind it. A double that is not a
/// number of so few digits differs from it by more than forty digits can hide.
fn ends_in_five(short: &str, long: impl Fn() -> String) -> bool {
    let is_exact = |long: &str| {
        let rest = mantissa(long).strip_prefix(short);
        rest.is_some_and(|rest| rest.bytes().all(|digit| digit == b'0'))
    };
    short.ends_with('5') && is_exact(&long())
}

fn mantissa(text: &str) -> &str {
    text.split_once('e').map_or(text, |(digits, _)| digits)
}

#[cfg(test)]
mod tests {
    use super::{fixed, scientific};

    #[test]
    fn a_half_goes_away_from_zero_and_no_further() {
        for (value, digits, expected) in [
            (2.5, 0, "3e0"),
            (-3.5, 0, "-4e0"),
            (9.5, 0, "1e1"),
            (0.125, 1, "1.3e-1"),
            (220_153_372_662_000.0 + 0.375, 16, "2.2015337266200038e14"),
            (-220_153_372_662_000.0 - 0.125, 16, "-2.2015337266200013e14"),
            (1e22, 16, "1.0000000000000000e22"),
        ] {
            assert_eq!(scientific(value, digits), expected);
        }
        assert_eq!(fixed(0.003_906_25, 7), "0.0039063");
        // The next double is 0.00002 away.
        assert_eq!(fixed(100_000_000_000.0 + 1.0 / 256.0, 7), "100000000000.0039063");
        assert_eq!(fixed(-0.5, 0), "-1");
    }
}
