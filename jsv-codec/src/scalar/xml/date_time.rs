//! `System.DateTime` in XML.

use super::trimmed;
use crate::scalar::ScalarError;
use crate::scalar::date_time::{
    DateTime, Fraction, Kind, in_era, is_reading, write_kind, write_reading,
};
use chrono::{FixedOffset, NaiveDateTime, Timelike};

/// Reads `2030`, `2030-01`, `2030-01-02` or `2030-01-02T03:04:05[.fffffff]`, each with `Z`, an
/// offset or nothing behind it; that decides the kind. `zone` is the host's own. What would lie in
/// front of the year 1 is its beginning.
///
/// # Errors
/// [`ScalarError::Format`].
///
/// ```
/// use jsv_codec::scalar::{date_time::Kind, xml::date_time::read};
///
/// let zone = chrono::FixedOffset::east_opt(4 * 3600).unwrap();
/// let date = read("2030-01-02T03:04:05+03:00", zone).unwrap();
/// assert_eq!((date.clock.to_string().as_str(), date.kind), ("2030-01-02 04:04:05", Kind::Local));
/// assert_eq!(read("2030", zone).unwrap().clock.to_string(), "2030-01-01 00:00:00");
/// assert!(read("01/02/2030", zone).is_err());
/// assert!(read("2030-01-02T03:04:60", zone).is_err());
/// ```
pub fn read(text: &str, zone: FixedOffset) -> Result<DateTime, ScalarError> {
    let (clock, suffix) = split_zone(trimmed(text));
    let clock = reading(clock).ok_or(ScalarError::Format)?;
    match suffix {
        "" => Ok(DateTime { clock, kind: Kind::Unspecified }),
        "Z" | "z" => Ok(DateTime::utc(clock)),
        offset => local(clock, offset, zone).ok_or(ScalarError::Format),
    }
}

fn reading(clock: &str) -> Option<NaiveDateTime> {
    let full = match clock.len() {
        4 => format!("{clock}-01-01T00:00:00"),
        7 => format!("{clock}-01T00:00:00"),
        10 => format!("{clock}T00:00:00"),
        _ => clock.to_owned(),
    };
    let clock = NaiveDateTime::parse_from_str(&full, "%Y-%m-%dT%H:%M:%S%.f").ok()?;
    clock.with_nanosecond(clock.nanosecond() / 100 * 100).filter(is_reading)
}

fn local(clock: NaiveDateTime, offset: &str, zone: FixedOffset) -> Option<DateTime> {
    let utc = clock.checked_sub_offset(offset.parse().ok()?)?;
    let clock = utc.checked_add_offset(zone)?.max(DateTime::MIN.clock);
    in_era(&clock).then_some(DateTime { clock, kind: Kind::Local })
}

/// A date or a date and time, and the zone behind it: `Z`, `+hh:mm` or nothing.
fn split_zone(text: &str) -> (&str, &str) {
    let place = match text.strip_suffix(['Z', 'z']) {
        Some(clock) => clock.len(),
        None => text.len().saturating_sub("+hh:mm".len()),
    };
    match text.get(place..) {
        Some("Z" | "z") => text.split_at(place),
        Some(zone) if zone.starts_with(['+', '-']) && zone.as_bytes().get(3) == Some(&b':') => {
            text.split_at(place)
        }
        _ => (text, ""),
    }
}

/// Appends `2030-01-02T03:04:05.678Z`: no trailing zeros, the host's `zone` behind a local time,
/// nothing behind an unspecified one.
///
/// ```
/// use jsv_codec::scalar::{date_time::DateTime, xml};
///
/// let utc = chrono::FixedOffset::east_opt(0).unwrap();
/// let mut out = String::new();
/// xml::date_time::write(&DateTime::utc(DateTime::MIN.clock), utc, &mut out);
/// assert_eq!(out, "0001-01-01T00:00:00Z");
/// ```
pub fn write(date: &DateTime, zone: FixedOffset, out: &mut String) {
    write_reading(date.clock, Fraction::Short, out);
    write_kind(date.kind, zone, out);
}
