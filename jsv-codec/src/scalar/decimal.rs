//! `System.Decimal`: 28 digits, and the scale is part of the value: `1.50` stays `1.50`
//! (docs/wire/jsv.md#scalars).

use super::{ScalarError, is_white};
use rust_decimal::Decimal;

/// Reads a decimal: an optional `-`, digits with thousands separators, a fraction, and an exponent
/// only after a fraction. A zero must stand alone before the point. An exponent moves the point; no
/// zeros are kept for it.
///
/// # Errors
/// [`ScalarError::Number`] for `+1`, `01`, `1e3`, `$1`; [`ScalarError::TooLarge`] when the digits
/// are more than 96 bits, [`ScalarError::Scale`] when more than 28 of them stand behind the point.
///
/// ```
/// use jsv_codec::scalar::{decimal, ScalarError};
///
/// let text = |t| decimal::read(t).map(|d| d.to_string());
/// assert_eq!(text("1.50").unwrap(), "1.50");
/// assert_eq!(text("1,5").unwrap(), "15");
/// assert_eq!(text(".5").unwrap(), "0.5");
/// assert_eq!(text("5.").unwrap(), "5");
/// assert_eq!(text("1.5e3").unwrap(), "1500");
/// assert!(text("01").is_err() && text("1e3").is_err() && text("+1").is_err());
/// assert_eq!(text(&format!("0.{}", "3".repeat(29))), Err(ScalarError::Scale));
/// ```
pub fn read(text: &str) -> Result<Decimal, ScalarError> {
    let trimmed = text.trim_matches(is_white);
    // Nothing but white space, or a sign at the very end, is not nothing.
    if matches!(trimmed, "" | "-")
        && !text.is_empty()
        && !text.ends_with(|c| trimmed == "-" && is_white(c))
    {
        return Ok(Decimal::ZERO);
    }
    let text = trimmed;
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let (fraction, exponent) = match fraction.split_once(['e', 'E']) {
        Some((fraction, exponent)) => (fraction, self::exponent(exponent)?),
        None => (fraction, 0),
    };
    if !is_whole(whole, unsigned.len() > whole.len())
        || !fraction.bytes().all(|b| b.is_ascii_digit())
        || (whole.is_empty() && fraction.is_empty())
    {
        return Err(ScalarError::Number);
    }
    let digits = mantissa(whole.bytes().chain(fraction.bytes()).filter(u8::is_ascii_digit))?;
    let places = i64::try_from(fraction.len()).unwrap_or(i64::MAX).saturating_sub(exponent);
    assemble(digits, places, negative)
}

/// `0` must be alone; nothing at all is fine before a point.
fn is_whole(whole: &str, has_point: bool) -> bool {
    match whole.as_bytes() {
        [] => has_point,
        [b'0'] => true,
        [b'1'..=b'9', rest @ ..] => rest.iter().all(|b| b.is_ascii_digit() || *b == b','),
        _ => false,
    }
}

const TOO_LARGE: ScalarError = ScalarError::TooLarge("a Decimal");
/// The largest mantissa: 96 bits.
const LARGEST: i128 = (1 << 96) - 1;

/// As large as 96 bits hold.
fn mantissa(digits: impl Iterator<Item = u8>) -> Result<i128, ScalarError> {
    let mut sum = 0i128;
    for digit in digits {
        sum = sum * 10 + i128::from(digit - b'0');
        if sum > LARGEST {
            return Err(TOO_LARGE);
        }
    }
    Ok(sum)
}

fn exponent(text: &str) -> Result<i64, ScalarError> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(ScalarError::Number);
    }
    let size: i64 = digits.parse().map_err(|_| ScalarError::Overflow)?;
    Ok(if text.starts_with('-') { -size } else { size })
}

/// The digits with so many places behind the point; fewer than none are zeros.
fn assemble(digits: i128, places: i64, negative: bool) -> Result<Decimal, ScalarError> {
    // Recorded of exponents from -240 on; 30 places are another fault.
    if places > 127 {
        return Err(ScalarError::Number);
    }
    let zeros = usize::try_from(places.min(0).unsigned_abs()).unwrap_or(usize::MAX).min(40);
    let digits = if digits == 0 {
        0
    } else {
        (0..zeros)
            .try_fold(digits, |sum, _| Some(sum * 10).filter(|sum| *sum <= LARGEST))
            .ok_or(TOO_LARGE)?
    };
    let scale =
        u32::try_from(places.max(0)).ok().filter(|scale| *scale <= 28).ok_or(ScalarError::Scale)?;
    let mut number = Decimal::try_from_i128_with_scale(digits, scale).map_err(|_| TOO_LARGE)?;
    number.set_sign_negative(negative && digits != 0);
    Ok(number)
}

/// Reads a decimal as .NET 10 does: a sign in front, digits with thousands separators, a fraction,
/// an exponent; blanks around and NULs behind. What 96 bits or 28 places do not hold is rounded,
/// half to even.
///
/// # Errors
/// [`ScalarError::Number`], [`ScalarError::TooLarge`].
///
/// ```
/// use jsv_codec::scalar::decimal::read_modern;
///
/// let text = |t| read_modern(t).unwrap().to_string();
/// assert_eq!((text("1e3"), text("007"), text("1,000")), ("1000".into(), "7".into(), "1000".into()));
/// assert_eq!(text("0.33333333333333333333333333333"), "0.3333333333333333333333333333");
/// assert!(read_modern("1-").is_err());
/// ```
pub fn read_modern(text: &str) -> Result<Decimal, ScalarError> {
    let blank = |c| matches!(c, ' ' | '\t'..='\r');
    let text = text.trim_end_matches('\0').trim_matches(blank);
    let (negative, unsigned) = match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    };
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, self::exponent(exponent)?),
        None => (unsigned, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits =
        |t: &str, commas: bool| t.bytes().all(|b| b.is_ascii_digit() || (commas && b == b','));
    if whole.len() + fraction.len() == 0
        || !digits(whole, true)
        || !digits(fraction, false)
        || whole.starts_with(',')
    {
        return Err(ScalarError::Number);
    }
    let all: Vec<u8> = whole.bytes().chain(fraction.bytes()).filter(u8::is_ascii_digit).collect();
    let places = i64::try_from(fraction.len()).unwrap_or(i64::MAX).saturating_sub(exponent);
    let mut number = round(&all, places)?;
    number.set_sign_negative(negative && !number.is_zero());
    Ok(number)
}

/// The digits with so many places behind the point, rounded to what a decimal holds.
fn round(digits: &[u8], places: i64) -> Result<Decimal, ScalarError> {
    // Further away from the point the digits are nothing, and no exponent is worth its steps.
    let mut places = places.min(i64::try_from(digits.len()).unwrap_or(i64::MAX - 30) + 30);
    let mut kept = digits.to_vec();
    let mut rest: Vec<u8> = Vec::new();
    let value = |digits: &[u8]| {
        digits.iter().try_fold(0i128, |n, b| n.checked_mul(10)?.checked_add(i128::from(b - b'0')))
    };
    while places > 28 || (places > 0 && value(&kept).is_none_or(|n| n > LARGEST)) {
        match kept.pop() {
            Some(digit) => rest.insert(0, digit),
            None => rest.insert(0, b'0'),
        }
        rest.truncate(64);
        places -= 1;
    }
    let mut number = value(&kept).filter(|n| *n <= LARGEST).ok_or(TOO_LARGE)?;
    let half = rest.first().is_some_and(|b| *b > b'5')
        || (rest.first() == Some(&b'5')
            && (rest[1..].iter().any(|b| *b != b'0') || number % 2 == 1));
    number += i128::from(half);
    assemble(number, places, false)
}

/// Appends the digits with their scale.
///
/// ```
/// let mut out = String::new();
/// jsv_codec::scalar::decimal::write(&rust_decimal::Decimal::new(-10, 2), &mut out);
/// assert_eq!(out, "-0.10");
/// ```
pub fn write(value: &Decimal, out: &mut String) {
    use std::fmt::Write;
    // Writing to a String cannot fail.
    let _ = write!(out, "{value}");
}

#[cfg(test)]
mod tests {
    use super::{Decimal, read, read_modern};

    /// Thirteen characters took twelve seconds.
    #[test]
    fn no_exponent_takes_its_time() {
        for exponent in ["703187362", "9223372036854775807", "31", "60"] {
            for sign in ["-", ""] {
                let text = format!("4.0e{sign}{exponent}");
                let modern = read_modern(&text);
                assert_eq!(modern.is_ok(), sign == "-", "{text}");
                assert!(modern.is_err() || modern == Ok(Decimal::new(0, 28)), "{text}");
                assert!(read(&text).is_err(), "{text}");
            }
        }
    }
}
