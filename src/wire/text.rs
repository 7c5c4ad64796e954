//! The text of scalars, without any quotes: what JSV, JSON strings, CSV cells and keys have in
//! common.
//!
//! How each .NET scalar is spelled is defined by `jsv_codec::scalar`; here is only which one a
//! value needs.

use chrono::{NaiveDate, NaiveTime};
use jsv_codec::scalar::{
    ScalarError, boolean, bytes, character, date_only,
    date_time::{self, DateTime, Kind},
    date_time_offset, decimal, duration, guid, integer, time_only,
    timestamp::{self, Unix},
};

use super::{
    DateHandler, Dialect, JsonDialect, ReadError, Reading, TimeSpanHandler, Typed, WriteError,
    enumeration, read_date,
};
use crate::{
    contract::{Contract, Enumeration, Scalar, TypeRef},
    value::Value,
};

/// The members of an enum type; `None` for every other type. Nullable enums are enums.
pub(super) fn enum_members<'a>(contract: &'a Contract, ty: &TypeRef) -> Option<&'a Enumeration> {
    match ty {
        TypeRef::Dto(id) => contract.dto(*id).enumeration(),
        TypeRef::Nullable(inner) => enum_members(contract, inner),
        _ => None,
    }
}

/// Whether the type is a class: a null one is written `{}` among others.
pub(super) fn is_class(contract: &Contract, ty: &TypeRef) -> bool {
    matches!(ty, TypeRef::Dto(id) if contract.dto(*id).enumeration().is_none())
}

/// Whether the host's writers of JSON and JSV fall over a null item of the type: over lists, but
/// for those of `int`, and over days and times of day.
pub(super) fn falls_over_null(item: &TypeRef) -> bool {
    match item {
        TypeRef::List(_, of) => **of != TypeRef::Scalar(Scalar::Int32),
        TypeRef::Nullable(of) => {
            matches!(**of, TypeRef::Scalar(Scalar::DateOnly | Scalar::TimeOnly))
        }
        _ => false,
    }
}

/// Whether values of the type are text that nothing is parsed from.
pub(super) fn is_text(scalar: Scalar) -> bool {
    matches!(scalar, Scalar::String | Scalar::Uri | Scalar::Object | Scalar::Type | Scalar::Version)
}

/// Appends the JSV text of a scalar, unquoted. Nothing for null; a list, dictionary or object is a
/// mismatch.
pub(super) fn write(out: &mut String, typed: &Typed, dialect: &Dialect) -> Result<(), WriteError> {
    match typed.value {
        Value::Null => {}
        Value::Bool(truth) => out.push_str(boolean::write(*truth)),
        Value::Int(number) => integer::write(*number, out),
        Value::UInt(number) => integer::write(*number, out),
        Value::Single(number) => dialect.text.write_f32(*number, out),
        Value::Double(number) => dialect.text.write_f64(*number, out),
        Value::Decimal(number) => decimal::write(number, out),
        Value::Char(unit) => character::write(*unit, out),
        Value::String(text) => out.push_str(text),
        // Recorded of hosts with System.Text.Json, and of those set to be like it, for JSV and CSV.
        Value::Guid(id)
            if dialect.json == JsonDialect::System || dialect.js.system_json_compatible =>
        {
            out.push_str(&id.hyphenated().to_string());
        }
        Value::Guid(id) => guid::write(id, out),
        Value::DateTime(date) => write_date(out, date, dialect),
        Value::DateTimeOffset(date) => date_time_offset::write(date, out),
        Value::TimeSpan(ticks) => duration::write(*ticks, out),
        Value::DateOnly(day) => write_day(out, *day, dialect),
        Value::TimeOnly(ticks) if dialect.js.time_spans == TimeSpanHandler::StandardFormat => {
            out.push('"');
            time_only::write_clock(*ticks, out);
            out.push('"');
        }
        Value::TimeOnly(ticks) => time_only::write(*ticks, out),
        Value::Bytes(data) => bytes::write(data, out),
        Value::Enum(number) => match enum_name(typed, *number, dialect) {
            Some(name) => out.push_str(name),
            None => integer::write(*number, out),
        },
        Value::List(_) | Value::Dictionary(_) | Value::Object(_) => return Err(mismatch(typed)),
    }
    Ok(())
}

/// The name of an enum's number, unless it goes as a number.
pub(super) fn enum_name<'a>(typed: &Typed<'a>, number: i64, dialect: &Dialect) -> Option<&'a str> {
    let members =
        enum_members(typed.contract, typed.ty).filter(|_| !dialect.js.enums_as_numbers)?;
    enumeration::name(members, number)
}

/// JSV knows two handlers of dates: the shortest XSD form, and Unix time.
fn write_date(out: &mut String, date: &DateTime, dialect: &Dialect) {
    let date = adjusted(date, dialect);
    match dialect.js.dates {
        DateHandler::UnixTime => timestamp::write_unix(&date, dialect.zone, Unix::Seconds, out),
        DateHandler::UnixTimeMs => {
            timestamp::write_unix(&date, dialect.zone, Unix::Milliseconds, out)
        }
        _ if dialect.js.skip_date_time_conversion => {
            date_time::write_unconverted(&date, dialect.zone, out)
        }
        _ => dialect.text.write_date_time(&date, dialect.zone, out),
    }
}

/// A day is a number where dates are.
fn write_day(out: &mut String, day: NaiveDate, dialect: &Dialect) {
    match dialect.js.dates {
        DateHandler::UnixTime | DateHandler::UnixTimeMs => {
            write_date(out, &DateTime::utc(day.and_time(NaiveTime::MIN)), dialect);
        }
        _ => date_only::write(day, out),
    }
}

/// The date as the settings want it written: unspecified times as UTC, local ones converted.
pub(super) fn adjusted(date: &DateTime, dialect: &Dialect) -> DateTime {
    match date.kind {
        Kind::Unspecified if dialect.js.assume_utc => DateTime::utc(date.clock),
        Kind::Local if dialect.js.always_use_utc => DateTime::utc(date.to_utc(dialect.zone)),
        _ => *date,
    }
}

/// Reads a scalar from its text, already unquoted. Text that is not of the type is an error here;
/// whether that costs the whole body or leaves one member at its default is for the caller to say.
pub(super) fn parse(scalar: Scalar, text: &str, reading: Reading<'_>) -> Result<Value, ReadError> {
    let value = match scalar {
        Scalar::Boolean => reading.text.read_bool(text).map(Value::Bool),
        Scalar::SByte => integer::read::<i8>(text).map(|n| Value::Int(n.into())),
        Scalar::Int16 => integer::read::<i16>(text).map(|n| Value::Int(n.into())),
        Scalar::Int32 => integer::read::<i32>(text).map(|n| Value::Int(n.into())),
        Scalar::Int64 => integer::read::<i64>(text).map(Value::Int),
        Scalar::Byte => integer::read::<u8>(text).map(|n| Value::UInt(n.into())),
        Scalar::UInt16 => integer::read::<u16>(text).map(|n| Value::UInt(n.into())),
        Scalar::UInt32 => integer::read::<u32>(text).map(|n| Value::UInt(n.into())),
        Scalar::UInt64 => integer::read::<u64>(text).map(Value::UInt),
        Scalar::Single => reading.text.read_f32(text).map(Value::Single),
        Scalar::Double => reading.text.read_f64(text).map(Value::Double),
        Scalar::Decimal => reading.text.read_decimal(text).map(Value::Decimal),
        Scalar::Char => reading.text.read_char(text).map(Value::Char),
        Scalar::Guid => guid::read(text).map(Value::Guid),
        Scalar::DateTime => match read_date::unix(text, &reading) {
            Some(date) => Ok(date),
            None => date_time::read(text, reading.zone)
                .or_else(|error| {
                    date_time::read_on(text, reading.zone, reading.today().ok_or(error)?)
                })
                .map(|date| read_date::as_set(unconverted(date, text, reading), text, &reading)),
        }
        .map(Value::DateTime),
        Scalar::DateTimeOffset => {
            reading.text.read_date_time_offset(text, reading.zone).map(Value::DateTimeOffset)
        }
        Scalar::TimeSpan => reading.text.read_time_span(text).map(Value::TimeSpan),
        Scalar::DateOnly => date_only::read(text, reading.zone).map(Value::DateOnly),
        Scalar::TimeOnly => time_only::read(text).map(Value::TimeOnly),
        Scalar::Bytes if text.is_empty() => Ok(Value::Null),
        Scalar::Bytes => bytes::read(text).map(Value::Bytes),
        Scalar::Stream => Ok(Value::Null),
        Scalar::String | Scalar::Uri | Scalar::Object | Scalar::Type | Scalar::Version => {
            Ok(Value::String(text.into()))
        }
    };
    value.map_err(|error| {
        let text = match scalar {
            Scalar::DateTimeOffset => date_time_offset::completed(text),
            _ => text.into(),
        };
        ReadError::of(&error, reading.text, &text)
    })
}

/// A host with System.Text.Json leaves UTC what it is (recorded: `2026-03-01T12:30:00Z` in JSV).
fn unconverted(date: DateTime, text: &str, reading: Reading<'_>) -> DateTime {
    let is_kept = reading.json == JsonDialect::System
        && date.kind == Kind::Local
        && text.trim_end().ends_with(['Z', 'z']);
    if is_kept { DateTime::utc(date.to_utc(reading.zone)) } else { date }
}

impl ReadError {
    /// What .NET says of a scalar's text.
    fn of(error: &ScalarError, dialect: jsv_codec::Dialect, text: &str) -> Self {
        let param = error.parameter();
        let text = error.message(dialect, text);
        // The parameter stands in the second line.
        let message = param.and_then(|_| text.lines().next()).unwrap_or(&text);
        Self { param, ..Self::new(error.exception(), message) }
    }
}

impl From<ScalarError> for ReadError {
    fn from(error: ScalarError) -> Self {
        Self::of(&error, jsv_codec::Dialect::Classic, "")
    }
}

/// What comes behind so many UTF-16 units; none when there are fewer.
pub(super) fn after_units(text: &str, count: usize) -> Option<&str> {
    let mut units = 0;
    let place = text.char_indices().map(|(at, c)| {
        units += c.len_utf16();
        (at, units - c.len_utf16())
    });
    let total = text.encode_utf16().count();
    match total.cmp(&count) {
        std::cmp::Ordering::Less => None,
        std::cmp::Ordering::Equal => Some(""),
        std::cmp::Ordering::Greater => {
            place.into_iter().find(|(_, before)| *before >= count).map(|(at, _)| &text[at..])
        }
    }
}

/// The error of a value that is not of its type.
pub(super) fn mismatch(typed: &Typed) -> WriteError {
    WriteError::Mismatch { expected: format!("{:?}", typed.ty), found: typed.value.kind().into() }
}
