//! `System.DateTime`: a clock reading and what it is a reading of (docs/wire/jsv.md#dates).

mod read;
mod write;

pub use read::{read, read_on};
pub(super) use write::{Fraction, digits, write_as, write_kind, write_offset, write_reading};
pub use write::{write, write_iso8601, write_iso8601_date_time, write_rfc1123, write_unconverted};

use chrono::{Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

/// What a clock reading refers to. .NET keeps no offset with a `DateTime`: `Local` means the zone
/// of the machine.
///
/// ```
/// use jsv_codec::scalar::date_time::Kind;
/// assert_eq!(Kind::default(), Kind::Unspecified);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Nobody said; written like `Local`.
    #[default]
    Unspecified,
    /// Coordinated universal time.
    Utc,
    /// The zone of the host.
    Local,
}

/// A `System.DateTime`. Its precision is 100 ns; finer parts of `clock` are not written.
///
/// ```
/// use jsv_codec::scalar::date_time::{DateTime, Kind};
///
/// let date = DateTime::MIN;
/// assert_eq!(date.clock.to_string(), "0001-01-01 00:00:00");
/// assert_eq!(date.kind, Kind::Unspecified);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DateTime {
    /// The reading itself, in the zone `kind` tells.
    pub clock: NaiveDateTime,
    /// What the reading refers to.
    pub kind: Kind,
}

impl DateTime {
    /// `DateTime.MinValue`, the default of every date: 1 January of the year 1, unspecified.
    ///
    /// ```
    /// use jsv_codec::scalar::date_time::DateTime;
    /// assert_eq!(DateTime::MIN.clock.to_string(), "0001-01-01 00:00:00");
    /// ```
    pub const MIN: Self = match NaiveDate::from_ymd_opt(1, 1, 1) {
        Some(day) => {
            Self { clock: NaiveDateTime::new(day, NaiveTime::MIN), kind: Kind::Unspecified }
        }
        None => unreachable!(),
    };

    /// `DateTime.MaxValue`, the last tick of the year 9999, unspecified.
    ///
    /// ```
    /// use jsv_codec::scalar::date_time::DateTime;
    /// assert_eq!(DateTime::MAX.clock.to_string(), "9999-12-31 23:59:59.999999900");
    /// ```
    pub const MAX: Self = match NaiveDate::from_ymd_opt(9999, 12, 31) {
        Some(day) => match day.and_hms_nano_opt(23, 59, 59, 999_999_900) {
            Some(clock) => Self { clock, kind: Kind::Unspecified },
            None => unreachable!(),
        },
        None => unreachable!(),
    };

    /// A reading in UTC.
    ///
    /// ```
    /// use jsv_codec::scalar::date_time::DateTime;
    /// assert_eq!(DateTime::utc(DateTime::MIN.clock).clock, DateTime::MIN.clock);
    /// ```
    #[must_use]
    pub const fn utc(clock: NaiveDateTime) -> Self {
        Self { clock, kind: Kind::Utc }
    }

    /// The same instant as a reading in UTC; `zone` is the host's. Never leaves the years 1 to
    /// 9999.
    ///
    /// ```
    /// use jsv_codec::scalar::date_time::read;
    ///
    /// let zone = chrono::FixedOffset::east_opt(4 * 3600).unwrap();
    /// let date = read("2020-01-02T03:04:05", zone).unwrap();
    /// assert_eq!(date.to_utc(zone).to_string(), "2020-01-01 23:04:05");
    /// ```
    #[must_use]
    pub fn to_utc(&self, zone: FixedOffset) -> NaiveDateTime {
        match self.kind {
            Kind::Utc => self.clock,
            Kind::Local | Kind::Unspecified => {
                within_era(self.clock.checked_sub_offset(zone), -zone.local_minus_utc())
            }
        }
    }

    /// The instant of a UTC reading, as a reading of the host's clock.
    pub(super) fn local(utc: NaiveDateTime, zone: FixedOffset) -> Self {
        let clock = within_era(utc.checked_add_offset(zone), zone.local_minus_utc());
        Self { clock, kind: Kind::Local }
    }

    pub(super) const fn unspecified(clock: NaiveDateTime) -> Self {
        Self { clock, kind: Kind::Unspecified }
    }
}

/// .NET stops at both ends of its calendar instead of failing.
fn within_era(clock: Option<NaiveDateTime>, direction: i32) -> NaiveDateTime {
    match clock {
        Some(clock) if in_era(&clock) => clock,
        _ if direction < 0 => DateTime::MIN.clock,
        _ => DateTime::MAX.clock,
    }
}

/// .NET's calendar has the years 1 to 9999.
pub(super) fn in_era(date: &impl Datelike) -> bool {
    (1..=9999).contains(&date.year())
}

/// Whether .NET's calendar has this reading of a clock: chrono reads a second 60 as well.
pub(super) fn is_reading(clock: &NaiveDateTime) -> bool {
    in_era(clock) && clock.nanosecond() < 1_000_000_000
}
