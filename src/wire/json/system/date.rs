//! ISO 8601 as System.Text.Json has it: `2020-01-02T03:04:05.678Z`.

use std::fmt::Write as _;

use chrono::{
    DateTime as Moment, Datelike as _, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Timelike,
};
use jsv_codec::scalar::date_time::{DateTime, Kind};

/// So many digits of a fraction are ticks.
const TICK_DIGITS: usize = 7;

/// So many digits a fraction may have.
const MOST_DIGITS: usize = 16;

/// Appends a date: `Z` for UTC, an offset for local times, nothing for unspecified ones.
pub(in crate::wire::json) fn write(date: &DateTime, zone: FixedOffset, out: &mut String) {
    write_clock(&date.clock, out);
    match date.kind {
        Kind::Utc => out.push('Z'),
        Kind::Local => write_offset(zone, out),
        Kind::Unspecified => {}
    }
}

/// Appends a date with its offset, zero too.
pub(in crate::wire::json) fn write_moment(moment: &Moment<FixedOffset>, out: &mut String) {
    write_clock(&moment.naive_local(), out);
    write_offset(*moment.offset(), out);
}

fn write_clock(clock: &NaiveDateTime, out: &mut String) {
    // Writing to a string never fails.
    _ = write!(out, "{}", clock.format("%Y-%m-%dT%H:%M:%S"));
    let ticks = clock.nanosecond() / 100;
    if ticks != 0 {
        _ = write!(out, "{}", format!(".{ticks:07}").trim_end_matches('0'));
    }
}

fn write_offset(zone: FixedOffset, out: &mut String) {
    let minutes = zone.local_minus_utc() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    _ = write!(out, "{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60);
}

/// What a text says of a moment.
struct Parts {
    clock: NaiveDateTime,
    end: End,
}

/// What stands behind the clock.
enum End {
    Nothing,
    Utc,
    Offset(FixedOffset),
}

/// Reads a `DateTime`: one with an offset becomes a local time.
pub(super) fn read(text: &str, zone: FixedOffset) -> Option<DateTime> {
    let Parts { clock, end } = parts(text)?;
    let kind = |kind| DateTime { clock, kind };
    Some(match end {
        End::Nothing => kind(Kind::Unspecified),
        End::Utc => kind(Kind::Utc),
        End::Offset(offset) => {
            let utc = within(clock.checked_sub_offset(offset)?)?;
            DateTime { clock: within(utc.checked_add_offset(zone)?)?, kind: Kind::Local }
        }
    })
}

/// Reads a `DateTimeOffset`; without an offset it has the host's.
pub(super) fn read_moment(text: &str, zone: FixedOffset) -> Option<Moment<FixedOffset>> {
    let Parts { clock, end } = parts(text)?;
    let offset = match end {
        End::Nothing => zone,
        End::Utc => FixedOffset::east_opt(0)?,
        End::Offset(offset) => offset,
    };
    let moment = clock.and_local_timezone(offset).single()?;
    within(moment.naive_utc()).map(|_| moment)
}

/// Reads a day and nothing else.
pub(super) fn read_day(text: &str) -> Option<NaiveDate> {
    let (day, rest) = day(text)?;
    rest.is_empty().then_some(day)
}

/// .NET's years are those from 1 to 9999.
fn within(clock: NaiveDateTime) -> Option<NaiveDateTime> {
    (1..=9999).contains(&clock.year()).then_some(clock)
}

fn parts(text: &str) -> Option<Parts> {
    let (day, rest) = day(text)?;
    if rest.is_empty() {
        return Some(Parts { clock: day.and_time(NaiveTime::MIN), end: End::Nothing });
    }
    let (hour, rest) = number(rest.strip_prefix('T')?, 2)?;
    let (minute, rest) = number(rest.strip_prefix(':')?, 2)?;
    let (second, ticks, rest) = match rest.strip_prefix(':') {
        Some(rest) => seconds(rest)?,
        None => (0, 0, rest),
    };
    let time = NaiveTime::from_hms_nano_opt(hour, minute, second, ticks * 100)?;
    Some(Parts { clock: day.and_time(time), end: end(rest)? })
}

fn day(text: &str) -> Option<(NaiveDate, &str)> {
    let (year, rest) = number(text, 4)?;
    let (month, rest) = number(rest.strip_prefix('-')?, 2)?;
    let (day, rest) = number(rest.strip_prefix('-')?, 2)?;
    let year = i32::try_from(year).ok().filter(|year| *year > 0)?;
    Some((NaiveDate::from_ymd_opt(year, month, day)?, rest))
}

/// Seconds, the ticks of their fraction, and what stands behind: digits that no tick has are passed
/// over.
fn seconds(text: &str) -> Option<(u32, u32, &str)> {
    let (second, rest) = number(text, 2)?;
    let Some(fraction) = rest.strip_prefix('.') else { return Some((second, 0, rest)) };
    let length = fraction.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=MOST_DIGITS).contains(&length) {
        return None;
    }
    let (digits, rest) = fraction.split_at(length);
    let (ticks, _) = number(&format!("{digits:0<TICK_DIGITS$}"), TICK_DIGITS)?;
    Some((second, ticks, rest))
}

/// `Z`, `+04`, `+04:00`, or nothing. Offsets are of 14 hours at most.
fn end(text: &str) -> Option<End> {
    let sign = match text.as_bytes().first() {
        None => return Some(End::Nothing),
        Some(b'Z') => return (text.len() == 1).then_some(End::Utc),
        Some(b'+') => 1,
        Some(b'-') => -1,
        Some(_) => return None,
    };
    let (hours, rest) = number(&text[1..], 2)?;
    let (minutes, rest) = match rest.strip_prefix(':') {
        Some(rest) => number(rest, 2)?,
        None => (0, rest),
    };
    let total = i32::try_from(hours * 60 + minutes).ok()?;
    let is_offset = rest.is_empty() && minutes < 60 && total <= 14 * 60;
    FixedOffset::east_opt(sign * total * 60).filter(|_| is_offset).map(End::Offset)
}

/// Exactly so many digits, and what stands behind them.
fn number(text: &str, digits: usize) -> Option<(u32, &str)> {
    let (number, rest) = text.split_at_checked(digits)?;
    let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| number.parse().ok()).flatten().map(|number| (number, rest))
}
