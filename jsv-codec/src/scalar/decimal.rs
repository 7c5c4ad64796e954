//! `System.Decimal`: 28 digits, and the scale is part of the value: `1.50` stays `1.50` (oracle #11 and #19).

use super::{ScalarError, is_white};
use rust_decimal::Decimal;

/// Reads a decimal: an optional `-`, digits with thousands separators, a fraction, and an exponent only after a
/// fraction. A zero must stand alone before the point.
///
/// # Errors
/// [`ScalarError::Format`] for `+1`, `01`, `1e3`, `$1`; [`ScalarError::Overflow`] beyond 28 digits before the point.
///
/// ```
/// use jsv_codec::scalar::decimal;
///
/// let text = |t| decimal::read(t).map(|d| d.to_string());
/// assert_eq!(text("1.50").unwrap(), "1.50");
/// assert_eq!(text("1,5").unwrap(), "15");
/// assert_eq!(text(".5").unwrap(), "0.5");
/// assert_eq!(text("5.").unwrap(), "5");
/// assert!(text("01").is_err() && text("1e3").is_err() && text("+1").is_err());
/// ```
pub fn read(text: &str) -> Result<Decimal, ScalarError> {
    let text = text.trim_matches(is_white);
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let digits = integer_part(whole, unsigned.len() > whole.len())?;
    let (fraction, exponent) = fraction.split_once(['e', 'E']).unwrap_or((fraction, "0"));
    if !fraction.bytes().all(|b| b.is_ascii_digit()) || (whole.is_empty() && fraction.is_empty()) {
        return Err(ScalarError::Format);
    }
    let mut number = plain(&digits, fraction)?;
    scale_by(&mut number, exponent)?;
    number.set_sign_negative(negative && !number.is_zero());
    Ok(number)
}

/// The digits before the point, commas dropped. `0` must be alone; nothing at all is fine before a point.
fn integer_part(whole: &str, has_point: bool) -> Result<String, ScalarError> {
    let fits = match whole.as_bytes() {
        [] => has_point,
        [b'0'] => true,
        [b'1'..=b'9', rest @ ..] => rest.iter().all(|b| b.is_ascii_digit() || *b == b','),
        _ => false,
    };
    if fits { Ok(whole.replace(',', "")) } else { Err(ScalarError::Format) }
}

fn plain(whole: &str, fraction: &str) -> Result<Decimal, ScalarError> {
    let whole = if whole.is_empty() { "0" } else { whole };
    let text = if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") };
    text.parse().map_err(|_| ScalarError::Overflow)
}

fn scale_by(number: &mut Decimal, exponent: &str) -> Result<(), ScalarError> {
    let unsigned = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    if unsigned.is_empty() || !unsigned.bytes().all(|b| b.is_ascii_digit()) {
        return Err(ScalarError::Format);
    }
    let steps: u32 = unsigned.parse().map_err(|_| ScalarError::Overflow)?;
    for _ in 0..steps.min(64) {
        if exponent.starts_with('-') {
            *number *= Decimal::new(1, 1);
        } else {
            *number = number.checked_mul(Decimal::TEN).ok_or(ScalarError::Overflow)?;
        }
    }
    Ok(())
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
