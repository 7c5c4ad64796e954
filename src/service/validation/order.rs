//! How values compare with what a rule was given.

use std::cmp::Ordering;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::placeholder::Placeholder;
use crate::value::Value;

/// What a rule compares a member with: made from an integer, a decimal, a float or a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparand {
    value: Value,
    /// Whether texts are the same in any case.
    any_case: bool,
}

impl Comparand {
    /// The same, for which texts that differ in case alone are the same.
    #[must_use]
    pub fn in_any_case(self) -> Self {
        Self { any_case: true, ..self }
    }

    /// The comparand as messages and Meta show it.
    pub(super) fn placeholder(&self) -> Placeholder {
        Placeholder::Given(self.value.clone())
    }

    /// How a member's value stands to this one; `None` when they are of different kinds, and for
    /// null.
    pub(super) fn order_of(&self, value: &Value) -> Option<Ordering> {
        match (value, &self.value) {
            (Value::String(left), Value::String(right)) if self.any_case => {
                Some(left.to_uppercase().cmp(&right.to_uppercase()))
            }
            (Value::String(left), Value::String(right)) => Some(left.cmp(right)),
            (Value::Bool(left), Value::Bool(right)) => Some(left.cmp(right)),
            (Value::DateTime(left), Value::DateTime(right)) => Some(left.clock.cmp(&right.clock)),
            (Value::DateTimeOffset(left), Value::DateTimeOffset(right)) => Some(left.cmp(right)),
            (Value::TimeSpan(left), Value::TimeSpan(right))
            | (Value::TimeOnly(left), Value::TimeOnly(right)) => Some(left.cmp(right)),
            (Value::DateOnly(left), Value::DateOnly(right)) => Some(left.cmp(right)),
            (Value::Guid(left), Value::Guid(right)) => Some(left.cmp(right)),
            (left, right) => match (exact(left), exact(right)) {
                (Some(left), Some(right)) => Some(left.cmp(&right)),
                _ => floating(left)?.partial_cmp(&floating(right)?),
            },
        }
    }
}

fn exact(value: &Value) -> Option<Decimal> {
    match value {
        Value::Int(number) | Value::Enum(number) => Some(Decimal::from(*number)),
        Value::UInt(number) => Some(Decimal::from(*number)),
        Value::Decimal(number) => Some(*number),
        _ => None,
    }
}

fn floating(value: &Value) -> Option<f64> {
    match value {
        Value::Single(number) => Some(f64::from(*number)),
        Value::Double(number) => Some(*number),
        other => exact(other)?.to_f64(),
    }
}

impl From<Value> for Comparand {
    fn from(value: Value) -> Self {
        Self { value, any_case: false }
    }
}

impl From<i32> for Comparand {
    fn from(number: i32) -> Self {
        Self::from(Value::Int(number.into()))
    }
}

impl From<i64> for Comparand {
    fn from(number: i64) -> Self {
        Self::from(Value::Int(number))
    }
}

impl From<f64> for Comparand {
    fn from(number: f64) -> Self {
        Self::from(Value::Double(number))
    }
}

impl From<Decimal> for Comparand {
    fn from(number: Decimal) -> Self {
        Self::from(Value::Decimal(number))
    }
}

impl From<&str> for Comparand {
    fn from(text: &str) -> Self {
        Self::from(Value::String(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_all_types_compare_by_value() {
        let seven = Comparand::from(7);
        for value in [
            Value::Int(7),
            Value::UInt(7),
            Value::Single(7.0),
            Value::Double(7.0),
            Value::Decimal("7.00".parse().unwrap()),
        ] {
            assert_eq!(seven.order_of(&value), Some(Ordering::Equal), "{value:?}");
        }
        assert_eq!(seven.order_of(&Value::Double(f64::NAN)), None);
        assert_eq!(seven.order_of(&Value::String("7".to_owned())), None);
        assert_eq!(seven.order_of(&Value::Null), None);
    }
}
