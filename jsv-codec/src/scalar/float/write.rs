//! Writing singles and doubles.

use super::digits::general;
use crate::scalar::nearest;

/// Appends a double in 15 significant digits, as .NET Framework does; the largest and smallest in
/// full. Of two texts equally near it is the one away from zero.
///
/// ```
/// use jsv_codec::scalar::float::write_f64;
///
/// let text = |n| { let mut out = String::new(); write_f64(n, &mut out); out };
/// assert_eq!(text(1.0 / 3.0), "0.333333333333333");
/// assert_eq!(text(1e15), "1E+15");
/// assert_eq!(text(0.00001), "1E-05");
/// assert_eq!(text(-0.0), "0");
/// assert_eq!(text(f64::MAX), "1.7976931348623157E+308");
/// ```
pub fn write_f64(value: f64, out: &mut String) {
    if value == f64::MAX || value == f64::MIN {
        return write_f64_round_trip(value, out);
    }
    general(value, 15, || nearest::scientific(value, 14), out);
}

/// Appends a single in 7 digits when these are enough to read it back, else in 9, as .NET Framework
/// does.
///
/// ```
/// use jsv_codec::scalar::float::write_f32;
///
/// let text = |n| { let mut out = String::new(); write_f32(n, &mut out); out };
/// assert_eq!(text(0.1), "0.1");
/// assert_eq!(text(16_777_216.0), "16777216");
/// assert_eq!(text(f32::MAX), "3.40282347E+38");
/// ```
#[expect(clippy::cast_possible_truncation, reason = "the digits are a double first, as in reading")]
pub fn write_f32(value: f32, out: &mut String) {
    let exact = f64::from(value);
    let short = nearest::scientific(exact, 6);
    if short.parse().is_ok_and(|short: f64| short as f32 == value) {
        general(exact, 7, || short, out);
    } else {
        general(exact, 9, || nearest::scientific(exact, 8), out);
    }
}

/// Appends the shortest digits that read back as the same double, as .NET Core 3 and later do.
///
/// ```
/// use jsv_codec::scalar::float::write_f64_round_trip;
///
/// let text = |n| { let mut out = String::new(); write_f64_round_trip(n, &mut out); out };
/// assert_eq!(text(1.0 / 3.0), "0.3333333333333333");
/// assert_eq!(text(1e15), "1E+15");
/// assert_eq!(text(100.0), "100");
/// assert_eq!(text(-0.0), "-0");
/// ```
pub fn write_f64_round_trip(value: f64, out: &mut String) {
    if is_plain(value) {
        return out.push_str(plain_digits(&mut zmij::Buffer::new(), value));
    }
    if value == 0.0 && value.is_sign_negative() {
        return out.push_str("-0");
    }
    general(value, 15, || format!("{value:e}"), out);
}

/// Appends all seventeen digits that a double can need, but for trailing zeros.
pub(in crate::scalar) fn write_f64_exact(value: f64, out: &mut String) {
    general(value, 17, || nearest::scientific(value, 16), out);
}

/// Whether the shortest digits are written without an exponent, by .NET and by `zmij` alike.
#[inline]
pub(crate) fn is_plain(value: f64) -> bool {
    let size = value.abs();
    size == 0.0 && value.is_sign_positive() || (1e-4..1e15).contains(&size)
}

/// Whole part and thousandths of a double that at most three decimals tell exactly, as most amounts
/// are.
///
/// Both parts together have at most 15 digits. No two such numbers are the same double, so that
/// these are its shortest digits as well.
#[inline]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    clippy::float_cmp,
    reason = "what is not exact is found by comparing"
)]
pub(crate) fn short_decimal(value: f64) -> Option<(u64, u64)> {
    let thousandths = (value * 1000.0) as u64;
    let exact = thousandths < 1_000_000_000_000_000 && thousandths as f64 / 1000.0 == value;
    (exact && value.is_sign_positive()).then_some((thousandths / 1000, thousandths % 1000))
}

/// The shortest digits of a double that [`is_plain`]; .NET has no `.0` behind a whole number.
#[inline]
pub(crate) fn plain_digits(buffer: &mut zmij::Buffer, value: f64) -> &str {
    let digits = buffer.format_finite(value);
    digits.strip_suffix(".0").unwrap_or(digits)
}

/// Appends the shortest digits that read back as the same single; see [`write_f64_round_trip`].
///
/// ```
/// let mut out = String::new();
/// jsv_codec::scalar::float::write_f32_round_trip(0.1, &mut out);
/// assert_eq!(out, "0.1");
/// ```
pub fn write_f32_round_trip(value: f32, out: &mut String) {
    if value == 0.0 && value.is_sign_negative() {
        return out.push_str("-0");
    }
    general(value.into(), 7, || format!("{value:e}"), out);
}

/// Appends the shortest digits of a double as ServiceStack 10 does: without an exponent from 0.0001
/// to below 1e17.
///
/// ```
/// use jsv_codec::scalar::float::write_f64_modern;
///
/// let text = |n| { let mut out = String::new(); write_f64_modern(n, &mut out); out };
/// assert_eq!(text(1e16), "10000000000000000");
/// assert_eq!(text(1e17), "1E+17");
/// assert_eq!(text(-0.0), "-0");
/// assert_eq!(text(f64::MAX), "1.7976931348623157e+308");
/// ```
pub fn write_f64_modern(value: f64, out: &mut String) {
    let start = out.len();
    write_f64_shortest(value, out);
    if value == f64::MAX || value == f64::MIN {
        lower(start, out);
    }
}

/// As [`write_f64_modern`], and the largest and smallest are like all others.
pub(in crate::scalar) fn write_f64_shortest(value: f64, out: &mut String) {
    if value == 0.0 && value.is_sign_negative() {
        return out.push_str("-0");
    }
    general(value, 17, || nearest::shortest(value), out);
}

/// The exponent of the number behind `start` with a small letter.
fn lower(start: usize, out: &mut String) {
    let number = out.split_off(start);
    out.push_str(&number.replace('E', "e"));
}

/// Appends the shortest digits of a single as ServiceStack 10 does in JSV: without an exponent from
/// 0.0001 to below 1e9. Of two texts equally near it is the even one.
///
/// ```
/// use jsv_codec::scalar::float::write_f32_modern;
///
/// let text = |n| { let mut out = String::new(); write_f32_modern(n, &mut out); out };
/// assert_eq!(text(16_777_216.0), "16777216");
/// assert_eq!(text(0.000_244_140_625), "0.00024414062");
/// ```
pub fn write_f32_modern(value: f32, out: &mut String) {
    let start = out.len();
    write_f32_shortest(value, out);
    if value == f32::MAX || value == f32::MIN {
        lower(start, out);
    }
}

/// As [`write_f32_modern`], and the largest and smallest are like all others.
pub(in crate::scalar) fn write_f32_shortest(value: f32, out: &mut String) {
    if value == 0.0 && value.is_sign_negative() {
        return out.push_str("-0");
    }
    general(value.into(), 9, || nearest::shortest(value), out);
}

#[cfg(test)]
mod tests {
    use super::{short_decimal, write_f32_modern, write_f64_modern, write_f64_round_trip};
    use proptest::prelude::*;

    fn check(number: f64) {
        let mut text = String::new();
        write_f64_round_trip(number, &mut text);
        if let Some((whole, thousandths)) = short_decimal(number) {
            let short = format!("{whole}.{thousandths:03}");
            assert_eq!(short.trim_end_matches('0').trim_end_matches('.'), text);
        }
    }

    #[test]
    fn only_exact_decimals_are_short() {
        assert_eq!(short_decimal(1.5), Some((1, 500)));
        assert_eq!(short_decimal(9.99), Some((9, 990)));
        assert_eq!(short_decimal(0.0), Some((0, 0)));
        assert_eq!(short_decimal(999_999_999_999.5), Some((999_999_999_999, 500)));
        for other in
            [-0.0, -1.5, 0.1 + 0.2, 1.0005, 1e12, 1e300, f64::NAN, f64::INFINITY, f64::MIN_POSITIVE]
        {
            assert_eq!(short_decimal(other), None, "{other}");
        }
    }

    #[test]
    fn of_two_shortest_texts_modern_hosts_write_the_even_one() {
        let (mut single, mut double) = (String::new(), String::new());
        write_f32_modern(1.0 / 4_096.0, &mut single);
        write_f64_modern(562_949_953_421_312.0 + 0.25, &mut double);
        assert_eq!((single.as_str(), double.as_str()), ("0.00024414062", "562949953421312.2"));
    }

    proptest! {
        #[test]
        fn short_decimals_are_the_shortest_digits(
            whole in 0..1_000_000_000_000_u64, part in 0..10_000_u32, bits in any::<u64>(), ulps in 0..3_u64,
        ) {
            let number: f64 = format!("{whole}.{part:04}").parse().unwrap();
            check(f64::from_bits(number.to_bits() + ulps));
            let small: f64 = format!("{}.{part:04}", whole % 100).parse().unwrap();
            check(f64::from_bits(small.to_bits() + ulps));
            check(f64::from_bits(bits));
        }
    }
}
