//! Dates and time spans in JSON: `"\/Date(ms)\/"` unless the caller asked for another notation
//! (docs/wire/json.md#dates).

use chrono::{DateTime as Moment, FixedOffset, NaiveDate, Timelike};
use jsv_codec::scalar::{
    date_time::{DateTime, Kind},
    integer, timestamp,
};

use crate::wire::{DateHandler, Dialect, text};

/// Appends a `DateTime`: in quotes, or as a bare number of Unix time. By default UTC goes without a
/// suffix, local with `+hhmm`, unspecified with `-0000`.
pub(super) fn write(out: &mut String, date: &DateTime, dialect: &Dialect) {
    let date = text::adjusted(date, dialect);
    let utc = || date.to_utc(dialect.zone).and_utc();
    match dialect.js.dates {
        DateHandler::TimestampOffset => write_timestamp(out, &date, dialect),
        DateHandler::DcjsCompatible => {
            let kind = if date.kind == Kind::Utc { Kind::Utc } else { Kind::Local };
            write_timestamp(out, &DateTime { kind, ..date }, dialect);
        }
        DateHandler::Iso8601 => quote(out, &round_trip(&date, dialect.zone)),
        DateHandler::Iso8601DateOnly => quote(out, &date.clock.format("%Y-%m-%d").to_string()),
        DateHandler::Iso8601DateTime => {
            quote(out, &date.clock.format("%Y-%m-%d %H:%M:%S").to_string())
        }
        DateHandler::Rfc1123 => quote(out, &utc().format("%a, %d %b %Y %H:%M:%S GMT").to_string()),
        DateHandler::UnixTime => integer::write(utc().timestamp(), out),
        DateHandler::UnixTimeMs => integer::write(utc().timestamp_millis(), out),
    }
}

/// What .NET's clients write for `DateTime.MaxValue`: rounded up, it is the first moment that no
/// date can be.
const END_OF_TIME: &str = "/Date(253402300800000";

/// The date that a client meant by one millisecond too much. The host reads the year 1, so that
/// what should have no end ended long ago; strict mode does the same, and both log it.
pub(super) fn without_end(text: &str, strict: bool) -> Option<DateTime> {
    if !text.trim_start_matches('\\').starts_with(END_OF_TIME) {
        return None;
    }
    if strict {
        tracing::warn!(
            "a client wrote DateTime.MaxValue in JSON: as on the host, the date is 0001-01-01"
        );
        return None;
    }
    tracing::warn!(
        "a client wrote DateTime.MaxValue in JSON: it is taken for 9999-12-31; the host would read 0001-01-01"
    );
    let last = NaiveDate::from_ymd_opt(9999, 12, 31)?.and_hms_nano_opt(23, 59, 59, 999_999_900)?;
    Some(DateTime { clock: last, kind: Kind::Unspecified })
}

/// Appends a `DateTimeOffset` in quotes: no suffix for offset zero.
pub(super) fn write_offset(out: &mut String, moment: &Moment<FixedOffset>, dialect: &Dialect) {
    if dialect.js.dates == DateHandler::Iso8601 {
        let local = DateTime { clock: moment.naive_local(), kind: Kind::Local };
        return quote(out, &round_trip(&local, *moment.offset()));
    }
    open_timestamp(out);
    timestamp::write_with_offset(moment, out);
    close_timestamp(out, "");
}

/// .NET's format "o": always seven digits.
fn round_trip(date: &DateTime, zone: FixedOffset) -> String {
    let clock = date.clock.format("%Y-%m-%dT%H:%M:%S");
    let ticks = date.clock.nanosecond() % 1_000_000_000 / 100;
    let suffix = match date.kind {
        Kind::Utc => "Z".to_owned(),
        Kind::Local => zone.to_string(),
        Kind::Unspecified => String::new(),
    };
    format!("{clock}.{ticks:07}{suffix}")
}

fn write_timestamp(out: &mut String, date: &DateTime, dialect: &Dialect) {
    open_timestamp(out);
    timestamp::write(date, dialect.zone, out);
    let offset = if dialect.js.append_utc_offset && date.kind == Kind::Utc { "+0000" } else { "" };
    close_timestamp(out, offset);
}

/// The slashes of a timestamp are the only ones that JSON ever escapes: this one precedes `/Date(`.
fn open_timestamp(out: &mut String) {
    out.push_str("\"\\");
}

/// Makes `)/` at the end an offset and what JSON has in its place.
fn close_timestamp(out: &mut String, offset: &str) {
    out.truncate(out.len() - ")/".len());
    out.push_str(offset);
    out.push_str(")\\/\"");
}

fn quote(out: &mut String, text: &str) {
    out.push('"');
    out.push_str(text);
    out.push('"');
}

/// Appends a time span as .NET prints one, `[-][d.]hh:mm:ss[.fffffff]`, in quotes.
pub(super) fn write_standard_span(out: &mut String, ticks: i64) {
    let total = ticks.unsigned_abs();
    let (seconds, fraction) = (total / 10_000_000, total % 10_000_000);
    let (days, hours) = (seconds / 86_400, seconds / 3_600 % 24);
    let sign = if ticks < 0 { "-" } else { "" };
    let days = if days > 0 { format!("{days}.") } else { String::new() };
    let fraction = if fraction > 0 { format!(".{fraction:07}") } else { String::new() };
    quote(
        out,
        &format!("{sign}{days}{hours:02}:{:02}:{:02}{fraction}", seconds / 60 % 60, seconds % 60),
    );
}
