//! `System.TimeSpan` in ticks of 100 ns: written as an XSD duration, read in three forms
//! (docs/wire/jsv.md#time-spans).

use super::ScalarError;

/// Ticks in a second.
///
/// ```
/// use jsv_codec::scalar::duration::{read, SECOND};
/// assert_eq!(read("PT2S"), Ok(2 * SECOND));
/// ```
pub const SECOND: i64 = 10_000_000;
pub(super) const MINUTE: i64 = 60 * SECOND;
pub(super) const HOUR: i64 = 60 * MINUTE;
pub(super) const DAY: i64 = 24 * HOUR;

/// Reads `P1DT2H3M4.5S`, `[d.]hh:mm[:ss[.fffffff]]`, or a number of seconds. The result is in ticks
/// of 100 ns.
///
/// An XSD duration is never refused for its form: years and months count nothing, and neither does
/// a part that is no number. A number of seconds is rounded to the millisecond.
///
/// # Errors
/// [`ScalarError::TimeSpan`], [`ScalarError::TimeSpanPart`] and [`ScalarError::TimeSpanRange`]
/// beyond 10,675,199 days, [`ScalarError::Number`] for what is no number either.
///
/// ```
/// use jsv_codec::scalar::duration::{read, SECOND};
///
/// assert_eq!(read("PT1M30S"), Ok(90 * SECOND));
/// assert_eq!(read("-PT1H"), Ok(-3600 * SECOND));
/// assert_eq!(read("P1DT1.5H"), Ok(86_400 * SECOND));
/// assert_eq!(read("1.02:03:04"), Ok((86_400 + 7_384) * SECOND));
/// assert_eq!(read("25:00:00"), Ok(25 * 86_400 * SECOND));
/// assert_eq!(read("90"), Ok(90 * SECOND));
/// assert!(read("x").is_err());
/// ```
pub fn read(text: &str) -> Result<i64, ScalarError> {
    match text.strip_prefix('-').unwrap_or(text).strip_prefix('P') {
        Some(parts) => xsd(parts, text.starts_with('-')),
        None if text.contains(':') => clock(text),
        None => seconds(text),
    }
}

/// `2D`, then `T`, then `3H`, `4M`, `5.5S`: each is what stands before its letter and behind the
/// one before.
fn xsd(parts: &str, negative: bool) -> Result<i64, ScalarError> {
    let (date, mut time) = parts.split_once('T').unwrap_or((parts, ""));
    let mut ticks = date.split_once('D').map_or(0, |(days, _)| whole(days) * i128::from(DAY));
    for (letter, unit) in [('H', HOUR), ('M', MINUTE)] {
        if let Some((number, rest)) = time.split_once(letter) {
            ticks += whole(number) * i128::from(unit);
            time = rest;
        }
    }
    if let Some((number, _)) = time.split_once('S') {
        ticks += fractional(number).ok_or(TOO_LARGE)?;
    }
    i64::try_from(if negative { -ticks } else { ticks }).map_err(|_| TOO_LARGE)
}

const TOO_LARGE: ScalarError = ScalarError::TooLarge("an Int64");

/// An integer of 32 bits; nothing else counts.
fn whole(number: &str) -> i128 {
    number.trim().parse::<i32>().unwrap_or(0).into()
}

/// Seconds with a fraction, in ticks; what is finer is cut off, and what is no number counts
/// nothing. `None` when they are far beyond a time span.
fn fractional(number: &str) -> Option<i128> {
    let number = number.trim();
    let (negative, unsigned) =
        number.strip_prefix('-').map_or((false, number), |rest| (true, rest));
    let (seconds, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let digits = |text: &str| text.bytes().all(|digit| digit.is_ascii_digit());
    if seconds.len() + fraction.len() == 0 || !digits(seconds) || !digits(fraction) {
        return Some(0);
    }
    let seconds: i128 = if seconds.is_empty() { 0 } else { seconds.parse().ok()? };
    let ticks = seconds.checked_mul(SECOND.into())?.checked_add(ticks_of(fraction).into())?;
    Some(if negative { -ticks } else { ticks })
}

/// The first seven digits behind a point, as ticks of a second.
pub(super) fn ticks_of(fraction: &str) -> i64 {
    fraction
        .bytes()
        .chain(std::iter::repeat(b'0'))
        .take(7)
        .fold(0, |n, b| n * 10 + i64::from(b - b'0'))
}

/// A number of seconds, rounded to the millisecond.
fn seconds(text: &str) -> Result<i64, ScalarError> {
    milliseconds(super::float::read_f64(text)? * 1000.0)
}

/// The ticks of so many milliseconds, rounded to a whole one.
#[expect(clippy::cast_possible_truncation, reason = "the range is checked before")]
pub(super) fn milliseconds(number: f64) -> Result<i64, ScalarError> {
    const LONGEST: f64 = 922_337_203_685_477.0;
    let rounded = number + 0.5_f64.copysign(number);
    match rounded {
        _ if rounded.is_nan() => Err(ScalarError::TimeSpanNaN),
        _ if rounded.abs() > LONGEST => Err(ScalarError::TimeSpanRange),
        _ => Ok(rounded as i64 * (SECOND / 1000)),
    }
}

/// The separators that `TimeSpan.Parse` knows, and which part each number between them is: days,
/// hours, minutes, seconds, fraction. A form whose numbers are out of range gives way to a later
/// one of the same separators.
const CLOCKS: [(&str, &[usize]); 8] = [
    (":", &[1, 2]),
    ("::", &[1, 2, 3]),
    (".:", &[0, 1, 2]),
    ("::", &[0, 1, 2]),
    ("::.", &[1, 2, 3, 4]),
    (".::", &[0, 1, 2, 3]),
    (":::", &[0, 1, 2, 3]),
    (".::.", &[0, 1, 2, 3, 4]),
];

/// `hh:mm`, `hh:mm:ss`, `d:hh:mm:ss`, each with `d.` in front and a fraction behind, as
/// `TimeSpan.Parse` has it.
pub(super) fn clock(text: &str) -> Result<i64, ScalarError> {
    let text = text.trim();
    let (negative, unsigned) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    // The fifth number has a point before it, also where the days have a colon behind them.
    let separators: String = unsigned.chars().filter(|c| matches!(c, ':' | '.')).collect();
    let separators = if separators == ":::." { ".::." } else { &separators };
    let numbers: Vec<&str> = unsigned.split([':', '.']).collect();
    numbers.iter().try_for_each(|number| token(number))?;
    let mut forms = CLOCKS.iter().filter(|(form, _)| *form == separators).peekable();
    let fault =
        if forms.peek().is_some() { ScalarError::TimeSpanPart } else { ScalarError::TimeSpan };
    let ticks = forms.find_map(|(_, parts)| sum(&numbers, parts)).ok_or(fault)?;
    i64::try_from(if negative { -ticks } else { ticks }).map_err(|_| ScalarError::TimeSpanPart)
}

/// A number of 28 bits; what is larger is found before anything behind it.
fn token(number: &str) -> Result<(), ScalarError> {
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    match number[..digits].parse::<u64>() {
        _ if digits == 0 => Err(ScalarError::TimeSpan),
        Ok(0..=0x0FFF_FFFF) if digits == number.len() => Ok(()),
        Ok(0..=0x0FFF_FFFF) => Err(ScalarError::TimeSpan),
        _ => Err(ScalarError::TimeSpanPart),
    }
}

/// The ticks of numbers that are these parts; nothing if one is out of its range.
fn sum(numbers: &[&str], parts: &[usize]) -> Option<i128> {
    const UNITS: [(i64, i128); 4] = [(DAY, 10_675_200), (HOUR, 24), (MINUTE, 60), (SECOND, 60)];
    parts.iter().zip(numbers).try_fold(0, |ticks, (part, number)| match UNITS.get(*part) {
        Some((unit, limit)) => {
            let number: i128 = number.parse().ok().filter(|number| number < limit)?;
            Some(ticks + number * i128::from(*unit))
        }
        None => (number.len() <= 7).then(|| ticks + i128::from(ticks_of(number))),
    })
}

/// Appends the XSD duration of `ticks`: no empty part, no trailing zero in the fraction.
///
/// The seconds go through a double, as they do in ServiceStack: beyond some ten thousand days the
/// last of the seven digits are not exact, and the longest `TimeSpan` ends in `5.4775391S` instead
/// of `5.4775807S`.
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
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the loss is ServiceStack's"
)]
pub fn write(ticks: i64, out: &mut String) {
    if ticks < 0 {
        out.push('-');
    }
    let total = ticks.unsigned_abs();
    let exact = total as f64 / SECOND as f64;
    let seconds = exact as u64;
    let (minutes, hours) = (seconds / 60 % 60, seconds / 3600 % 24);
    let last = (seconds % 60) as f64 + (exact - seconds as f64);
    out.push('P');
    part(seconds / 86_400, 'D', out);
    if total == 0 || hours + minutes != 0 || last > 0.0 {
        out.push('T');
        part(hours, 'H', out);
        part(minutes, 'M', out);
        write_seconds(last, total == 0, out);
    }
}

/// Appends `[-][d.]hh:mm:ss[.fffffff]`, as .NET prints a time span and
/// `TimeSpanHandler.StandardFormat` has it.
///
/// ```
/// use jsv_codec::scalar::duration;
///
/// let text = |ticks| { let mut out = String::new(); duration::write_clock(ticks, &mut out); out };
/// assert_eq!(text(0), "00:00:00");
/// assert_eq!(text(-15_000_000), "-00:00:01.5000000");
/// assert_eq!(text(i64::MIN), "-10675199.02:48:05.4775808");
/// ```
pub fn write_clock(ticks: i64, out: &mut String) {
    let total = ticks.unsigned_abs();
    let second = SECOND.unsigned_abs();
    let (seconds, fraction) = (total / second, total % second);
    let sign = if ticks < 0 { "-" } else { "" };
    let days = if seconds < 86_400 { String::new() } else { format!("{}.", seconds / 86_400) };
    let clock = (seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60);
    let fraction = if fraction == 0 { String::new() } else { format!(".{fraction:07}") };
    out.push_str(&format!("{sign}{days}{:02}:{:02}:{:02}{fraction}", clock.0, clock.1, clock.2));
}

/// A number and its letter, or nothing of zero.
pub(super) fn part(number: u64, letter: char, out: &mut String) {
    if number != 0 {
        out.push_str(itoa::Buffer::new().format(number));
        out.push(letter);
    }
}

fn write_seconds(seconds: f64, even_zero: bool, out: &mut String) {
    if seconds > 0.0 || even_zero {
        let text = super::nearest::fixed(seconds, 7);
        out.push_str(text.trim_end_matches('0').trim_end_matches('.'));
        out.push('S');
    }
}
