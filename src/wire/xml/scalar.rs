//! Scalars in XML: which notation of `jsv_codec::scalar::xml` a value has.

use jsv_codec::scalar::{bytes, decimal, integer, xml};

use crate::{
    contract::{Enumeration, Scalar},
    value::Value,
    wire::{Dialect, Reading, text},
};

/// Appends the text of a scalar; `false` when the value is none (an enum's name is defined by the
/// caller).
pub(super) fn write(out: &mut String, value: &Value, dialect: &Dialect) -> bool {
    match value {
        Value::Bool(truth) => out.push_str(xml::boolean::write(*truth)),
        Value::Int(number) => integer::write(*number, out),
        Value::UInt(number) => integer::write(*number, out),
        Value::Single(number) => xml::float::write_f32(*number, dialect.text, out),
        Value::Double(number) => xml::float::write_f64(*number, dialect.text, out),
        Value::Decimal(number) => decimal::write(number, out),
        Value::Char(unit) => integer::write(*unit, out),
        Value::Guid(id) => xml::guid::write(id, out),
        Value::DateTime(date) => xml::date_time::write(date, dialect.zone, out),
        Value::TimeSpan(ticks) => xml::duration::write(*ticks, out),
        Value::Bytes(data) => bytes::write(data, out),
        _ => return false,
    }
    true
}

/// The names of an enum's number: one, or several of `[Flags]` with blanks between. `None` if a bit
/// has no name.
pub(super) fn enum_names(members: &Enumeration, number: i64) -> Option<String> {
    let named = members.members.iter().map(|member| (member.on_the_wire(), member.number));
    xml::enumeration::write(number, named, members.as_number)
}

/// Reads a scalar as .NET's `XmlConvert` does; `None` when the text is not of its type.
pub(super) fn read(scalar: Scalar, raw: &str, reading: Reading<'_>) -> Option<Value> {
    let text = raw.trim_matches([' ', '\t', '\r', '\n']);
    let value = match scalar {
        Scalar::String | Scalar::Uri | Scalar::Object | Scalar::Type | Scalar::Version => {
            Ok(Value::String(raw.into()))
        }
        Scalar::Boolean => xml::boolean::read(text).map(Value::Bool),
        Scalar::SByte => xml::integer::read::<i8>(text).map(|n| Value::Int(n.into())),
        Scalar::Int16 => xml::integer::read::<i16>(text).map(|n| Value::Int(n.into())),
        Scalar::Int32 => xml::integer::read::<i32>(text).map(|n| Value::Int(n.into())),
        Scalar::Int64 => xml::integer::read::<i64>(text).map(Value::Int),
        Scalar::Byte => xml::integer::read::<u8>(text).map(|n| Value::UInt(n.into())),
        Scalar::UInt16 => xml::integer::read::<u16>(text).map(|n| Value::UInt(n.into())),
        Scalar::UInt32 => xml::integer::read::<u32>(text).map(|n| Value::UInt(n.into())),
        Scalar::UInt64 => xml::integer::read::<u64>(text).map(Value::UInt),
        Scalar::Char => xml::integer::read::<u16>(text).map(Value::Char),
        Scalar::Single => xml::float::read_f32(text).map(Value::Single),
        Scalar::Double => xml::float::read_f64(text).map(Value::Double),
        Scalar::Decimal => xml::decimal::read(text).map(Value::Decimal),
        Scalar::Guid => xml::guid::read(text).map(Value::Guid),
        Scalar::DateTime => xml::date_time::read(text, reading.zone).map(Value::DateTime),
        Scalar::TimeSpan => xml::duration::read(text).map(Value::TimeSpan),
        Scalar::Bytes if text.is_empty() => Ok(Value::Null),
        Scalar::Bytes => bytes::read_base64(text).map(Value::Bytes),
        Scalar::DateTimeOffset | Scalar::DateOnly | Scalar::TimeOnly | Scalar::Stream => {
            return text::parse(scalar, text, reading).ok();
        }
    };
    value.ok()
}
