//! Dates and time spans in JSON: `"\/Date(ms)\/"` unless the caller asked for another notation
//! (docs/wire/json.md#dates).

use chrono::{DateTime as Moment, FixedOffset};
use jsv_codec::scalar::{
    date_only,
    date_time::{self, DateTime, Kind},
    date_time_offset, duration, time_only,
    timestamp::{self, Unix},
};

use super::system;
use crate::wire::{DateHandler, Dialect, text};

/// Appends a `DateTime`: in quotes, or as a bare number of Unix time. By default UTC goes without a
/// suffix, local with `+hhmm`, unspecified with `-0000`.
pub(super) fn write(out: &mut String, date: &DateTime, dialect: &Dialect) {
    let date = text::adjusted(date, dialect);
    let zone = dialect.zone;
    if dialect.js.system_json_compatible {
        return quoted(out, |out| system::date::write(&date, zone, out));
    }
    match dialect.js.dates {
        DateHandler::TimestampOffset => write_timestamp(out, &date, dialect),
        DateHandler::DcjsCompatible => write_dcjs(out, &date, dialect),
        DateHandler::Iso8601 => quoted(out, |out| date_time::write_iso8601(&date, zone, out)),
        DateHandler::Iso8601DateOnly => {
            quoted(out, |out| date_only::write(date.clock.date(), out));
        }
        DateHandler::Iso8601DateTime => {
            quoted(out, |out| date_time::write_iso8601_date_time(&date, out));
        }
        DateHandler::Rfc1123 => quoted(out, |out| date_time::write_rfc1123(&date, zone, out)),
        DateHandler::UnixTime => timestamp::write_unix(&date, zone, Unix::Seconds, out),
        DateHandler::UnixTimeMs => timestamp::write_unix(&date, zone, Unix::Milliseconds, out),
    }
}

/// Appends a timestamp as .NET's DataContractJsonSerializer has it: what is not UTC is local.
pub(super) fn write_dcjs(out: &mut String, date: &DateTime, dialect: &Dialect) {
    let kind = if date.kind == Kind::Utc { Kind::Utc } else { Kind::Local };
    write_timestamp(out, &DateTime { kind, ..*date }, dialect);
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
    Some(DateTime::MAX)
}

/// Appends a `DateTimeOffset` in quotes: no suffix for offset zero.
pub(super) fn write_offset(out: &mut String, moment: &Moment<FixedOffset>, dialect: &Dialect) {
    if dialect.js.system_json_compatible {
        return quoted(out, |out| system::date::write_moment(moment, out));
    }
    if dialect.js.dates == DateHandler::Iso8601 {
        return quoted(out, |out| date_time_offset::write(moment, out));
    }
    open_timestamp(out);
    dialect.text.write_timestamp(moment, out);
    close_timestamp(out, "");
}

fn write_timestamp(out: &mut String, date: &DateTime, dialect: &Dialect) {
    open_timestamp(out);
    dialect.text.write_date_timestamp(date, dialect.zone, out);
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

fn quoted(out: &mut String, write: impl FnOnce(&mut String)) {
    out.push('"');
    write(out);
    out.push('"');
}

/// Appends hours and minutes, in quotes.
pub(super) fn write_clock(out: &mut String, ticks: i64) {
    quoted(out, |out| time_only::write_clock(ticks, out));
}

/// Appends a time span as .NET prints one, in quotes.
pub(super) fn write_standard_span(out: &mut String, ticks: i64) {
    quoted(out, |out| duration::write_clock(ticks, out));
}
