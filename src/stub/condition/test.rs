//! What a value must be.

use std::cmp::Ordering;

use regex::Regex;

use crate::value::Value;

/// Tests that must all hold.
#[derive(Debug, Clone, Default)]
pub(in crate::stub) struct Test(pub Vec<Operator>);

/// One test.
#[derive(Debug, Clone)]
pub(in crate::stub) enum Operator {
    Equal(Value),
    Not(Value),
    Greater(Value),
    GreaterOrEqual(Value),
    Less(Value),
    LessOrEqual(Value),
    In(Vec<Value>),
    Matches(Regex),
    Contains(Value),
    Exists(bool),
}

impl Test {
    /// Whether the value is so.
    pub fn holds(&self, value: &Value) -> bool {
        self.0.iter().all(|operator| operator.holds(value))
    }

    /// Whether one of these values is so; without any, whether nothing is.
    pub fn holds_for_any(&self, values: &mut dyn Iterator<Item = Value>) -> bool {
        let mut any = false;
        for value in values {
            any = true;
            if self.holds(&value) {
                return true;
            }
        }
        !any && self.holds(&Value::Null)
    }
}

impl Operator {
    fn holds(&self, value: &Value) -> bool {
        let order = |other: &Value| order(value, other);
        match self {
            Self::Equal(other) => equal(value, other),
            Self::Not(other) => !equal(value, other),
            Self::Greater(other) => order(other) == Some(Ordering::Greater),
            Self::GreaterOrEqual(other) => {
                matches!(order(other), Some(Ordering::Greater | Ordering::Equal))
            }
            Self::Less(other) => order(other) == Some(Ordering::Less),
            Self::LessOrEqual(other) => {
                matches!(order(other), Some(Ordering::Less | Ordering::Equal))
            }
            Self::In(others) => others.iter().any(|other| equal(value, other)),
            Self::Matches(pattern) => {
                matches!(value, Value::String(text) if pattern.is_match(text))
            }
            Self::Contains(other) => match (value, other) {
                (Value::List(items), other) => items.iter().any(|item| equal(item, other)),
                (Value::String(text), Value::String(part)) => text.contains(part.as_str()),
                _ => false,
            },
            Self::Exists(wanted) => (*value != Value::Null) == *wanted,
        }
    }
}

fn equal(one: &Value, other: &Value) -> bool {
    one == other || order(one, other) == Some(Ordering::Equal)
}

/// The order of two values of one type.
fn order(one: &Value, other: &Value) -> Option<Ordering> {
    match (one, other) {
        (Value::Int(one), Value::Int(other)) => Some(one.cmp(other)),
        (Value::UInt(one), Value::UInt(other)) => Some(one.cmp(other)),
        (Value::Single(one), Value::Single(other)) => one.partial_cmp(other),
        (Value::Double(one), Value::Double(other)) => one.partial_cmp(other),
        (Value::Decimal(one), Value::Decimal(other)) => Some(one.cmp(other)),
        (Value::Char(one), Value::Char(other)) => Some(one.cmp(other)),
        (Value::String(one), Value::String(other)) => Some(one.cmp(other)),
        (Value::DateTime(one), Value::DateTime(other)) => Some(one.clock.cmp(&other.clock)),
        (Value::DateTimeOffset(one), Value::DateTimeOffset(other)) => Some(one.cmp(other)),
        (Value::TimeSpan(one), Value::TimeSpan(other))
        | (Value::TimeOnly(one), Value::TimeOnly(other)) => Some(one.cmp(other)),
        (Value::DateOnly(one), Value::DateOnly(other)) => Some(one.cmp(other)),
        (Value::Enum(one), Value::Enum(other)) => Some(one.cmp(other)),
        _ => None,
    }
}
