//! `System.DateTimeOffset`: a clock reading with its own offset (spec 01 sections 2.6 and 4).

use super::date_time::write_sortable;
use super::{ScalarError, invariant, timestamp};
use chrono::{DateTime, FixedOffset, NaiveDateTime, TimeZone};

/// Reads what `DateTimeOffset.Parse` reads, and `/Date(ms+hhmm)/`. Without a zone it is UTC.
///
/// `zone` is the host's own; only `/Date(ms-0000)/` asks for it.
///
/// # Errors
/// [`ScalarError::Date`]; the empty text and eight digits are no date here.
///
/// ```
/// use jsv_codec::scalar::date_time_offset::read;
///
/// let zone = chrono::FixedOffset::east_opt(4 * 3600).unwrap();
/// assert_eq!(read("2020-01-02T03:04:05", zone).unwrap().to_rfc3339(), "2020-01-02T03:04:05+00:00");
/// assert_eq!(read("01/02/2020", zone).unwrap().to_rfc3339(), "2020-01-02T00:00:00+00:00");
/// assert!(read("20200102", zone).is_err());
/// ```
pub fn read(text: &str, zone: FixedOffset) -> Result<DateTime<FixedOffset>, ScalarError> {
    if timestamp::is_one(text) {
        return timestamp::read_with_offset(text, zone);
    }
    let written = invariant::read(text)?;
    at(written.clock, written.zone.unwrap_or(UTC))
}

const UTC: FixedOffset = match FixedOffset::east_opt(0) {
    Some(utc) => utc,
    None => unreachable!(),
};

pub(super) fn at(clock: NaiveDateTime, zone: FixedOffset) -> Result<DateTime<FixedOffset>, ScalarError> {
    zone.from_local_datetime(&clock).single().ok_or(ScalarError::Date)
}

/// Appends .NET's format "o": seven digits of fraction and the offset, always.
///
/// ```
/// use jsv_codec::scalar::date_time_offset::{read, write};
///
/// let zone = chrono::FixedOffset::east_opt(0).unwrap();
/// let mut out = String::new();
/// write(&read("2020-01-02T03:04:05.678+04:00", zone).unwrap(), &mut out);
/// assert_eq!(out, "2020-01-02T03:04:05.6780000+04:00");
/// ```
pub fn write(value: &DateTime<FixedOffset>, out: &mut String) {
    write_sortable(value.naive_local(), *value.offset(), out);
}
