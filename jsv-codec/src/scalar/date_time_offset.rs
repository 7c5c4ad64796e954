//! `System.DateTimeOffset`: a clock reading with its own offset (docs/wire/jsv.md#dates).

use super::date_time::{Fraction, in_era, write_offset, write_reading};
use super::{ScalarError, invariant, timestamp};
use chrono::{DateTime, FixedOffset, NaiveDateTime, TimeZone};
use std::borrow::Cow;

/// Reads what `DateTimeOffset.Parse` reads, and `/Date(ms+hhmm)/`. The empty text is the first day
/// of the year 1.
///
/// A text that neither ends in `Z` nor has a sign behind its tenth character gets a `Z` before it
/// is read, as the host does: one that names its zone otherwise is refused. `zone` is the host's
/// own; only `/Date(ms-0000)/` asks for it.
///
/// # Errors
/// [`ScalarError::Date`] and others about dates; eight digits are no date here.
///
/// ```
/// use jsv_codec::scalar::date_time_offset::read;
///
/// let zone = chrono::FixedOffset::east_opt(4 * 3600).unwrap();
/// assert_eq!(read("2020-01-02T03:04:05", zone).unwrap().to_rfc3339(), "2020-01-02T03:04:05+00:00");
/// assert_eq!(read("01/02/2020", zone).unwrap().to_rfc3339(), "2020-01-02T00:00:00+00:00");
/// assert!(read("20200102", zone).is_err());
/// assert!(read("Thu, 02 Jan 2020 03:04:05 GMT", zone).is_err());
/// ```
pub fn read(text: &str, zone: FixedOffset) -> Result<DateTime<FixedOffset>, ScalarError> {
    if text.is_empty() {
        return at(super::date_time::DateTime::MIN.clock, UTC);
    }
    if timestamp::is_one(text) {
        return timestamp::read_with_offset(text, zone);
    }
    let written = invariant::read(&completed(text), None)?;
    at(written.clock, written.zone.unwrap_or(UTC))
}

/// The text as the host has it read: with a `Z` where it seems to name no zone.
///
/// ```
/// use jsv_codec::scalar::date_time_offset::completed;
///
/// assert_eq!(completed("2020-01-02"), "2020-01-02Z");
/// assert_eq!(completed("2020-01-02T03:04:05+04:00"), "2020-01-02T03:04:05+04:00");
/// assert_eq!(completed("/Date(0)/"), "/Date(0)/");
/// ```
#[must_use]
pub fn completed(text: &str) -> Cow<'_, str> {
    let sign = text.rfind(['+', '-']).map_or(0, |at| text[..at].encode_utf16().count());
    if text.is_empty() || text.ends_with('Z') || sign >= 10 || timestamp::is_one(text) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(format!("{text}Z"))
}

const UTC: FixedOffset = match FixedOffset::east_opt(0) {
    Some(utc) => utc,
    None => unreachable!(),
};

/// The reading at the offset, if .NET has both it and its time in UTC.
pub(super) fn at(
    clock: NaiveDateTime,
    zone: FixedOffset,
) -> Result<DateTime<FixedOffset>, ScalarError> {
    let utc = clock.checked_sub_offset(zone).filter(in_era).ok_or(ScalarError::UtcRange)?;
    Ok(zone.from_utc_datetime(&utc))
}

/// The reading at the offset of a time in UTC, if .NET has both.
pub(super) fn at_utc(
    utc: NaiveDateTime,
    zone: FixedOffset,
) -> Result<DateTime<FixedOffset>, ScalarError> {
    utc.checked_add_offset(zone).filter(in_era).ok_or(ScalarError::UtcRange)?;
    Ok(zone.from_utc_datetime(&utc))
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
    write_reading(value.naive_local(), Fraction::Always, out);
    write_offset(*value.offset(), out);
}
