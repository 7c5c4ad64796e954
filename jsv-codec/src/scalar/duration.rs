//! `System.TimeSpan` in ticks of 100 ns: written as an XSD duration, read in three forms (spec 01 sections 2.8 and 4).

use super::ScalarError;

/// Ticks in a second.
pub const SECOND: i64 = 10_000_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Reads `P1DT2H3M4.5S` (years and months are allowed and count nothing), `[d.]hh:mm[:ss[.fffffff]]`, or a number
/// of seconds. The result is in ticks of 100 ns.
///
/// # Errors
/// [`ScalarError::Format`] for anything else, [`ScalarError::Overflow`] beyond 10,675,199 days.
///
/// ```
/// use jsv_codec::scalar::duration::{read, SECOND};
///
/// assert_eq!(read("PT1M30S"), Ok(90 * SECOND));
/// assert_eq!(read("-PT1H"), Ok(-3600 * SECOND));
/// assert_eq!(read("1.02:03:04"), Ok((86_400 + 7_384) * SECOND));
/// assert_eq!(read("90"), Ok(90 * SECOND));
/// assert!(read("x").is_err());
/// ```
pub fn read(text: &str) -> Result<i64, ScalarError> {
    let text = text.trim_matches(super::is_white);
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let ticks = if let Some(parts) = unsigned.strip_prefix('P') {
        xsd(parts)?
    } else if unsigned.contains(':') {
        clock(unsigned)?
    } else {
        seconds(unsigned)?
    };
    let ticks = if negative { -ticks } else { ticks };
    i64::try_from(ticks).map_err(|_| ScalarError::Overflow)
}

/// `2D`, `3H` … behind the P; the same letter M means months before the T and minutes behind it.
fn xsd(parts: &str) -> Result<i128, ScalarError> {
    let (date, time) = parts.split_once('T').unwrap_or((parts, ""));
    if date.is_empty() && time.is_empty() {
        return Err(ScalarError::Format);
    }
    let days = components(date, &[('Y', 0), ('M', 0), ('D', DAY)])?;
    Ok(days + components(time, &[('H', HOUR), ('M', MINUTE), ('S', SECOND)])?)
}

fn components(mut text: &str, units: &[(char, i64)]) -> Result<i128, ScalarError> {
    let mut sum = 0;
    for &(letter, unit) in units {
        if let Some((number, rest)) = text.split_once(letter) {
            sum += amount(number, unit)?;
            text = rest;
        }
    }
    if text.is_empty() { Ok(sum) } else { Err(ScalarError::Format) }
}

/// A number with an optional fraction, in ticks of `unit`; what is finer than a tick is cut off.
fn amount(number: &str, unit: i64) -> Result<i128, ScalarError> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    if (whole.is_empty() && fraction.is_empty()) || !digits(whole) || !digits(fraction) {
        return Err(ScalarError::Format);
    }
    let whole: u64 = if whole.is_empty() { 0 } else { whole.parse().map_err(|_| ScalarError::Overflow)? };
    Ok(i128::from(whole) * i128::from(unit) + i128::from(ticks_of(fraction)) * i128::from(unit / SECOND))
}

/// The first seven digits behind a point, as ticks of a second.
pub(super) fn ticks_of(fraction: &str) -> i64 {
    fraction.bytes().chain(std::iter::repeat(b'0')).take(7).fold(0, |n, b| n * 10 + i64::from(b - b'0'))
}

fn seconds(text: &str) -> Result<i128, ScalarError> {
    amount(text, SECOND)
}

/// `hh:mm`, `hh:mm:ss`, `d:hh:mm:ss`, each with `d.` in front and a fraction behind, as `TimeSpan.Parse` has it.
fn clock(text: &str) -> Result<i128, ScalarError> {
    let parts: Vec<&str> = text.split(':').collect();
    let (days, hours, rest) = match parts.as_slice() {
        [days, hours, rest @ ..] if rest.len() == 2 => (*days, *hours, rest),
        [first, rest @ ..] if rest.len() <= 2 => match first.split_once('.') {
            Some((days, hours)) => (days, hours, rest),
            None => ("0", *first, rest),
        },
        _ => return Err(ScalarError::Format),
    };
    let (seconds, fraction) = rest.get(1).map_or(("0", ""), |s| s.split_once('.').unwrap_or((s, "")));
    let fraction = if fraction.len() > 7 {
        Err(ScalarError::Overflow)
    } else {
        amount(&format!("0.{fraction}"), SECOND)
    };
    Ok(below(days, 10_675_200)? * i128::from(DAY)
        + below(hours, 24)? * i128::from(HOUR)
        + below(rest[0], 60)? * i128::from(MINUTE)
        + below(seconds, 60)? * i128::from(SECOND)
        + fraction?)
}

fn below(number: &str, limit: i128) -> Result<i128, ScalarError> {
    if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
        return Err(ScalarError::Format);
    }
    number.parse().ok().filter(|n| *n < limit).ok_or(ScalarError::Overflow)
}

/// Appends the XSD duration of `ticks`: no empty part, no trailing zero in the fraction.
///
/// The fraction goes through a double, as it does in ServiceStack: beyond some ten thousand days the last of its
/// seven digits are not exact, and the longest `TimeSpan` ends in `5.4775391S` instead of `5.4775807S`.
///
/// ```
/// use jsv_codec::scalar::duration;
///
/// let text = |ticks| { let mut out = String::new(); duration::write(ticks, &mut out); out };
/// assert_eq!(text(0), "PT0S");
/// assert_eq!(text(1), "PT0.0000001S");
/// assert_eq!(text(864_000_000_000), "P1D");
/// assert_eq!(text(i64::MIN), "-P10675199DT2H48M5.4775391S");
/// ```
#[expect(clippy::cast_precision_loss, reason = "the loss is ServiceStack's")]
pub fn write(ticks: i64, out: &mut String) {
    if ticks < 0 {
        out.push('-');
    }
    let total = ticks.unsigned_abs();
    let seconds = total / SECOND.unsigned_abs();
    let (minutes, hours) = (seconds / 60 % 60, seconds / 3600 % 24);
    let last = (seconds % 60) as f64 + (total as f64 / SECOND as f64 - seconds as f64);
    out.push('P');
    part(total / DAY.unsigned_abs(), 'D', out);
    if total == 0 || hours + minutes != 0 || last > 0.0 {
        out.push('T');
        part(hours, 'H', out);
        part(minutes, 'M', out);
        write_seconds(last, total == 0, out);
    }
}

fn part(number: u64, letter: char, out: &mut String) {
    if number != 0 {
        out.push_str(itoa::Buffer::new().format(number));
        out.push(letter);
    }
}

fn write_seconds(seconds: f64, even_zero: bool, out: &mut String) {
    if seconds > 0.0 || even_zero {
        let text = format!("{seconds:.7}");
        out.push_str(text.trim_end_matches('0').trim_end_matches('.'));
        out.push('S');
    }
}
