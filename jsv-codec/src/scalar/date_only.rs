//! `System.DateOnly` of .NET 6 and later, which ServiceStack 10.x reads and writes.

use super::date_time::digits;
use super::{ScalarError, date_time};
use chrono::{Datelike, FixedOffset, NaiveDate};

/// Reads the day of any text that [`date_time::read`] takes; `zone` is the host's own.
///
/// # Errors
/// As [`date_time::read`].
///
/// ```
/// use jsv_codec::scalar::date_only::read;
///
/// let utc = chrono::FixedOffset::east_opt(0).unwrap();
/// assert_eq!(read("2020-01-02", utc).unwrap().to_string(), "2020-01-02");
/// assert_eq!(read("/Date(-2208988800000-0000)/", utc).unwrap().to_string(), "1900-01-01");
/// assert!(read("2019-06-330", utc).is_err());
/// ```
pub fn read(text: &str, zone: FixedOffset) -> Result<NaiveDate, ScalarError> {
    date_time::read(text, zone).map(|date| date.clock.date())
}

/// Appends year, month and day.
///
/// ```
/// let mut out = String::new();
/// let day = chrono::NaiveDate::from_ymd_opt(182, 8, 30).unwrap();
/// jsv_codec::scalar::date_only::write(day, &mut out);
/// assert_eq!(out, "0182-08-30");
/// ```
pub fn write(day: NaiveDate, out: &mut String) {
    digits(day.year().unsigned_abs(), 4, out);
    for number in [day.month(), day.day()] {
        out.push('-');
        digits(number, 2, out);
    }
}
