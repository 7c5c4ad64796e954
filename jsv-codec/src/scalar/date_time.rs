//! `System.DateTime`: a clock reading and what it is a reading of (spec 01 sections 2.7 and 4.1, oracle #10).

use super::invariant::{self, Written};
use super::{ScalarError, timestamp};
use chrono::{Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

/// What a clock reading refers to. .NET keeps no offset with a `DateTime`: `Local` means the zone of the machine.
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
/// assert_eq!((date.clock.to_string().as_str(), date.kind), ("0001-01-01 00:00:00", Kind::Unspecified));
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
    pub const MIN: Self = match NaiveDate::from_ymd_opt(1, 1, 1) {
        Some(day) => Self { clock: NaiveDateTime::new(day, NaiveTime::MIN), kind: Kind::Unspecified },
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

    /// The same instant as a reading in UTC; `zone` is the host's. Never leaves the years 1 to 9999.
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

    const fn unspecified(clock: NaiveDateTime) -> Self {
        Self { clock, kind: Kind::Unspecified }
    }
}

/// .NET stops at both ends of its calendar instead of failing.
fn within_era(clock: Option<NaiveDateTime>, direction: i32) -> NaiveDateTime {
    match clock {
        Some(clock) if in_era(&clock) => clock,
        _ if direction < 0 => DateTime::MIN.clock,
        _ => NaiveDate::from_ymd_opt(9999, 12, 31)
            .and_then(|day| day.and_hms_nano_opt(23, 59, 59, 999_999_900))
            .unwrap_or(DateTime::MIN.clock),
    }
}

/// Reads a date in any of the shapes of spec 01 section 4.1, in their order. `zone` is the host's own.
///
/// The empty text is [`DateTime::MIN`]. Texts of 19 and 23 characters stay unspecified, `…Z` and offsets are
/// converted to local, ten characters with the year last are day first, anything else is month first.
///
/// # Errors
/// [`ScalarError::Date`] when no shape fits or there is no such day.
///
/// ```
/// use jsv_codec::scalar::date_time::{read, Kind};
///
/// let utc = chrono::FixedOffset::east_opt(0).unwrap();
/// let date = read("01/02/2020", utc).unwrap();
/// assert_eq!((date.clock.to_string().as_str(), date.kind), ("2020-02-01 00:00:00", Kind::Local));
/// let date = read("1/2/2020", utc).unwrap();
/// assert_eq!(date.clock.to_string(), "2020-01-02 00:00:00");
/// let date = read("/Date(1577934245678)/", utc).unwrap();
/// assert_eq!((date.clock.to_string().as_str(), date.kind), ("2020-01-02 03:04:05.678", Kind::Utc));
/// assert!(read("2020-13-01", utc).is_err());
/// ```
pub fn read(text: &str, zone: FixedOffset) -> Result<DateTime, ScalarError> {
    let bytes = text.as_bytes();
    let utc = bytes.last() == Some(&b'Z');
    match bytes.len() {
        0 => Ok(DateTime::MIN),
        _ if timestamp::is_one(text) => timestamp::read(text, zone),
        19 => unzoned(text, zone),
        // A blank in place of the T is repaired when the text ends in Z.
        20 => exact(text, "%Y-%m-%dT%H:%M:%SZ")
            .or_else(|error| if utc { exact(text, "%Y-%m-%d %H:%M:%SZ") } else { Err(error) })
            .map(|clock| DateTime::local(clock, zone)),
        23 if !utc => unzoned(text, zone).or_else(|_| general(text, zone)),
        8 if bytes.iter().all(u8::is_ascii_digit) => compact(text),
        10 => day_first(text).or_else(|_| general(text, zone)),
        _ => general(text, zone),
    }
}

fn exact(text: &str, format: &str) -> Result<NaiveDateTime, ScalarError> {
    let clock = NaiveDateTime::parse_from_str(text, format).map_err(|_| ScalarError::Date)?;
    // chrono reads a second 60, which .NET does not know.
    let leap = clock.nanosecond() >= 1_000_000_000;
    if in_era(&clock) && !leap { Ok(clock) } else { Err(ScalarError::Date) }
}

/// .NET's calendar has the years 1 to 9999.
fn in_era(date: &impl Datelike) -> bool {
    (1..=9999).contains(&date.year())
}

/// Without a zone the reading is nobody's; with one it is converted after all.
fn unzoned(text: &str, zone: FixedOffset) -> Result<DateTime, ScalarError> {
    let Written { clock, zone: named } = invariant::read(text)?;
    Ok(named.map_or(DateTime::unspecified(clock), |named| converted(clock, named, zone)))
}

fn converted(clock: NaiveDateTime, named: FixedOffset, zone: FixedOffset) -> DateTime {
    DateTime::local(within_era(clock.checked_sub_offset(named), -named.local_minus_utc()), zone)
}

/// `yyyyMMdd`.
fn compact(text: &str) -> Result<DateTime, ScalarError> {
    let day = NaiveDate::parse_from_str(text, "%Y%m%d").ok().filter(in_era).ok_or(ScalarError::Date)?;
    Ok(DateTime::unspecified(day.and_time(NaiveTime::MIN)))
}

/// `dd/MM/yyyy`, `dd-MM-yyyy`, `yyyy-MM-dd`, `yyyy/MM/dd`.
fn day_first(text: &str) -> Result<DateTime, ScalarError> {
    let parts: Vec<&str> = text.split(['-', '/']).collect();
    let [first, month, last] = parts.as_slice() else {
        return Err(ScalarError::Date);
    };
    let (year, day) = if last.len() == 4 { (last, first) } else { (first, last) };
    let number = |t: &str| super::integer::read::<u16>(t).map_err(|_| ScalarError::Date);
    NaiveDate::from_ymd_opt(i32::from(number(year)?), number(month)?.into(), number(day)?.into())
        .filter(in_era)
        .map(|day| DateTime { clock: day.and_time(NaiveTime::MIN), kind: Kind::Local })
        .ok_or(ScalarError::Date)
}

/// `DateTime.Parse`, a missing zone being the host's.
fn general(text: &str, zone: FixedOffset) -> Result<DateTime, ScalarError> {
    let Written { clock, zone: named } = invariant::read(text)?;
    Ok(named.map_or(DateTime { clock, kind: Kind::Local }, |named| converted(clock, named, zone)))
}

/// Appends the shortest XSD form. `zone` is the host's own, used unless the date is UTC.
///
/// Midnight is the bare day. A UTC fraction loses its trailing zeros; any other has seven digits and the offset.
///
/// ```
/// use jsv_codec::scalar::date_time::{read, write, DateTime};
///
/// let zone = chrono::FixedOffset::east_opt(4 * 3600).unwrap();
/// let text = |date: DateTime| { let mut out = String::new(); write(&date, zone, &mut out); out };
/// assert_eq!(text(DateTime::MIN), "0001-01-01");
/// assert_eq!(text(read("2020-01-02T03:04:05", zone).unwrap()), "2020-01-02T03:04:05+04:00");
/// assert_eq!(text(read("2020-01-02T03:04:05.678", zone).unwrap()), "2020-01-02T03:04:05.6780000+04:00");
/// assert_eq!(text(read("/Date(1577934245678)/", zone).unwrap()), "2020-01-02T03:04:05.678Z");
/// ```
pub fn write(date: &DateTime, zone: FixedOffset, out: &mut String) {
    write_day(date.clock, out);
    let ticks = date.clock.nanosecond() % 1_000_000_000 / 100;
    if ticks == 0 && date.clock.num_seconds_from_midnight() == 0 {
        return;
    }
    write_time(date.clock, out);
    match (date.kind, ticks) {
        (Kind::Utc, 0) => out.push('Z'),
        (Kind::Utc, _) => {
            write_fraction(ticks, out);
            out.truncate(out.trim_end_matches('0').len());
            out.push('Z');
        }
        (_, ticks) => {
            if ticks != 0 {
                write_fraction(ticks, out);
            }
            write_offset(zone, out);
        }
    }
}

fn write_day(clock: NaiveDateTime, out: &mut String) {
    digits(clock.year().unsigned_abs(), 4, out);
    out.push('-');
    digits(clock.month(), 2, out);
    out.push('-');
    digits(clock.day(), 2, out);
}

fn write_time(clock: NaiveDateTime, out: &mut String) {
    for (separator, number) in [('T', clock.hour()), (':', clock.minute()), (':', clock.second())] {
        out.push(separator);
        digits(number, 2, out);
    }
}

fn write_fraction(ticks: u32, out: &mut String) {
    out.push('.');
    digits(ticks, 7, out);
}

/// `+04:00`.
fn write_offset(zone: FixedOffset, out: &mut String) {
    let minutes = zone.local_minus_utc() / 60;
    out.push(if minutes < 0 { '-' } else { '+' });
    digits(minutes.unsigned_abs() / 60, 2, out);
    out.push(':');
    digits(minutes.unsigned_abs() % 60, 2, out);
}

fn digits(number: u32, width: usize, out: &mut String) {
    let mut buffer = itoa::Buffer::new();
    let text = buffer.format(number);
    out.extend(std::iter::repeat_n('0', width.saturating_sub(text.len())));
    out.push_str(text);
}

/// .NET's format "o" of a reading with its offset: always seven digits.
pub(super) fn write_sortable(clock: NaiveDateTime, zone: FixedOffset, out: &mut String) {
    write_day(clock, out);
    write_time(clock, out);
    write_fraction(clock.nanosecond() % 1_000_000_000 / 100, out);
    write_offset(zone, out);
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn knows_neither_the_year_zero_nor_leap_seconds() {
        let utc = chrono::FixedOffset::east_opt(0).expect("UTC");
        for text in
            ["00000122", "0000-01-02T03:04:05Z", "0000-01-02", "0000-01-02T03:04:05", "1969-12-31T23:59:60Z"]
        {
            assert!(read(text, utc).is_err(), "{text}");
        }
    }
}
