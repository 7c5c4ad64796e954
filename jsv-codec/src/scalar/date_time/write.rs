//! Writing dates.

use super::{DateTime, Kind};
use crate::scalar::date_only;
use chrono::{FixedOffset, NaiveDateTime, Timelike};
use std::fmt::Write;

/// Appends the shortest XSD form. `zone` is the host's own, used unless the date is UTC.
///
/// Midnight is the bare day. A UTC fraction loses its trailing zeros; any other has seven digits
/// and the offset.
///
/// ```
/// use jsv_codec::scalar::date_time::{read, write, DateTime};
///
/// let zone = chrono::FixedOffset::east_opt(4 * 3600).unwrap();
/// let text = |date: DateTime| { let mut out = String::new(); write(&date, zone, &mut out); out };
/// assert_eq!(text(DateTime::MIN), "0001-01-01");
/// assert_eq!(text(read("2020-01-02T03:04:05", zone).unwrap()), "2020-01-02T03:04:05+04:00");
/// let local = read("2020-01-02T03:04:05.678", zone).unwrap();
/// assert_eq!(text(local), "2020-01-02T03:04:05.6780000+04:00");
/// let utc = read("/Date(1577934245678)/", zone).unwrap();
/// assert_eq!(text(utc), "2020-01-02T03:04:05.678Z");
/// ```
pub fn write(date: &DateTime, zone: FixedOffset, out: &mut String) {
    write_as(date, zone, true, out);
}

/// With the fraction of a UTC date short, or in all its seven digits.
pub(in crate::scalar) fn write_as(
    date: &DateTime,
    zone: FixedOffset,
    short: bool,
    out: &mut String,
) {
    if ticks(date.clock) == 0 && date.clock.num_seconds_from_midnight() == 0 {
        return date_only::write(date.clock.date(), out);
    }
    let is_utc = date.kind == Kind::Utc;
    let fraction = if is_utc && short { Fraction::Short } else { Fraction::IfAny };
    write_reading(date.clock, fraction, out);
    if is_utc { out.push('Z') } else { write_offset(zone, out) }
}

/// Appends a date as a host writes it that is set not to convert dates: the whole clock even at
/// midnight, and no offset for a date that has none.
///
/// ```
/// use jsv_codec::scalar::date_time::{write_unconverted, DateTime};
///
/// let mut out = String::new();
/// write_unconverted(&DateTime::MIN, chrono::FixedOffset::east_opt(0).unwrap(), &mut out);
/// assert_eq!(out, "0001-01-01T00:00:00");
/// ```
pub fn write_unconverted(date: &DateTime, zone: FixedOffset, out: &mut String) {
    write_reading(date.clock, Fraction::IfAny, out);
    write_kind(date.kind, zone, out);
}

/// Appends .NET's format "o", as `DateHandler.ISO8601` has it: seven digits of fraction, always, and
/// no offset for a date that has none.
///
/// ```
/// use jsv_codec::scalar::date_time::{write_iso8601, DateTime};
///
/// let utc = chrono::FixedOffset::east_opt(0).unwrap();
/// let mut out = String::new();
/// write_iso8601(&DateTime::utc(DateTime::MIN.clock), utc, &mut out);
/// assert_eq!(out, "0001-01-01T00:00:00.0000000Z");
/// ```
pub fn write_iso8601(date: &DateTime, zone: FixedOffset, out: &mut String) {
    write_reading(date.clock, Fraction::Always, out);
    write_kind(date.kind, zone, out);
}

/// Appends the reading to its second with a blank in it, as `DateHandler.ISO8601DateTime` has it.
/// (`DateHandler.ISO8601DateOnly` is [`date_only::write`].)
///
/// ```
/// use jsv_codec::scalar::date_time::{write_iso8601_date_time, DateTime};
///
/// let mut out = String::new();
/// write_iso8601_date_time(&DateTime::MIN, &mut out);
/// assert_eq!(out, "0001-01-01 00:00:00");
/// ```
pub fn write_iso8601_date_time(date: &DateTime, out: &mut String) {
    date_only::write(date.clock.date(), out);
    write_time(' ', date.clock, out);
}

/// Appends the time in UTC as HTTP has it; `DateHandler.RFC1123`.
///
/// ```
/// use jsv_codec::scalar::date_time::{write_rfc1123, DateTime};
///
/// let utc = chrono::FixedOffset::east_opt(0).unwrap();
/// let mut out = String::new();
/// write_rfc1123(&DateTime::MIN, utc, &mut out);
/// assert_eq!(out, "Mon, 01 Jan 0001 00:00:00 GMT");
/// ```
pub fn write_rfc1123(date: &DateTime, zone: FixedOffset, out: &mut String) {
    // Writing to a String cannot fail.
    let _ = write!(out, "{}", date.to_utc(zone).format("%a, %d %b %Y %H:%M:%S GMT"));
}

/// How many digits of a second's fraction are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::scalar) enum Fraction {
    /// Seven.
    Always,
    /// Seven, or none if all are zero.
    IfAny,
    /// Those in front of the trailing zeros.
    Short,
}

/// Day and time of day, `2020-01-02T03:04:05.678`.
pub(in crate::scalar) fn write_reading(clock: NaiveDateTime, fraction: Fraction, out: &mut String) {
    date_only::write(clock.date(), out);
    write_time('T', clock, out);
    let ticks = ticks(clock);
    if ticks == 0 && fraction != Fraction::Always {
        return;
    }
    out.push('.');
    digits(ticks, 7, out);
    if fraction == Fraction::Short {
        out.truncate(out.trim_end_matches('0').len());
    }
}

/// Ticks of 100 ns behind the second.
fn ticks(clock: NaiveDateTime) -> u32 {
    clock.nanosecond() % 1_000_000_000 / 100
}

fn write_time(first: char, clock: NaiveDateTime, out: &mut String) {
    for (separator, number) in [(first, clock.hour()), (':', clock.minute()), (':', clock.second())]
    {
        out.push(separator);
        digits(number, 2, out);
    }
}

/// What a reading refers to: `Z`, the offset of the host, or nothing.
pub(in crate::scalar) fn write_kind(kind: Kind, zone: FixedOffset, out: &mut String) {
    match kind {
        Kind::Utc => out.push('Z'),
        Kind::Local => write_offset(zone, out),
        Kind::Unspecified => {}
    }
}

/// `+04:00`.
pub(in crate::scalar) fn write_offset(zone: FixedOffset, out: &mut String) {
    let minutes = zone.local_minus_utc() / 60;
    out.push(if minutes < 0 { '-' } else { '+' });
    digits(minutes.unsigned_abs() / 60, 2, out);
    out.push(':');
    digits(minutes.unsigned_abs() % 60, 2, out);
}

/// A number in so many digits at least.
pub(in crate::scalar) fn digits(number: u32, width: usize, out: &mut String) {
    let mut buffer = itoa::Buffer::new();
    let text = buffer.format(number);
    out.extend(std::iter::repeat_n('0', width.saturating_sub(text.len())));
    out.push_str(text);
}
