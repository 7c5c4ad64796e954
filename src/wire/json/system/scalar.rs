//! Scalars: how each is spelled, and which texts are one.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use jsv_codec::Dialect as Generation;
use jsv_codec::scalar::{date_only, decimal, duration, integer};
use uuid::Uuid;

use super::{
    date, string,
    tokens::{Token, Tokens},
};
use crate::{
    contract::{Enumeration, Scalar},
    value::Value,
    wire::{Dialect, Reading},
};

/// Appends a number; false for a value that is none, or that JSON has no number for.
pub(super) fn write_number(value: &Value, out: &mut String) -> bool {
    let start = out.len();
    match value {
        Value::Int(number) => integer::write(*number, out),
        Value::UInt(number) => integer::write(*number, out),
        Value::Decimal(number) => decimal::write(number, out),
        Value::Single(number) if number.is_finite() => Generation::Modern.write_f32(*number, out),
        Value::Double(number) if number.is_finite() => Generation::Modern.write_f64(*number, out),
        _ => return false,
    }
    // ServiceStack.Text writes the exponent of two numbers small.
    if let Some(at) = out[start..].find('e') {
        out.replace_range(start + at..=start + at, "E");
    }
    true
}

/// The text of a scalar that stands in quotes and needs no escapes, none for others.
pub(super) fn quoted(value: &Value, dialect: &Dialect) -> Option<String> {
    let mut out = String::new();
    match value {
        Value::Guid(id) => out = id.hyphenated().to_string(),
        Value::DateTime(moment) => date::write(moment, dialect.zone, &mut out),
        Value::DateTimeOffset(moment) => date::write_moment(moment, &mut out),
        Value::DateOnly(day) => date_only::write(*day, &mut out),
        Value::TimeSpan(ticks) | Value::TimeOnly(ticks) => duration::write(*ticks, &mut out),
        Value::Bytes(data) => STANDARD.encode_string(data, &mut out),
        _ => return None,
    }
    Some(out)
}

/// A character; U+FFFD for half a pair of surrogates.
pub(super) fn character(unit: u16) -> String {
    String::from_utf16_lossy(&[unit])
}

/// The value of a token, which is not null; none for what is not of the type.
pub(super) fn read(scalar: Scalar, tokens: &Tokens, reading: Reading<'_>) -> Option<Value> {
    let text = match tokens.token {
        Token::String => string::read(tokens.raw())?,
        Token::Number if scalar.is_number() => return number(scalar, tokens.raw()),
        Token::True | Token::False if scalar == Scalar::Boolean => {
            return Some(Value::Bool(tokens.token == Token::True));
        }
        _ => return None,
    };
    if scalar.is_number() || scalar == Scalar::Boolean {
        None
    } else {
        parse(scalar, text, reading)
    }
}

/// The value of a dictionary's key, which is always a text.
pub(super) fn key(scalar: Scalar, text: String, reading: Reading<'_>) -> Option<Value> {
    match scalar {
        Scalar::Boolean => boolean(&text).map(Value::Bool),
        scalar if scalar.is_number() => number(scalar, &text),
        scalar => parse(scalar, text, reading),
    }
}

fn boolean(text: &str) -> Option<bool> {
    let is = |word: &str| text.eq_ignore_ascii_case(word);
    if is("true") { Some(true) } else { is("false").then_some(false) }
}

fn number(scalar: Scalar, text: &str) -> Option<Value> {
    let signed = || text.parse::<i64>().ok();
    let unsigned = || text.parse::<u64>().ok();
    let within = |most: i64| signed().filter(|number| (-most - 1..=most).contains(number));
    let up_to = |most: u64| unsigned().filter(|number| *number <= most);
    match scalar {
        Scalar::SByte => within(i8::MAX.into()).map(Value::Int),
        Scalar::Int16 => within(i16::MAX.into()).map(Value::Int),
        Scalar::Int32 => within(i32::MAX.into()).map(Value::Int),
        Scalar::Int64 => signed().map(Value::Int),
        Scalar::Byte => up_to(u8::MAX.into()).map(Value::UInt),
        Scalar::UInt16 => up_to(u16::MAX.into()).map(Value::UInt),
        Scalar::UInt32 => up_to(u32::MAX.into()).map(Value::UInt),
        Scalar::UInt64 => unsigned().map(Value::UInt),
        Scalar::Single => text.parse().ok().map(Value::Single),
        Scalar::Double => text.parse().ok().map(Value::Double),
        Scalar::Decimal => decimal::read_modern(text).ok().map(Value::Decimal),
        _ => None,
    }
}

fn parse(scalar: Scalar, text: String, reading: Reading<'_>) -> Option<Value> {
    match scalar {
        Scalar::Char => unit(&text).map(Value::Char),
        Scalar::Guid => guid(&text).map(Value::Guid),
        Scalar::DateTime => date::read(&text, reading.zone).map(Value::DateTime),
        Scalar::DateTimeOffset => date::read_moment(&text, reading.zone).map(Value::DateTimeOffset),
        Scalar::TimeSpan => span(&text).map(Value::TimeSpan),
        Scalar::DateOnly => date::read_day(&text).map(Value::DateOnly),
        Scalar::TimeOnly => span(&text).map(time_of_day).map(Value::TimeOnly),
        Scalar::Bytes => STANDARD.decode(text).ok().map(Value::Bytes),
        Scalar::Stream => Some(Value::Null),
        _ => Some(Value::String(text)),
    }
}

/// The one UTF-16 unit of a text.
fn unit(text: &str) -> Option<u16> {
    let mut units = text.encode_utf16();
    units.next().filter(|_| units.next().is_none())
}

/// With hyphens, and without anything else.
fn guid(text: &str) -> Option<Uuid> {
    const HYPHENATED: usize = 36;
    (text.len() == HYPHENATED).then(|| Uuid::try_parse(text).ok()).flatten()
}

/// An XSD duration: the first character behind a sign is taken for its `P`, and what is no number
/// of days, hours, minutes or seconds counts nothing.
fn span(text: &str) -> Option<i64> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text),
    };
    let mut parts = rest.chars();
    parts.next();
    duration::read(&format!("{sign}P{}", parts.as_str())).ok()
}

/// What is not within a day is midnight.
fn time_of_day(ticks: i64) -> i64 {
    if (0..24 * 3600 * duration::SECOND).contains(&ticks) { ticks } else { 0 }
}

/// The number of an enum that has names: one of them in any case, or a number, in a text or not.
pub(super) fn enumeration(members: &Enumeration, tokens: &Tokens) -> Option<i64> {
    match tokens.token {
        Token::Number => whole(tokens.raw()),
        Token::String if !members.as_number => named(members, &string::read(tokens.raw())?),
        _ => None,
    }
}

/// The number of a name or of digits.
pub(super) fn named(members: &Enumeration, text: &str) -> Option<i64> {
    let text = text.trim();
    crate::wire::enumeration::known(members, text).or_else(|| whole(text))
}

fn whole(text: &str) -> Option<i64> {
    text.parse::<i32>().ok().map(i64::from)
}
