//! Dates in JSON: `"\/Date(ms)\/"` unless the caller asked for another notation (spec 02 section 3).

use chrono::{DateTime as Moment, FixedOffset};
use jsv_codec::scalar::{date_time::DateTime, timestamp};

use crate::wire::Dialect;

/// Appends a `DateTime` in quotes: UTC without a suffix, local with `+hhmm`, unspecified with `-0000`.
pub(super) fn write(out: &mut String, date: &DateTime, dialect: &Dialect) {
    let mut plain = String::new();
    timestamp::write(date, dialect.zone, &mut plain);
    quote(out, &plain);
}

/// Appends a `DateTimeOffset` in quotes: no suffix for offset zero.
pub(super) fn write_offset(out: &mut String, date: &Moment<FixedOffset>, _dialect: &Dialect) {
    let mut plain = String::new();
    timestamp::write_with_offset(date, &mut plain);
    quote(out, &plain);
}

/// The slashes of a timestamp are the only ones that JSON ever escapes.
fn quote(out: &mut String, timestamp: &str) {
    let inner = timestamp.trim_matches('/');
    out.push_str("\"\\/");
    out.push_str(inner);
    out.push_str("\\/\"");
}
