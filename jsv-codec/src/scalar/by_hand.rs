//! What a host does with a date that `DateTime.Parse` refuses: it takes the text apart at `T`, `-`,
//! `/`, `:` and `.`.
//!
//! Numbers of the date must be numbers; what is none in the time of day counts nothing, and a time
//! of day that has not three parts is midnight.

use super::ScalarError;
use super::date_time::{DateTime, Kind, in_era};
use super::duration::ticks_of;
use chrono::{FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

/// Whether the text is long enough, and has no second `T`.
pub(super) fn applies(text: &str) -> bool {
    text.encode_utf16().count() >= 10 && text.matches('T').count() < 2
}

/// A day is the host's own; a day with a time is in UTC, unless it names an offset.
///
/// # Errors
/// [`ScalarError::Part`], [`ScalarError::Day`], [`ScalarError::TimeOfDay`] …
pub(super) fn read(text: &str, zone: FixedOffset) -> Result<DateTime, ScalarError> {
    let clock = utc(text)?;
    let whole_day = !text.contains(['T', ' ']) && !text.ends_with('Z');
    Ok(if whole_day { DateTime { clock, kind: Kind::Local } } else { DateTime::local(clock, zone) })
}

/// The clock as written, its offset taken off.
pub(super) fn utc(text: &str) -> Result<NaiveDateTime, ScalarError> {
    let text = text.strip_suffix('Z').unwrap_or(text);
    let parts = text.split_once('T').or_else(|| text.split_once(' '));
    let Some((date, time)) = parts else {
        return Ok(day(text, true)?.and_time(NaiveTime::MIN));
    };
    let day = day(date, false)?;
    let split = |sign: char| time.split_once(sign).filter(|(_, rest)| !rest.contains(sign));
    let (time, offset, sign) = match (split('+'), split('-')) {
        (Some((time, offset)), _) => (time, Some(offset), -1),
        (None, Some((time, offset))) => (time, Some(offset), 1),
        (None, None) => (time, None, 0),
    };
    let clock = day.and_time(time_of_day(time)?);
    let minutes = offset.map_or(Ok(0), self::offset)?;
    let moved = clock.checked_add_signed(TimeDelta::minutes(sign * minutes)).filter(in_era);
    moved.ok_or(ScalarError::DateSum)
}

/// Three numbers, the year first, or last if it has four digits and nothing else is written.
fn day(text: &str, alone: bool) -> Result<NaiveDate, ScalarError> {
    let numbers: Vec<&str> = text.split(['-', '/']).collect();
    let [first, month, last, ..] = numbers.as_slice() else {
        // The first is a number, or it is the first fault.
        number(numbers.first().copied().unwrap_or_default())?;
        return Err(ScalarError::DateParts);
    };
    let day_first = alone && numbers.len() == 3 && last.len() == 4;
    let (year, day) = if day_first { (last, first) } else { (first, last) };
    let (year, month, day) = (number(year)?, number(month)?, number(day)?);
    let unsigned = |number: i32| u32::try_from(number).map_err(|_| ScalarError::Day);
    NaiveDate::from_ymd_opt(year, unsigned(month)?, unsigned(day)?)
        .filter(in_era)
        .ok_or(ScalarError::Day)
}

/// As `Int32.Parse` reads it: white space around, a sign, NULs behind.
fn number(written: &str) -> Result<i32, ScalarError> {
    let text = written.trim_end_matches('\0').trim();
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(ScalarError::Part(written.into()));
    }
    text.parse().map_err(|_| ScalarError::TooLarge("an Int32"))
}

fn time_of_day(text: &str) -> Result<NaiveTime, ScalarError> {
    let parts: Vec<&str> = text.split(':').collect();
    let [hour, minute, second] = parts.as_slice() else { return Ok(NaiveTime::MIN) };
    let (second, fraction) = second.split_once('.').unwrap_or((second, ""));
    // Two points are none.
    let (second, fraction) = if fraction.contains('.') { (second, "") } else { (second, fraction) };
    let nanoseconds = nanoseconds(fraction)?;
    let lenient = |text: &str| u32::try_from(number(text).unwrap_or(0)).unwrap_or(u32::MAX);
    let time = NaiveTime::from_hms_opt(lenient(hour), lenient(minute), lenient(second));
    time.map(|time| time + TimeDelta::nanoseconds(nanoseconds)).ok_or(ScalarError::TimeOfDay)
}

/// Nanoseconds in whole milliseconds: the host loses what is finer.
fn nanoseconds(fraction: &str) -> Result<i64, ScalarError> {
    if !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return Err(ScalarError::Format);
    }
    Ok(ticks_of(fraction) / 10_000 * 1_000_000)
}

/// Minutes of `hh:mm`, or of two digits and what stands behind them.
fn offset(text: &str) -> Result<i64, ScalarError> {
    if let Some((hours, minutes)) =
        text.split_once(':').filter(|(_, minutes)| !minutes.contains(':'))
    {
        return Ok(i64::from(number(hours)?) * 60 + i64::from(number(minutes)?));
    }
    let (hours, minutes) = text.split_at_checked(2).ok_or(ScalarError::DateOffset)?;
    Ok(i64::from(number(hours)?) * 60 + i64::from(number(minutes)?))
}
