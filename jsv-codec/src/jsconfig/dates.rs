//! Dates in JSV as the settings of a host have them.

use super::DateHandler;
use crate::scalar::Dialect;
use crate::scalar::date_time::{self, DateTime, Kind};
use crate::scalar::timestamp::{self, Unix};
use chrono::FixedOffset;

/// What of the settings shows in a date.
///
/// ```
/// use jsv_codec::Dialect;
/// use jsv_codec::jsconfig::{DateHandler, Dates};
/// use jsv_codec::scalar::date_time::DateTime;
///
/// let utc = chrono::FixedOffset::east_opt(0).unwrap();
/// let text = |dates: Dates| {
///     let mut out = String::new();
///     dates.write(&DateTime::MIN, utc, Dialect::Modern, &mut out);
///     out
/// };
/// assert_eq!(text(Dates::default()), "0001-01-01");
/// assert_eq!(text(Dates { skip_conversion: true, ..Dates::default() }), "0001-01-01T00:00:00");
/// assert_eq!(text(Dates { handler: DateHandler::UnixTime, ..Dates::default() }), "-62135596800");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Dates {
    /// Their notation.
    pub handler: DateHandler,
    /// Midnight is written, and unspecified dates have no offset.
    pub skip_conversion: bool,
    /// Local times are written in UTC.
    pub always_use_utc: bool,
    /// Unspecified times are taken for UTC.
    pub assume_utc: bool,
}

impl Dates {
    /// Whether dates are Unix time, which a `DateOnly` is then, too.
    ///
    /// ```
    /// assert!(!jsv_codec::jsconfig::Dates::default().is_unix());
    /// ```
    #[must_use]
    pub fn is_unix(&self) -> bool {
        matches!(self.handler, DateHandler::UnixTime | DateHandler::UnixTimeMs)
    }

    /// The date as it is to be written; `zone` is the host's.
    ///
    /// ```
    /// use jsv_codec::jsconfig::Dates;
    /// use jsv_codec::scalar::date_time::{DateTime, Kind};
    ///
    /// let utc = chrono::FixedOffset::east_opt(0).unwrap();
    /// let dates = Dates { assume_utc: true, ..Dates::default() };
    /// assert_eq!(dates.adjusted(&DateTime::MIN, utc).kind, Kind::Utc);
    /// ```
    #[must_use]
    pub fn adjusted(&self, date: &DateTime, zone: FixedOffset) -> DateTime {
        match date.kind {
            Kind::Unspecified if self.assume_utc => DateTime::utc(date.clock),
            Kind::Local if self.always_use_utc => DateTime::utc(date.to_utc(zone)),
            _ => *date,
        }
    }

    /// Appends a date in JSV, which knows two handlers: Unix time, and the shortest XSD form for all
    /// others.
    ///
    /// ```
    /// use jsv_codec::{Dialect, jsconfig::Dates, scalar::date_time::DateTime};
    ///
    /// let mut out = String::new();
    /// let utc = chrono::FixedOffset::east_opt(0).unwrap();
    /// Dates::default().write(&DateTime::MIN, utc, Dialect::Classic, &mut out);
    /// assert_eq!(out, "0001-01-01");
    /// ```
    pub fn write(&self, date: &DateTime, zone: FixedOffset, dialect: Dialect, out: &mut String) {
        let date = self.adjusted(date, zone);
        match self.handler {
            DateHandler::UnixTime => timestamp::write_unix(&date, zone, Unix::Seconds, out),
            DateHandler::UnixTimeMs => timestamp::write_unix(&date, zone, Unix::Milliseconds, out),
            _ if self.skip_conversion => date_time::write_unconverted(&date, zone, out),
            _ => dialect.write_date_time(&date, zone, out),
        }
    }
}
