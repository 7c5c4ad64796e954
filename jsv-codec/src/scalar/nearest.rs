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
    let tie =
        ends_in_five(&format!("{value:.0$e}", digits + 1), &format!("{value:.0$e}", digits + 41));
    format!("{:.digits$e}", if tie { away(value) } else { value })
}

/// `value` with so many digits behind the point.
pub(super) fn fixed(value: f64, digits: usize) -> String {
    let tie =
        ends_in_five(&format!("{value:.0$}", digits + 1), &format!("{value:.0$}", digits + 41));
    format!("{:.digits$}", if tie { away(value) } else { value })
}

/// Whether the last digit is a five, and nothing but zeros come behind it. A double that is not a
/// number of so few digits differs from it by more than forty digits can hide.
fn ends_in_five(short: &str, long: &str) -> bool {
    let mantissa = |text: &str| text.split_once('e').map_or(text.len(), |(digits, _)| digits.len());
    let (short, long) = (&short[..mantissa(short)], &long[..mantissa(long)]);
    short.ends_with('5')
        && long.strip_prefix(short).is_some_and(|rest| rest.bytes().all(|digit| digit == b'0'))
}

/// The next double away from zero, which rounds away from zero and no further.
const fn away(value: f64) -> f64 {
    if value > 0.0 { value.next_up() } else { value.next_down() }
}
