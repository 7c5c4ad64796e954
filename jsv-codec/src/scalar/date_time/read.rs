//! Reading dates.

use super::{DateTime, Kind, in_era, is_reading};
use crate::scalar::invariant::{self, Written};
use crate::scalar::{ScalarError, by_hand, timestamp};
use chrono::{FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

/// Reads a date in any of the shapes of docs/wire/jsv.md#dates, in their order. `zone` is the
/// host's own.
///
/// The empty text is [`DateTime::MIN`]. Texts of 19 and 23 characters stay unspecified, `…Z` and
/// offsets are converted to local, ten characters with the year last are day first, anything else
/// is month first. What `DateTime.Parse` refuses is taken apart by hand: a part of the time of day
/// that is no number counts nothing then.
///
/// # Errors
/// [`ScalarError::Date`] and others about dates when no shape fits or there is no such day. A date
/// without a year is refused: [`read_on`] takes the year from a day. So is a time without a date.
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
/// let date = read("2020-01-02T03", utc).unwrap();
/// assert_eq!(date.clock.to_string(), "2020-01-02 00:00:00");
/// assert!(read("2020-13-01", utc).is_err());
/// ```
pub fn read(text: &str, zone: FixedOffset) -> Result<DateTime, ScalarError> {
    read_with(text, zone, None)
}

/// Reads a date as [`read`] does; a year that is not written is that of `today`.
///
/// # Errors
/// As [`read`].
///
/// ```
/// use jsv_codec::scalar::date_time::read_on;
///
/// let (utc, today) = (chrono::FixedOffset::east_opt(0).unwrap(), "2026-11-29".parse().unwrap());
/// assert_eq!(read_on("9-1", utc, today).unwrap().clock.to_string(), "2026-09-01 00:00:00");
/// assert!(read_on("03:04", utc, today).is_err());
/// ```
pub fn read_on(text: &str, zone: FixedOffset, today: NaiveDate) -> Result<DateTime, ScalarError> {
    read_with(text, zone, Some(today))
}

fn read_with(
    text: &str,
    zone: FixedOffset,
    today: Option<NaiveDate>,
) -> Result<DateTime, ScalarError> {
    let utc = text.ends_with('Z');
    // .NET counts UTF-16 units; nothing that is read in one of these lengths has any other than
    // ASCII.
    match text.encode_utf16().count() {
        0 => Ok(DateTime::MIN),
        _ if timestamp::is_one(text) => timestamp::read(text, zone),
        19 => unzoned(text, zone, today),
        23 if !utc => unzoned(text, zone, today),
        20 => seconds_utc(text).map(|clock| DateTime::local(clock, zone)),
        23..=28 if utc => xsd(text).map(|clock| DateTime::local(clock, zone)),
        8 if text.bytes().all(|b| b.is_ascii_digit()) => compact(text),
        10 => by_hand::read(text, zone).or_else(|_| general(text, zone, today)),
        _ => general(text, zone, today),
    }
}

fn exact(text: &str, format: &str) -> Result<NaiveDateTime, ScalarError> {
    let clock = NaiveDateTime::parse_from_str(text, format).map_err(|_| ScalarError::Date)?;
    if is_reading(&clock) { Ok(clock) } else { Err(ScalarError::NoSuchDate) }
}

/// `yyyy-MM-ddTHH:mm:ssZ`. A blank in place of the T is repaired when the text ends in Z.
fn seconds_utc(text: &str) -> Result<NaiveDateTime, ScalarError> {
    let shaped = |mark: u8, zulu: u8| {
        shape(text) == format!("dddd-dd-dd{}dd:dd:dd{}", mark as char, zulu as char)
    };
    if shaped(b'T', b'Z') || shaped(b'T', b'z') || shaped(b' ', b'Z') {
        let format = format!("%Y-%m-%d{}%H:%M:%S{}", &text[10..11], &text[19..]);
        return exact(text, &format).map_err(|_| ScalarError::NoSuchDate);
    }
    Err(ScalarError::Date)
}

/// The text with a `d` for each digit.
fn shape(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_digit() { 'd' } else { c }).collect()
}

/// `yyyy-MM-ddTHH:mm:ss.fffZ`, of three to seven digits of fraction. With a comma for the point, as
/// recorded over HTTP, it is taken apart by hand.
fn xsd(text: &str) -> Result<NaiveDateTime, ScalarError> {
    let trimmed = text.trim();
    let shape = shape(trimmed);
    let fraction =
        shape.strip_prefix("dddd-dd-ddTdd:dd:dd.").and_then(|rest| rest.strip_suffix('Z'));
    let repaired =
        shape.strip_prefix("dddd-dd-dd dd:dd:dd.").and_then(|rest| rest.strip_suffix('Z'));
    let fits = |fraction: &str| !fraction.is_empty() && fraction.bytes().all(|b| b == b'd');
    let format = match (fraction, repaired) {
        (Some(fraction), _) if fits(fraction) => "%Y-%m-%dT%H:%M:%S%.fZ",
        (_, Some(fraction)) if fits(fraction) => "%Y-%m-%d %H:%M:%S%.fZ",
        _ => "",
    };
    let fault = || ScalarError::Xsd(trimmed.into());
    exact(trimmed, format).or_else(|_| match by_hand::utc(text) {
        Ok(clock) if text.contains(',') => Ok(clock),
        _ => Err(fault()),
    })
}

/// Without a zone the reading is nobody's; with one it is converted after all.
fn unzoned(
    text: &str,
    zone: FixedOffset,
    today: Option<NaiveDate>,
) -> Result<DateTime, ScalarError> {
    let Written { clock, zone: named } = invariant::read(text, today)?;
    match named {
        Some(named) => converted(clock, named, zone),
        None => Ok(DateTime::unspecified(clock)),
    }
}

/// The reading of the host's clock. What would come before the first day of the calendar is taken
/// for a time of day.
fn converted(
    clock: NaiveDateTime,
    named: FixedOffset,
    zone: FixedOffset,
) -> Result<DateTime, ScalarError> {
    let out = ScalarError::DateRange;
    if named.local_minus_utc().abs() > 14 * 3600 {
        return Err(ScalarError::ZoneRange);
    }
    let utc = clock.checked_sub_offset(named).ok_or(out.clone())?;
    let first_day = clock.date() == DateTime::MIN.clock.date();
    let local = utc.checked_add_offset(zone).ok_or(out.clone())?;
    let clock = if first_day && !in_era(&local) { local + TimeDelta::days(1) } else { local };
    if in_era(&clock) { Ok(DateTime { clock, kind: Kind::Local }) } else { Err(out) }
}

/// `yyyyMMdd`.
fn compact(text: &str) -> Result<DateTime, ScalarError> {
    let day = NaiveDate::parse_from_str(text, "%Y%m%d")
        .ok()
        .filter(in_era)
        .ok_or(ScalarError::NoSuchDate)?;
    Ok(DateTime::unspecified(day.and_time(NaiveTime::MIN)))
}

/// `DateTime.Parse`, a missing zone being the host's; else by hand, if the text is such that a hand
/// can take it apart.
fn general(
    text: &str,
    zone: FixedOffset,
    today: Option<NaiveDate>,
) -> Result<DateTime, ScalarError> {
    let parsed =
        invariant::read(text, today).and_then(|Written { clock, zone: named }| match named {
            Some(named) => converted(clock, named, zone),
            None => Ok(DateTime { clock, kind: Kind::Local }),
        });
    parsed.or_else(
        |error| if by_hand::applies(text) { by_hand::read(text, zone) } else { Err(error) },
    )
}

#[cfg(test)]
mod tests {
    use super::super::in_era;
    use super::read;
    use chrono::FixedOffset;

    #[test]
    fn a_fraction_that_rounds_up_ends_with_the_calendar() {
        for text in ["9999-12-31T23:59:59.9999999999999", "12/31/9999 23:59:59.9999999999999"] {
            let read = read(text, FixedOffset::east_opt(0).expect("a zone"));
            assert!(read.as_ref().map_or(true, |date| in_era(&date.clock)), "{text}: {read:?}");
        }
    }

    #[test]
    fn knows_neither_the_year_zero_nor_leap_seconds() {
        let utc = chrono::FixedOffset::east_opt(0).expect("UTC");
        for text in [
            "00000122",
            "0000-01-02T03:04:05Z",
            "0000-01-02",
            "0000-01-02T03:04:05",
            "1969-12-31T23:59:60Z",
        ] {
            assert!(read(text, utc).is_err(), "{text}");
        }
    }
}
