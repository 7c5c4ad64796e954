//! Compared with a given value: `Equal`, `GreaterThan`, `InclusiveBetween` and their kin.

use std::cmp::Ordering;

use super::order::Comparand;
use super::placeholder::Placeholder;
use super::rule::Rule;
use crate::value::Value;

/// `Equal`. Null is equal to nothing and breaks the rule.
pub fn equal(comparand: impl Into<Comparand>) -> Rule {
    let comparand = comparand.into();
    Rule::new("Equal", "'{PropertyName}' must be equal to '{ComparisonValue}'.", move |subject| {
        match comparand.order_of(subject.value) {
            Some(Ordering::Equal) => Ok(()),
            _ => Err(vec![("ComparisonValue", comparand.placeholder())]),
        }
    })
}

/// `NotEqual`. Null keeps the rule.
pub fn not_equal(comparand: impl Into<Comparand>) -> Rule {
    let comparand = comparand.into();
    Rule::new(
        "NotEqual",
        "'{PropertyName}' must not be equal to '{ComparisonValue}'.",
        move |subject| match comparand.order_of(subject.value) {
            Some(Ordering::Equal) => Err(vec![("ComparisonValue", comparand.placeholder())]),
            _ => Ok(()),
        },
    )
}

/// `GreaterThan`. Null keeps the rule.
pub fn greater_than(comparand: impl Into<Comparand>) -> Rule {
    ordered("GreaterThan", "greater than", comparand.into(), Ordering::is_gt)
}

/// `GreaterThanOrEqual`. Null keeps the rule.
pub fn greater_than_or_equal(comparand: impl Into<Comparand>) -> Rule {
    ordered("GreaterThanOrEqual", "greater than or equal to", comparand.into(), Ordering::is_ge)
}

/// `LessThan`. Null keeps the rule.
pub fn less_than(comparand: impl Into<Comparand>) -> Rule {
    ordered("LessThan", "less than", comparand.into(), Ordering::is_lt)
}

/// `LessThanOrEqual`. Null keeps the rule.
pub fn less_than_or_equal(comparand: impl Into<Comparand>) -> Rule {
    ordered("LessThanOrEqual", "less than or equal to", comparand.into(), Ordering::is_le)
}

fn ordered(code: &str, words: &str, comparand: Comparand, keeps: fn(Ordering) -> bool) -> Rule {
    let message = format!("'{{PropertyName}}' must be {words} '{{ComparisonValue}}'.");
    Rule::new(code, &message, move |subject| {
        if *subject.value == Value::Null || comparand.order_of(subject.value).is_some_and(keeps) {
            return Ok(());
        }
        // Compared with a value, not with another member: ComparisonProperty is empty.
        Err(vec![("ComparisonValue", comparand.placeholder()), ("ComparisonProperty", "".into())])
    })
}

/// `InclusiveBetween`. Null keeps the rule.
pub fn inclusive_between(from: impl Into<Comparand>, to: impl Into<Comparand>) -> Rule {
    const MESSAGE: &str = "'{PropertyName}' must be between {From} and {To}. You entered {Value}.";
    between(
        "InclusiveBetween",
        MESSAGE,
        [from.into(), to.into()],
        [Ordering::is_ge, Ordering::is_le],
    )
}

/// `ExclusiveBetween`. Null keeps the rule.
pub fn exclusive_between(from: impl Into<Comparand>, to: impl Into<Comparand>) -> Rule {
    const MESSAGE: &str =
        "'{PropertyName}' must be between {From} and {To} (exclusive). You entered {Value}.";
    between(
        "ExclusiveBetween",
        MESSAGE,
        [from.into(), to.into()],
        [Ordering::is_gt, Ordering::is_lt],
    )
}

fn between(
    code: &str,
    message: &str,
    [from, to]: [Comparand; 2],
    keeps: [fn(Ordering) -> bool; 2],
) -> Rule {
    Rule::new(code, message, move |subject| {
        let within = [&from, &to]
            .into_iter()
            .zip(keeps)
            .all(|(end, keeps)| end.order_of(subject.value).is_some_and(keeps));
        if *subject.value == Value::Null || within {
            return Ok(());
        }
        Err(vec![
            ("From", from.placeholder()),
            ("To", to.placeholder()),
            ("Value", Placeholder::Own),
        ])
    })
}
