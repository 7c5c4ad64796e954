//! Reading singles and doubles.

use crate::scalar::ScalarError;

/// Reads a double as `Double.Parse` with thousands separators does, invariant culture.
///
/// # Errors
/// [`ScalarError::Number`] for no number, [`ScalarError::TooLarge`] beyond the largest double.
///
/// ```
/// use jsv_codec::scalar::float;
///
/// assert_eq!(float::read_f64("+1e3"), Ok(1000.0));
/// assert_eq!(float::read_f64(" 1,111.5 "), Ok(1111.5));
/// assert_eq!(float::read_f64("-Infinity"), Ok(f64::NEG_INFINITY));
/// assert!(float::read_f64("infinity").is_err());
/// ```
pub fn read_f64(text: &str) -> Result<f64, ScalarError> {
    match prefix(text.as_bytes()) {
        Some((number, length)) if length == text.len() => Ok(number),
        _ => in_full(text)?.ok_or(ScalarError::TooLarge("a Double")),
    }
}

/// Reads a single; see [`read_f64`]. As in .NET Framework, the digits are a double first.
///
/// # Errors
/// As [`read_f64`].
///
/// ```
/// assert_eq!(jsv_codec::scalar::float::read_f32("1.5"), Ok(1.5));
/// ```
#[expect(clippy::cast_possible_truncation, reason = "rounding is what is wanted")]
pub fn read_f32(text: &str) -> Result<f32, ScalarError> {
    let too_large = ScalarError::TooLarge("a Single");
    let number = match prefix(text.as_bytes()) {
        Some((number, length)) if length == text.len() => number,
        _ => in_full(text)?.ok_or(too_large.clone())?,
    };
    let single = number as f32;
    if single.is_infinite() && number.is_finite() { Err(too_large) } else { Ok(single) }
}

/// Powers of ten that a double holds exactly.
const TENS: [f64; 16] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

/// The number at the start of `bytes` in its plainest form, and its length: up to 15 digits with a
/// point somewhere among them, and a minus. Both the digits and the power of ten are exact doubles,
/// so one division rounds as a full parser would.
#[inline]
#[expect(clippy::cast_precision_loss, reason = "15 digits are exact")]
pub(crate) fn prefix(bytes: &[u8]) -> Option<(f64, usize)> {
    let negative = bytes.first() == Some(&b'-');
    let start = usize::from(negative);
    let (mut digits, mut point, mut at) = (0u64, None, start);
    while let Some(&b) = bytes.get(at) {
        match b.wrapping_sub(b'0') {
            digit @ 0..=9 => digits = digits.wrapping_mul(10).wrapping_add(u64::from(digit)),
            _ if b == b'.' && point.is_none() && at > start => point = Some(at),
            _ => break,
        }
        at += 1;
    }
    let behind = point.map_or(0, |point| at - 1 - point);
    let count = at - start - usize::from(point.is_some());
    let number = digits as f64 / TENS.get(behind)?;
    if count == 0 || count > 15 {
        None
    } else {
        Some((if negative { -number } else { number }, at))
    }
}

/// White space, NULs behind, words, thousands and exponents; nothing when the number is beyond a
/// double.
#[cold]
fn in_full(text: &str) -> Result<Option<f64>, ScalarError> {
    let blank = |c| matches!(c, ' ' | '\t'..='\r');
    match text.trim_matches(blank) {
        "NaN" => return Ok(Some(f64::NAN)),
        "Infinity" => return Ok(Some(f64::INFINITY)),
        "-Infinity" => return Ok(Some(f64::NEG_INFINITY)),
        _ => {}
    }
    let text = text.trim_end_matches('\0').trim_matches(blank);
    // Rust also knows "inf" and "nan", which .NET does not.
    if !text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E' | b',')) {
        return Err(ScalarError::Number);
    }
    let plain = without_thousands(text).ok_or(ScalarError::Number)?;
    let number: f64 = plain.parse().map_err(|_| ScalarError::Number)?;
    Ok(number.is_finite().then_some(number))
}

/// Commas may stand anywhere between the first digit and the point, in any number.
fn without_thousands(text: &str) -> Option<std::borrow::Cow<'_, str>> {
    if !text.contains(',') {
        return Some(text.into());
    }
    let whole = text.find(['.', 'e', 'E']).unwrap_or(text.len());
    let (whole, rest) = text.split_at(whole);
    let unsigned = whole.trim_start_matches(['+', '-']);
    let fits = unsigned.starts_with(|c: char| c.is_ascii_digit()) && !rest.contains(',');
    fits.then(|| (whole.replace(',', "") + rest).into())
}
