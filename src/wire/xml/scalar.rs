//! Scalars in XML: the notations of XML Schema, not those of JSV.

use chrono::{FixedOffset, NaiveDateTime, Offset, Timelike};
use jsv_codec::scalar::{
    bytes,
    date_time::{DateTime, Kind},
    decimal, duration, float, integer,
};

use crate::{
    contract::{Enumeration, Scalar},
    value::Value,
    wire::{Dialect, text},
};

/// Appends the text of a scalar; `false` when the value is none (an enum's name is told by the caller).
pub(super) fn write(out: &mut String, value: &Value, dialect: &Dialect) -> bool {
    match value {
        Value::Bool(truth) => out.push_str(if *truth { "true" } else { "false" }),
        Value::Int(number) => integer::write(*number, out),
        Value::UInt(number) => integer::write(*number, out),
        Value::Single(number) => infinity(out, (*number).into(), |out| float::write_f32(*number, out)),
        Value::Double(number) => infinity(out, *number, |out| write_double(out, *number)),
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
        number if number == 0.0 && number.is_sign_negative() => out.push_str("-0"),
        _ => finite(out),
    }
}

/// Fifteen digits where these are enough to read the number back, all that it takes otherwise.
fn write_double(out: &mut String, number: f64) {
    let start = out.len();
    float::write_f64(number, out);
    if out[start..].parse() != Ok(number) && !number.is_nan() {
        out.truncate(start);
        float::write_f64_round_trip(number, out);
    }
}

/// `2030-01-02T03:04:05.678Z`: no trailing zeros; the zone of a local time; nothing after an unspecified one.
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

/// The names of an enum's number: one, or several of `[Flags]` with blanks between. `None` if a bit has no name.
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
    let bits =
        members.members.iter().filter(|member| member.number != 0 && number & member.number == member.number);
    let (names, covered) = bits.fold((Vec::new(), 0), |(mut names, covered), member| {
        names.push(name(member));
        (names, covered | member.number)
    });
    (covered == number).then(|| names.join(" "))
}

/// Reads a scalar; `None` when the text is not of its type.
pub(super) fn read(scalar: Scalar, raw: &str, dialect: &Dialect) -> Option<Value> {
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
        Scalar::Char => integer::read(text).ok().map(Value::Char),
        Scalar::DateTime => read_date(text, dialect.zone).map(Value::DateTime),
        Scalar::Bytes => bytes::read(text).ok().map(Value::Bytes),
        Scalar::Single | Scalar::Double => {
            let dotnet = text.replace("INF", "Infinity");
            text::parse(scalar, &dotnet, dialect).ok()
        }
        _ => text::parse(scalar, text, dialect).ok(),
    }
}

/// Reads `2030-01-02`, `2030-01-02T03:04:05[.fffffff][Z|+hh:mm]`; the suffix tells the kind.
pub(super) fn read_date(text: &str, zone: FixedOffset) -> Option<DateTime> {
    if let Ok(moment) = chrono::DateTime::parse_from_rfc3339(text) {
        return Some(match text.ends_with('Z') {
            true => DateTime { clock: moment.naive_utc(), kind: Kind::Utc },
            false => DateTime { clock: moment.naive_utc() + zone.fix(), kind: Kind::Local },
        });
    }
    let clock = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f")
        .or_else(|_| NaiveDateTime::parse_from_str(&format!("{text}T00:00:00"), "%Y-%m-%dT%H:%M:%S"))
        .ok()?;
    Some(DateTime { clock, kind: Kind::Unspecified })
}
