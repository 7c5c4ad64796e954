//! `System.TimeOnly` of .NET 6 and later, which ServiceStack 10.x reads and writes as a `TimeSpan`
//! since midnight.

use super::{Dialect, ScalarError, duration};

/// Ticks of 100 ns in a day.
const DAY: i64 = 864_000_000_000;

/// Reads ticks of 100 ns since midnight, from the text of a [time span](Dialect::read_time_span).
///
/// # Errors
/// As [`Dialect::read_time_span`], and [`ScalarError::NoTimeOfDay`] for what is not within a day.
///
/// ```
/// use jsv_codec::scalar::time_only::read;
///
/// assert_eq!(read("PT9M47S"), Ok(5_870_000_000));
/// assert_eq!(read("31362.663"), Ok(313_626_630_000));
/// assert!(read("P1D").is_err() && read("-PT1S").is_err());
/// ```
pub fn read(text: &str) -> Result<i64, ScalarError> {
    let ticks = Dialect::Modern.read_time_span(text)?;
    if (0..DAY).contains(&ticks) { Ok(ticks) } else { Err(ScalarError::NoTimeOfDay) }
}

/// Appends ticks of 100 ns since midnight as an XSD duration.
///
/// ```
/// let mut out = String::new();
/// jsv_codec::scalar::time_only::write(515_482_653_342, &mut out);
/// assert_eq!(out, "PT14H19M8.2653342S");
/// ```
pub fn write(ticks: i64, out: &mut String) {
    duration::write(ticks, out);
}

/// Appends hours and minutes, as a host writes them that is set to .NET's own time spans: the
/// seconds are lost.
///
/// ```
/// let mut out = String::new();
/// jsv_codec::scalar::time_only::write_clock(648_673_793_083, &mut out);
/// assert_eq!(out, "18:01");
/// ```
pub fn write_clock(ticks: i64, out: &mut String) {
    use std::fmt::Write;
    let minutes = ticks / (60 * duration::SECOND);
    // Writing to a String cannot fail.
    let _ = write!(out, "{:02}:{:02}", minutes / 60, minutes % 60);
}
