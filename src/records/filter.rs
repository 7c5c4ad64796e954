//! One condition on a column.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::cells::{CellError, text_of};
use super::convention::Operator;
use super::like::{Pattern, Steps};
use super::order::{Key, compare};
use super::query::Column;
use crate::contract::Contract;
use crate::value::Value;

/// A condition on a column.
#[derive(Debug, Clone)]
pub struct Filter {
    column: Column,
    test: Test,
}

/// A condition, and how it goes together with those before it.
#[derive(Debug, Clone)]
pub struct Term {
    /// The condition.
    pub filter: Filter,
    /// By OR; else by AND, which binds closer.
    pub or: bool,
}

#[derive(Debug, Clone)]
enum Test {
    Compare(Operator, Value),
    Like(Pattern),
    In(BTreeSet<Key>),
    Between(Value, Value),
    Bits { all: bool, bits: i64 },
    Null(bool),
}

impl Filter {
    /// A condition on a column by an operator that takes these values.
    ///
    /// # Errors
    /// When there are too few values, or a pattern is too long.
    pub fn new(
        column: Column,
        operator: Operator,
        values: Vec<Value>,
        contract: &Contract,
    ) -> Result<Self, CellError> {
        let mut values = values.into_iter();
        let mut next = || values.next().unwrap_or(Value::Null);
        let like = |around: fn(&str) -> String, value: &Value| {
            let text = text_of(contract, &column.ty, value).unwrap_or_default();
            Ok::<_, CellError>(Test::Like(Pattern::new(&around(&text))?))
        };
        let test = match operator {
            Operator::IsNull => Test::Null(true),
            Operator::IsNotNull => Test::Null(false),
            Operator::Like => like(str::to_owned, &next())?,
            Operator::StartsWith => like(|text| format!("{text}%"), &next())?,
            Operator::EndsWith => like(|text| format!("%{text}"), &next())?,
            Operator::Contains => like(|text| format!("%{text}%"), &next())?,
            Operator::In => Test::In(values.map(Key).collect()),
            Operator::Between => match (values.next(), values.next()) {
                (Some(from), Some(to)) => Test::Between(from, to),
                // What is left of the template goes to the database (recorded).
                _ => return Err(unread_template()),
            },
            Operator::HasAll => Test::Bits { all: true, bits: bits(&next()) },
            Operator::HasAny => Test::Bits { all: false, bits: bits(&next()) },
            comparison => Test::Compare(comparison, next()),
        };
        Ok(Self { column, test })
    }

    /// The column.
    pub fn column(&self) -> &Column {
        &self.column
    }

    /// The value that the column must equal, if that is what it asks.
    pub(super) fn equal_to(&self) -> Option<&Value> {
        match &self.test {
            Test::Compare(Operator::Equal, value) => Some(value),
            _ => None,
        }
    }

    /// Whether a value passes. Nothing compares with null but the tests for it.
    pub(super) fn takes(
        &self,
        value: &Value,
        contract: &Contract,
        steps: &mut Steps,
    ) -> Result<bool, CellError> {
        if let Test::Null(wanted) = self.test {
            return Ok((*value == Value::Null) == wanted);
        }
        if *value == Value::Null {
            return Ok(false);
        }
        Ok(match &self.test {
            Test::Compare(operator, wanted) => {
                *wanted != Value::Null && holds(*operator, compare(value, wanted))
            }
            Test::Like(pattern) => match value {
                Value::String(text) => pattern.takes(text, steps)?,
                value => {
                    let text = text_of(contract, &self.column.ty, value).unwrap_or_default();
                    pattern.takes(&text, steps)?
                }
            },
            Test::In(wanted) => wanted.contains(&Key(value.clone())),
            Test::Between(from, to) => {
                compare(value, from) != Ordering::Less && compare(value, to) != Ordering::Greater
            }
            Test::Bits { all: true, bits: wanted } => bits(value) & wanted == *wanted,
            Test::Bits { all: false, bits: wanted } => bits(value) & wanted > 0,
            Test::Null(_) => false,
        })
    }
}

fn holds(operator: Operator, order: Ordering) -> bool {
    match operator {
        Operator::NotEqual => order != Ordering::Equal,
        Operator::Greater => order == Ordering::Greater,
        Operator::AtLeast => order != Ordering::Less,
        Operator::Less => order == Ordering::Less,
        Operator::AtMost => order != Ordering::Greater,
        _ => order == Ordering::Equal,
    }
}

/// The bits of a whole number; what is none has none, as in SQLite.
fn bits(value: &Value) -> i64 {
    match value {
        Value::Bool(truth) => i64::from(*truth),
        Value::Int(number) | Value::Enum(number) => *number,
        Value::UInt(number) => number.cast_signed(),
        Value::String(text) => {
            let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
            text[..end].parse().unwrap_or_default()
        }
        _ => 0,
    }
}

fn unread_template() -> CellError {
    let message = "SQLite Error 1: 'unrecognized token: \"{\"'.".to_owned();
    CellError { exception: "ArgumentException", message }
}
