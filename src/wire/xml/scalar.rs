//! Scalars in XML: the notations of XML Schema, not those of JSV.

use chrono::{FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Offset, Timelike};
use jsv_codec::scalar::{
    bytes,
    date_time::{DateTime, Kind},
    decimal, float, integer,
};
use uuid::Uuid;

use super::{double, duration};
use crate::{
    contract::{Enumeration, Scalar},
    value::Value,
    wire::{Dialect, Reading, text},
};

/// Appends the text of a scalar; `false` when the value is none (an enum's name is defined by the
/// caller).
pub(super) fn write(out: &mut String, value: &Value, dialect: &Dialect) -> bool {
    match value {
        Value::Bool(truth) => out.push_str(if *truth { "true" } else { "false" }),
        Value::Int(number) => integer::write(*number, out),
        Value::UInt(number) => integer::write(*number, out),
        Value::Single(number) => {
            infinity(out, (*number).into(), |out| float::write_f32(*number, out))
        }
        Value::Double(number) => infinity(out, *number, |out| double::write(*number, out)),
        Value::Decimal(number) => decimal::write(number, out),
        Value::Char(unit) => integer::write(*unit, out),
        Value::Guid(id) => out.push_str(&id.hyphenated().to_string()),
        Value::DateTime(date) => write_date(out, date, dialect.zone),
        Value::TimeSpan(ticks) => duration::write(*ticks, out),
        Value::Bytes(data) => bytes::write(data, out),
        _ => return false,
    }
    true
}

fn infinity(out: &mut String, number: f64, finite: impl FnOnce(&mut String)) {
    match number {
        f64::INFINITY => out.push_str("INF"),
        f64::NEG_INFINITY => out.push_str("-INF"),
        _ => finite(out),
    }
}

/// `2030-01-02T03:04:05.678Z`: no trailing zeros; the zone of a local time; nothing after an
/// unspecified one.
pub(super) fn write_date(out: &mut String, date: &DateTime, zone: FixedOffset) {
    out.push_str(&date.clock.format("%Y-%m-%dT%H:%M:%S").to_string());
    let ticks = date.clock.nanosecond() % 1_000_000_000 / 100;
    if ticks != 0 {
        out.push_str(format!(".{ticks:07}").trim_end_matches('0'));
    }
    match date.kind {
        Kind::Utc => out.push('Z'),
        Kind::Local => out.push_str(&zone.to_string()),
        Kind::Unspecified => {}
    }
}

/// The names of an enum's number: one, or several of `[Flags]` with blanks between. `None` if a bit
/// has no name.
pub(super) fn enum_names(members: &Enumeration, number: i64) -> Option<String> {
    let name = |member: &crate::contract::EnumMember| {
        member.wire_name.clone().unwrap_or_else(|| member.name.clone())
    };
    if let Some(member) = members.members.iter().find(|member| member.number == number) {
        return Some(name(member));
    }
    if !members.as_number {
        return None;
    }
    let bits = members
        .members
        .iter()
        .filter(|member| member.number != 0 && number & member.number == member.number);
    let (names, covered) = bits.fold((Vec::new(), 0), |(mut names, covered), member| {
        names.push(name(member));
        (names, covered | member.number)
    });
    (covered == number).then(|| names.join(" "))
}

/// Reads a scalar as .NET's `XmlConvert` does; `None` when the text is not of its type.
pub(super) fn read(scalar: Scalar, raw: &str, reading: Reading<'_>) -> Option<Value> {
    let text = raw.trim_matches([' ', '\t', '\r', '\n']);
    match scalar {
        Scalar::String | Scalar::Uri | Scalar::Object | Scalar::Type | Scalar::Version => {
            Some(Value::String(raw.into()))
        }
        Scalar::Boolean => match text {
            "true" | "1" => Some(Value::Bool(true)),
            "false" | "0" => Some(Value::Bool(false)),
            _ => None,
        },
        Scalar::Char => text.parse().ok().map(Value::Char),
        Scalar::DateTime => read_date(text, reading.zone).map(Value::DateTime),
        Scalar::TimeSpan => duration::read(text).map(Value::TimeSpan),
        Scalar::Bytes if text.starts_with(['[', '"']) => None,
        Scalar::Guid if text.starts_with("{0x") => hexadecimal(text).map(Value::Guid),
        Scalar::Single | Scalar::Double => {
            let dotnet = match text {
                "INF" => "Infinity",
                "-INF" => "-Infinity",
                "NaN" => text,
                _ => number(text, true)?,
            };
            text::parse(scalar, dotnet, reading).ok()
        }
        Scalar::Guid | Scalar::Bytes | Scalar::DateTimeOffset | Scalar::Stream => {
            text::parse(scalar, text, reading).ok()
        }
        Scalar::Decimal => number(text, false)?.parse().ok().map(Value::Decimal),
        _ => text::parse(scalar, whole(text)?, reading).ok(),
    }
}

/// A number without the plus in front, if it has digits, one point at most, and an exponent only
/// where one may be.
fn number(text: &str, may_have_exponent: bool) -> Option<&str> {
    let text = text.strip_prefix('+').unwrap_or(text);
    let is_number = text.bytes().all(|byte| match byte {
        b'0'..=b'9' | b'.' | b'-' => true,
        b'e' | b'E' | b'+' => may_have_exponent,
        _ => false,
    });
    (is_number && text.bytes().any(|byte| byte.is_ascii_digit())).then_some(text)
}

/// A whole number without the plus in front; zero has no sign.
fn whole(text: &str) -> Option<&str> {
    let plain = number(text, false).filter(|text| !text.contains('.'))?;
    Some(
        plain
            .strip_prefix('-')
            .filter(|rest| rest.bytes().all(|byte| byte == b'0'))
            .unwrap_or(plain),
    )
}

/// `{0xea762009,0xb66c,0x410b,{0x9b,0xf5,…}}`.
fn hexadecimal(text: &str) -> Option<Uuid> {
    const WIDTHS: [usize; 11] = [8, 4, 4, 2, 2, 2, 2, 2, 2, 2, 2];
    let parts = text.strip_prefix('{')?.strip_suffix("}}")?.replacen('{', "", 1);
    let parts: Vec<&str> = parts.split(',').collect();
    let digits = parts.iter().zip(WIDTHS).map(|(part, width)| {
        let digits =
            part.trim().strip_prefix("0x").filter(|digits| (1..=width).contains(&digits.len()))?;
        Some(format!("{digits:0>width$}"))
    });
    let digits: String = digits.collect::<Option<_>>()?;
    (parts.len() == WIDTHS.len()).then(|| Uuid::try_parse(&digits).ok()).flatten()
}

/// Reads `2030`, `2030-01`, `2030-01-02` and `2030-01-02T03:04:05[.fffffff]`, each with `Z`, an
/// offset or nothing behind it; that decides the kind. What would lie before the year 1 is its
/// beginning.
pub(super) fn read_date(text: &str, zone: FixedOffset) -> Option<DateTime> {
    let (clock, suffix) = split_zone(text);
    let full = match clock.len() {
        4 => format!("{clock}-01-01T00:00:00"),
        7 => format!("{clock}-01T00:00:00"),
        10 => format!("{clock}T00:00:00"),
        _ => clock.to_owned(),
    };
    let clock = NaiveDateTime::parse_from_str(&full, "%Y-%m-%dT%H:%M:%S%.f").ok()?;
    let clock = clock.with_nanosecond(clock.nanosecond() / 100 * 100)?;
    match suffix {
        "" => Some(DateTime { clock, kind: Kind::Unspecified }),
        "Z" | "z" => Some(DateTime { clock, kind: Kind::Utc }),
        offset => {
            let offset: FixedOffset = offset.parse().ok()?;
            let utc = clock.checked_sub_offset(offset)?;
            let local = utc.checked_add_offset(zone.fix())?;
            let first = NaiveDate::from_ymd_opt(1, 1, 1)?.and_time(NaiveTime::MIN);
            Some(DateTime { clock: local.max(first), kind: Kind::Local })
        }
    }
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
