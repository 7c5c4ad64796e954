//! Aggregates over the rows of a question.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::cells::text_of;
use super::order::{Key, as_f64, compare};
use super::query::{Column, Matches};
use crate::contract::Contract;
use crate::value::Value;

/// A function of SQL over all rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// How many.
    Count,
    /// The least.
    Min,
    /// The greatest.
    Max,
    /// The sum.
    Sum,
    /// The mean.
    Avg,
    /// That of the first row.
    First,
    /// That of the last row.
    Last,
}

impl Function {
    /// The function of this name, in any case.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "count" => Self::Count,
            "min" => Self::Min,
            "max" => Self::Max,
            "sum" => Self::Sum,
            "avg" => Self::Avg,
            "first" => Self::First,
            "last" => Self::Last,
            _ => return None,
        })
    }
}

/// What is asked of all rows.
#[derive(Debug, Clone)]
pub struct Aggregate {
    /// The function.
    pub function: Function,
    /// Of which column; `None` is `*`.
    pub column: Option<Column>,
    /// Of different values alone.
    pub is_distinct: bool,
}

impl Aggregate {
    /// Its value as the text that a database has for it; none for null.
    pub fn of(&self, matches: &Matches, contract: &Contract) -> Option<String> {
        let Some(column) = &self.column else { return Some(matches.rows.len().to_string()) };
        let values = matches.rows.iter().map(|found| found.value(column));
        let mut values: Vec<&Value> = values.filter(|value| **value != Value::Null).collect();
        if self.is_distinct {
            let mut met = BTreeSet::new();
            values.retain(|value| met.insert(Key((*value).clone())));
        }
        let shown = |value: Option<&&Value>| text_of(contract, &column.ty, value?);
        match self.function {
            Function::Count => Some(values.len().to_string()),
            Function::Min => shown(values.iter().min_by(|one, other| compare(one, other))),
            Function::Max => shown(values.iter().max_by(|one, other| compare(one, other))),
            Function::First => shown(values.first()),
            Function::Last => shown(values.last()),
            Function::Sum if values.is_empty() => None,
            Function::Sum => Some(sum(&values)),
            Function::Avg if values.is_empty() => None,
            Function::Avg => {
                let sum: f64 = values.iter().map(|value| as_f64(value).unwrap_or_default()).sum();
                Some((sum / values.len() as f64).to_string())
            }
        }
    }
}

/// Exact where the numbers are.
fn sum(values: &[&Value]) -> String {
    let exact = |value: &&Value| match value {
        Value::Int(number) | Value::Enum(number) => Some(Decimal::from(*number)),
        Value::UInt(number) => Some(Decimal::from(*number)),
        Value::Bool(truth) => Some(Decimal::from(u8::from(*truth))),
        Value::Decimal(number) => Some(*number),
        _ => None,
    };
    let added = |sum: Decimal, value: &&Value| sum.checked_add(exact(value)?);
    match values.iter().try_fold(Decimal::ZERO, added) {
        Some(sum) => sum.normalize().to_string(),
        None => {
            values.iter().map(|value| as_f64(value).unwrap_or_default()).sum::<f64>().to_string()
        }
    }
}
