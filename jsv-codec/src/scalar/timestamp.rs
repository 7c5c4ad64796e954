//! `/Date(ms+hhmm)/`, the date of Microsoft's JSON, which every reader of dates understands
//! (docs/wire/json.md#dates).
//!
//! The slashes may be escaped (`\/Date(…)\/`): JSV does not know escapes, so the text arrives with
//! them.

use super::date_time::{DateTime, Kind, in_era};
use super::duration::{self, SECOND};
use super::{ScalarError, date_time_offset, integer};
use chrono::{FixedOffset, NaiveDateTime, Offset, TimeDelta, Utc};

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
    let inner = text.split_once('(').map_or("", |(_, rest)| rest);
    let (inner, _) = inner.split_once(')').ok_or(ScalarError::TimestampEnd)?;
    let sign =
        inner.get(1..).and_then(|tail| tail.find(['+', '-'])).map_or(inner.len(), |at| at + 1);
    let (number, offset) = inner.split_at(sign);
    let milliseconds =
        integer::read::<i64>(number.strip_prefix('+').unwrap_or(number)).map_err(|error| {
            // .NET has the other reader of integers here.
            if error == ScalarError::Overflow { ScalarError::TooLarge("an Int64") } else { error }
        })?;
    // Beyond any time span is told otherwise than beyond the calendar.
    #[expect(clippy::cast_precision_loss, reason = "only the range is looked at")]
    duration::milliseconds(milliseconds as f64)?;
    let clock =
        chrono::DateTime::from_timestamp_millis(milliseconds).map(|clock| clock.naive_utc());
    Ok((clock.filter(in_era).ok_or(ScalarError::TimestampRange)?, offset))
}

/// `+hhmm` or `+hh:mm`; what stands between the sign and the end is a time span, its last two
/// digits the minutes.
fn offset(text: &str) -> Result<TimeDelta, ScalarError> {
    let (sign, clock) = text.split_at_checked(1).ok_or(ScalarError::TimestampOffset)?;
    let ticks = if clock.contains(':') {
        duration::clock(clock)?
    } else {
        let hours = clock.len().checked_sub(2).ok_or(ScalarError::TimestampOffset)?;
        let (hours, minutes) = clock.split_at_checked(hours).ok_or(ScalarError::TimestampOffset)?;
        duration::clock(&format!("{hours}:{minutes}"))?
    };
    Ok(TimeDelta::seconds(if sign == "-" { -ticks / SECOND } else { ticks / SECOND }))
}

fn moved(clock: NaiveDateTime, by: TimeDelta) -> Result<NaiveDateTime, ScalarError> {
    clock.checked_add_signed(by).filter(in_era).ok_or(ScalarError::TimestampRange)
}

/// Reads a timestamp as a `DateTime`: UTC without an offset, local with one.
///
/// An offset moves the clock but is not kept: `+0400` gives the reading at +04:00, taken for the
/// host's own (docs/wire/json.md#dates). `-0000` means the host's zone.
///
/// # Errors
/// [`ScalarError::Format`], [`ScalarError::TimestampRange`] and others about its parts.
///
/// ```
/// use jsv_codec::scalar::date_time::Kind;
///
/// let utc = chrono::FixedOffset::east_opt(0).unwrap();
/// let date = jsv_codec::scalar::timestamp::read("/Date(0+0400)/", utc).unwrap();
/// assert_eq!((date.clock.to_string().as_str(), date.kind), ("1970-01-01 04:00:00", Kind::Local));
/// ```
pub fn read(text: &str, zone: FixedOffset) -> Result<DateTime, ScalarError> {
    let (clock, named) = parts(text)?;
    match named {
        "" => Ok(DateTime::utc(clock)),
        "-0000" => Ok(DateTime::local(clock, zone)),
        named => Ok(DateTime { clock: moved(clock, offset(named)?)?, kind: Kind::Local }),
    }
}

/// Reads a timestamp as a `DateTimeOffset`: the milliseconds are the clock at the offset, except
/// for `-0000`, where they are the instant.
///
/// # Errors
/// [`ScalarError::Format`], [`ScalarError::TimestampRange`] and others about its parts.
///
/// ```
/// let utc = chrono::FixedOffset::east_opt(0).unwrap();
/// let date = jsv_codec::scalar::timestamp::read_with_offset("/Date(0+0400)/", utc).unwrap();
/// assert_eq!(date.to_rfc3339(), "1970-01-01T00:00:00+04:00");
/// ```
pub fn read_with_offset(
    text: &str,
    zone: FixedOffset,
) -> Result<chrono::DateTime<FixedOffset>, ScalarError> {
    let (clock, named) = parts(text)?;
    match named {
        "" => date_time_offset::at(clock, Utc.fix()),
        "-0000" => {
            let local = TimeDelta::seconds(zone.local_minus_utc().into());
            date_time_offset::at(moved(clock, local)?, zone)
        }
        named => {
            let seconds = i32::try_from(offset(named)?.num_seconds()).ok();
            let zone = seconds.filter(|s| s.abs() <= 14 * 3600).and_then(FixedOffset::east_opt);
            date_time_offset::at(clock, zone.ok_or(ScalarError::OffsetRange)?)
        }
    }
}

/// Appends the timestamp of a date with unescaped slashes: UTC bare, local with the host's offset,
/// unspecified with `-0000`. JSON writes it with `\/`.
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
    write_as(date, zone, milliseconds, out);
}

/// With the milliseconds that one of the dialects makes of UTC.
fn write_as(
    date: &DateTime,
    zone: FixedOffset,
    milliseconds: fn(NaiveDateTime) -> i64,
    out: &mut String,
) {
    out.push_str("/Date(");
    integer::write(milliseconds(date.to_utc(zone)), out);
    match date.kind {
        Kind::Utc => {}
        Kind::Unspecified => out.push_str("-0000"),
        Kind::Local => write_offset(zone, out),
    }
    out.push_str(")/");
}

/// Appends the timestamp of a `DateTimeOffset`: the milliseconds of its clock, and the offset
/// unless it is zero.
///
/// ```
/// let date = chrono::DateTime::parse_from_rfc3339("1970-01-01T00:00:01+04:00").unwrap();
/// let mut out = String::new();
/// jsv_codec::scalar::timestamp::write_with_offset(&date, &mut out);
/// assert_eq!(out, "/Date(1000+0400)/");
/// ```
pub fn write_with_offset(date: &chrono::DateTime<FixedOffset>, out: &mut String) {
    write_with_offset_as(date, true, out);
}

/// With the milliseconds of its clock, or of UTC.
pub(super) fn write_with_offset_as(
    date: &chrono::DateTime<FixedOffset>,
    local: bool,
    out: &mut String,
) {
    let clock = if local { date.naive_local() } else { date.naive_utc() };
    out.push_str("/Date(");
    integer::write(ticks(clock) / (SECOND / 1000), out);
    if date.offset().local_minus_utc() != 0 {
        write_offset(*date.offset(), out);
    }
    out.push_str(")/");
}

/// Appends the seconds since 1970 in UTC, or its milliseconds, as a host writes dates that is set
/// to Unix time. What is less than the unit is cut off, towards 1970.
///
/// ```
/// use jsv_codec::scalar::{date_time, timestamp};
///
/// let utc = chrono::FixedOffset::east_opt(0).unwrap();
/// let date = date_time::read("/Date(-1500)/", utc).unwrap();
/// let text = |unit| {
///     let mut out = String::new();
///     timestamp::write_unix(&date, utc, unit, &mut out);
///     out
/// };
/// assert_eq!(text(timestamp::Unix::Seconds), "-1");
/// assert_eq!(text(timestamp::Unix::Milliseconds), "-1500");
/// ```
pub fn write_unix(date: &DateTime, zone: FixedOffset, unit: Unix, out: &mut String) {
    let length = match unit {
        Unix::Seconds => SECOND,
        Unix::Milliseconds => SECOND / 1000,
    };
    integer::write(ticks(date.to_utc(zone)) / length, out);
}

/// The unit of Unix time.
///
/// ```
/// use jsv_codec::scalar::timestamp::Unix;
///
/// assert_ne!(Unix::Seconds, Unix::Milliseconds);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unix {
    /// As `DateHandler.UnixTime` writes.
    Seconds,
    /// As `DateHandler.UnixTimeMs` writes.
    Milliseconds,
}

/// .NET multiplies in doubles, which moves the last tick of the year 9999 into the next year
/// (`/Date(253402300800000-0000)/`, docs/wire/json.md#dates).
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "the loss is .NET's"
)]
fn milliseconds(utc: NaiveDateTime) -> i64 {
    (ticks(utc) as f64 * 0.0001) as i64
}

/// As .NET 10 divides, in doubles as well.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "the loss is .NET's"
)]
fn milliseconds_modern(utc: NaiveDateTime) -> i64 {
    (ticks(utc) as f64 / 10_000.0) as i64
}

/// As [`write`], by the division of .NET 10: in far years a millisecond may differ.
pub(super) fn write_modern(date: &DateTime, zone: FixedOffset, out: &mut String) {
    write_as(date, zone, milliseconds_modern, out);
}

/// Ticks of 100 ns since 1970.
fn ticks(clock: NaiveDateTime) -> i64 {
    let clock = clock.and_utc();
    clock.timestamp() * SECOND + i64::from(clock.timestamp_subsec_nanos() / 100)
}

/// `+0400`.
fn write_offset(zone: FixedOffset, out: &mut String) {
    use std::fmt::Write;
    let minutes = zone.local_minus_utc() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    // Writing to a String cannot fail.
    let _ = write!(out, "{sign}{:02}{:02}", minutes.abs() / 60, minutes.abs() % 60);
}
