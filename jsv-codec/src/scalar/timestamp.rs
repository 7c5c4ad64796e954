//! `/Date(ms+hhmm)/`, the date of Microsoft's JSON, which every reader of dates understands (spec 02 section 3).
//!
//! The slashes may be escaped (`\/Date(…)\/`): JSV does not know escapes, so the text arrives with them.

use super::date_time::{DateTime, Kind};
use super::duration::SECOND;
use super::{ScalarError, date_time_offset, integer, invariant};
use chrono::{FixedOffset, NaiveDateTime};

/// Whether the text begins as a timestamp does.
///
/// ```
/// assert!(jsv_codec::scalar::timestamp::is_one(r"\/Date(0)\/"));
/// ```
#[must_use]
pub fn is_one(text: &str) -> bool {
    text.starts_with("/Date(") || text.starts_with("\\/Date(")
}

/// Milliseconds since 1970 and the text behind them: nothing, `-0000`, `+0400`.
fn parts(text: &str) -> Result<(NaiveDateTime, &str), ScalarError> {
    let open = text.find('(').ok_or(ScalarError::Date)?;
    let close = text.find(')').filter(|close| *close > open).ok_or(ScalarError::Date)?;
    let inner = &text[open + 1..close];
    let sign = inner.get(1..).and_then(|tail| tail.find(['+', '-'])).map_or(inner.len(), |at| at + 1);
    let (number, offset) = inner.split_at(sign);
    let milliseconds = integer::read::<i64>(number).map_err(|_| ScalarError::Date)?;
    let clock = chrono::DateTime::from_timestamp_millis(milliseconds).ok_or(ScalarError::Date)?.naive_utc();
    Ok((within_calendar(clock)?, offset))
}

/// .NET has the years 1 to 9999.
fn within_calendar(clock: NaiveDateTime) -> Result<NaiveDateTime, ScalarError> {
    use chrono::Datelike;
    if (1..=9999).contains(&clock.year()) { Ok(clock) } else { Err(ScalarError::Date) }
}

fn shifted(clock: NaiveDateTime, zone: FixedOffset) -> Result<NaiveDateTime, ScalarError> {
    within_calendar(clock.checked_add_offset(zone).ok_or(ScalarError::Date)?)
}

/// Reads a timestamp as a `DateTime`: UTC without an offset, local with one.
///
/// An offset moves the clock but is not kept: `+0400` gives the reading at +04:00, taken for the host's own
/// (oracle: "a quirk of the local conversion"). `-0000` means the host's zone.
///
/// # Errors
/// [`ScalarError::Date`].
///
/// ```
/// use jsv_codec::scalar::date_time::Kind;
///
/// let utc = chrono::FixedOffset::east_opt(0).unwrap();
/// let date = jsv_codec::scalar::timestamp::read("/Date(0+0400)/", utc).unwrap();
/// assert_eq!((date.clock.to_string().as_str(), date.kind), ("1970-01-01 04:00:00", Kind::Local));
/// ```
pub fn read(text: &str, zone: FixedOffset) -> Result<DateTime, ScalarError> {
    let (clock, offset) = parts(text)?;
    match offset {
        "" => Ok(DateTime::utc(clock)),
        "-0000" => Ok(DateTime::local(clock, zone)),
        named => {
            let named = invariant::zone(named).ok_or(ScalarError::Date)?;
            Ok(DateTime { clock: shifted(clock, named)?, kind: Kind::Local })
        }
    }
}

/// Reads a timestamp as a `DateTimeOffset`: the milliseconds are the clock at the offset, except for `-0000`,
/// where they are the instant.
///
/// # Errors
/// [`ScalarError::Date`].
///
/// ```
/// let utc = chrono::FixedOffset::east_opt(0).unwrap();
/// let date = jsv_codec::scalar::timestamp::read_with_offset("/Date(0+0400)/", utc).unwrap();
/// assert_eq!(date.to_rfc3339(), "1970-01-01T00:00:00+04:00");
/// ```
pub fn read_with_offset(text: &str, zone: FixedOffset) -> Result<chrono::DateTime<FixedOffset>, ScalarError> {
    let (clock, offset) = parts(text)?;
    match offset {
        "" => date_time_offset::at(clock, invariant::zone("+00").ok_or(ScalarError::Date)?),
        "-0000" => date_time_offset::at(shifted(clock, zone)?, zone),
        named => date_time_offset::at(clock, invariant::zone(named).ok_or(ScalarError::Date)?),
    }
}

/// Appends the timestamp of a date with unescaped slashes: UTC bare, local with the host's offset, unspecified
/// with `-0000`. JSON writes it with `\/`.
///
/// ```
/// use jsv_codec::scalar::{date_time::DateTime, timestamp};
///
/// let utc = chrono::FixedOffset::east_opt(0).unwrap();
/// let mut out = String::new();
/// timestamp::write(&DateTime::MIN, utc, &mut out);
/// assert_eq!(out, "/Date(-62135596800000-0000)/");
/// ```
pub fn write(date: &DateTime, zone: FixedOffset, out: &mut String) {
    out.push_str("/Date(");
    integer::write(milliseconds(date.to_utc(zone)), out);
    match date.kind {
        Kind::Utc => {}
        Kind::Unspecified => out.push_str("-0000"),
        Kind::Local => write_offset(zone, out),
    }
    out.push_str(")/");
}

/// Appends the timestamp of a `DateTimeOffset`: the milliseconds of its clock, and the offset unless it is zero.
///
/// ```
/// let date = chrono::DateTime::parse_from_rfc3339("1970-01-01T00:00:01+04:00").unwrap();
/// let mut out = String::new();
/// jsv_codec::scalar::timestamp::write_with_offset(&date, &mut out);
/// assert_eq!(out, "/Date(1000+0400)/");
/// ```
pub fn write_with_offset(date: &chrono::DateTime<FixedOffset>, out: &mut String) {
    out.push_str("/Date(");
    integer::write(milliseconds(date.naive_local()), out);
    if date.offset().local_minus_utc() != 0 {
        write_offset(*date.offset(), out);
    }
    out.push_str(")/");
}

/// .NET divides in doubles, which moves the last tick of the year 9999 into the next year
/// (oracle: `/Date(253402300800000-0000)/`).
#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "the loss is .NET's")]
fn milliseconds(utc: NaiveDateTime) -> i64 {
    let utc = utc.and_utc();
    let ticks = utc.timestamp() * SECOND + i64::from(utc.timestamp_subsec_nanos() / 100);
    (ticks as f64 / 10_000.0) as i64
}

/// `+0400`.
fn write_offset(zone: FixedOffset, out: &mut String) {
    use std::fmt::Write;
    let minutes = zone.local_minus_utc() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    // Writing to a String cannot fail.
    let _ = write!(out, "{sign}{:02}{:02}", minutes.abs() / 60, minutes.abs() % 60);
}
