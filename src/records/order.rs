//! The order of values, as databases have it: nothing comes first, texts go by their bytes.

use std::cmp::Ordering;

use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive as _, ToPrimitive as _};

use crate::value::Value;

/// How a value lies to another one. Numbers of all kinds are compared by what they count.
///
/// ```
/// use std::cmp::Ordering;
/// use servicestack_emulator::records::compare;
/// use servicestack_emulator::value::Value;
///
/// assert_eq!(compare(&Value::Null, &Value::Int(0)), Ordering::Less);
/// assert_eq!(compare(&Value::UInt(2), &Value::Double(1.5)), Ordering::Greater);
/// ```
pub fn compare(one: &Value, other: &Value) -> Ordering {
    match (one, other) {
        (Value::Int(one), Value::Int(other)) => one.cmp(other),
        (Value::String(one), Value::String(other)) => one.cmp(other),
        (Value::DateTime(one), Value::DateTime(other)) => one.clock.cmp(&other.clock),
        (Value::DateTimeOffset(one), Value::DateTimeOffset(other)) => one.cmp(other),
        (Value::Guid(one), Value::Guid(other)) => one.cmp(other),
        (Value::Bytes(one), Value::Bytes(other)) => one.cmp(other),
        _ => match (number(one), number(other)) {
            (Some(one), Some(other)) => one.cmp(&other),
            _ => rank(one).cmp(&rank(other)),
        },
    }
}

/// A number to compare; those that a decimal does not hold are compared as floating ones.
#[derive(PartialEq)]
enum Number {
    Exact(Decimal),
    Floating(f64),
}

impl Number {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Exact(one), Self::Exact(other)) => one.cmp(other),
            (one, other) => one.floating().total_cmp(&other.floating()),
        }
    }

    fn floating(&self) -> f64 {
        match self {
            Self::Exact(number) => number.to_f64().unwrap_or_default(),
            Self::Floating(number) => *number,
        }
    }
}

fn number(value: &Value) -> Option<Number> {
    let floating =
        |number: f64| Decimal::from_f64(number).map_or(Number::Floating(number), Number::Exact);
    Some(match value {
        Value::Bool(truth) => Number::Exact(u8::from(*truth).into()),
        Value::Int(number)
        | Value::Enum(number)
        | Value::TimeSpan(number)
        | Value::TimeOnly(number) => Number::Exact((*number).into()),
        Value::UInt(number) => Number::Exact((*number).into()),
        Value::Char(unit) => Number::Exact((*unit).into()),
        Value::Single(number) => floating(f64::from(*number)),
        Value::Double(number) => floating(*number),
        Value::Decimal(number) => Number::Exact(*number),
        _ => return None,
    })
}

/// The value as a number, for sums.
pub(super) fn as_f64(value: &Value) -> Option<f64> {
    number(value).map(|number| number.floating())
}

/// What cannot be compared lies by its kind.
fn rank(value: &Value) -> u8 {
    match value {
        Value::Null => 0,
        Value::DateTime(_) | Value::DateTimeOffset(_) => 2,
        Value::String(_) => 3,
        Value::Guid(_) => 4,
        Value::Bytes(_) => 5,
        Value::List(_) => 6,
        Value::Dictionary(_) => 7,
        Value::Object(_) => 8,
        _ => 1,
    }
}

/// A value that can be sorted and looked up.
#[derive(Debug, Clone)]
pub struct Key(pub Value);

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Key {}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        compare(&self.0, &other.0)
    }
}
