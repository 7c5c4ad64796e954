//! Conditions as ServiceStack's scripts write them: `it == null || it.isOdd()`, `dto.A < 10`.
//!
//! `dto` is the object, `it` the member's value. Members are found in any case, and looked for when
//! the condition is read.

mod parse;

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::order::Comparand;
use crate::contract::TypeRef;
use crate::value::{Object, Value};

/// A condition, ready to be asked.
#[derive(Debug, Clone)]
pub struct Condition(Expression);

/// A part of a condition.
#[derive(Debug, Clone)]
enum Expression {
    Constant(Value),
    It,
    Dto,
    Member(Box<Expression>, usize, TypeRef),
    Not(Box<Expression>),
    Negative(Box<Expression>),
    Binary(Operator, Box<[Expression; 2]>),
    Choice(Box<[Expression; 3]>),
    Call(Function, Vec<Expression>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Or,
    And,
    Else,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Plus,
    Minus,
    Times,
    Divide,
    Rest,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Function {
    IsOdd,
    IsEven,
    IsNull,
    IsNotNull,
    IsEmpty,
    IsNotEmpty,
    Length,
    Lower,
    Upper,
    Trim,
    StartsWith,
    EndsWith,
    Contains,
}

/// What a condition is asked of.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    pub it: &'a Value,
    pub dto: &'a Object,
}

impl Condition {
    /// Whether it holds.
    pub(super) fn holds(&self, scope: Scope<'_>) -> bool {
        is_true(&self.0.value(scope))
    }
}

impl Expression {
    fn value(&self, scope: Scope<'_>) -> Value {
        let inner = |expression: &Self| expression.value(scope);
        match self {
            Self::Constant(value) => value.clone(),
            Self::It => scope.it.clone(),
            Self::Dto => Value::Object(scope.dto.clone()),
            Self::Member(of, place, _) => match &**of {
                Self::Dto => scope.dto.members.get(*place).cloned().unwrap_or_default(),
                of => match inner(of) {
                    Value::Object(mut object) if *place < object.members.len() => {
                        object.members.swap_remove(*place)
                    }
                    _ => Value::Null,
                },
            },
            Self::Not(of) => Value::Bool(!is_true(&inner(of))),
            Self::Negative(of) => {
                number(&inner(of)).map_or(Value::Null, |number| Value::Decimal(-number))
            }
            Self::Choice(parts) => {
                let [condition, yes, no] = &**parts;
                if is_true(&inner(condition)) { inner(yes) } else { inner(no) }
            }
            Self::Binary(operator, sides) => operator.of(&sides[0], &sides[1], scope),
            Self::Call(function, args) => function.of(&args.iter().map(inner).collect::<Vec<_>>()),
        }
    }
}

impl Operator {
    fn of(self, left: &Expression, right: &Expression, scope: Scope<'_>) -> Value {
        let left = left.value(scope);
        match self {
            Self::Or if is_true(&left) => return left,
            Self::And if !is_true(&left) => return left,
            Self::Else if left != Value::Null => return left,
            Self::Or | Self::And | Self::Else => return right.value(scope),
            _ => {}
        }
        let right = right.value(scope);
        let ordered = |is: fn(Ordering) -> bool| Value::Bool(order(&left, &right).is_some_and(is));
        match self {
            Self::Equal => Value::Bool(is_equal(&left, &right)),
            Self::NotEqual => Value::Bool(!is_equal(&left, &right)),
            Self::Less => ordered(Ordering::is_lt),
            Self::LessOrEqual => ordered(Ordering::is_le),
            Self::Greater => ordered(Ordering::is_gt),
            Self::GreaterOrEqual => ordered(Ordering::is_ge),
            Self::Plus => match (&left, &right) {
                (Value::String(left), Value::String(right)) => {
                    Value::String(format!("{left}{right}"))
                }
                _ => computed(&left, &right, Decimal::checked_add),
            },
            Self::Minus => computed(&left, &right, Decimal::checked_sub),
            Self::Times => computed(&left, &right, Decimal::checked_mul),
            Self::Divide => computed(&left, &right, Decimal::checked_div),
            Self::Rest => computed(&left, &right, Decimal::checked_rem),
            Self::Or | Self::And | Self::Else => Value::Null,
        }
    }
}

impl Function {
    fn of(self, args: &[Value]) -> Value {
        let first = args.first().unwrap_or(&Value::Null);
        let text = |place: usize| match args.get(place) {
            Some(Value::String(text)) => text.as_str(),
            _ => "",
        };
        let rest = |wanted: i64| {
            let rest = number(first).and_then(|number| number.checked_rem(Decimal::TWO));
            Value::Bool(rest.is_some_and(|rest| rest.abs() == Decimal::from(wanted)))
        };
        match self {
            Self::IsOdd => rest(1),
            Self::IsEven => rest(0),
            Self::IsNull => Value::Bool(*first == Value::Null),
            Self::IsNotNull => Value::Bool(*first != Value::Null),
            Self::IsEmpty => Value::Bool(length(first) == 0),
            Self::IsNotEmpty => Value::Bool(length(first) > 0),
            Self::Length => Value::Int(i64::try_from(length(first)).unwrap_or(i64::MAX)),
            Self::Lower => Value::String(text(0).to_lowercase()),
            Self::Upper => Value::String(text(0).to_uppercase()),
            Self::Trim => Value::String(text(0).trim().to_owned()),
            Self::StartsWith => Value::Bool(text(0).starts_with(text(1))),
            Self::EndsWith => Value::Bool(text(0).ends_with(text(1))),
            Self::Contains => Value::Bool(match (first, args.get(1)) {
                (Value::List(items), Some(wanted)) => {
                    items.iter().any(|item| is_equal(item, wanted))
                }
                _ => text(0).contains(text(1)),
            }),
        }
    }
}

/// Null, false, 0 and the empty text are not true.
fn is_true(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(truth) => *truth,
        Value::String(text) => !text.is_empty(),
        value => number(value).is_none_or(|number| !number.is_zero()),
    }
}

fn is_equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Null, Value::Null) => true,
        (Value::Null, _) | (_, Value::Null) => false,
        _ => order(left, right) == Some(Ordering::Equal) || left == right,
    }
}

fn order(left: &Value, right: &Value) -> Option<Ordering> {
    Comparand::from(right.clone()).order_of(left)
}

fn number(value: &Value) -> Option<Decimal> {
    match value {
        Value::Int(number) | Value::Enum(number) => Some(Decimal::from(*number)),
        Value::UInt(number) => Some(Decimal::from(*number)),
        Value::Decimal(number) => Some(*number),
        Value::Single(number) => Decimal::try_from(*number).ok(),
        Value::Double(number) => Decimal::try_from(*number).ok(),
        _ => None,
    }
}

/// What does not fit into a number is null.
fn computed(
    left: &Value,
    right: &Value,
    compute: fn(Decimal, Decimal) -> Option<Decimal>,
) -> Value {
    let result = number(left).zip(number(right)).and_then(|(left, right)| compute(left, right));
    result.map_or(Value::Null, Value::Decimal)
}

/// Of a text in UTF-16 units, of a list in items.
fn length(value: &Value) -> usize {
    match value {
        Value::String(text) => text.encode_utf16().count(),
        Value::List(items) => items.len(),
        Value::Dictionary(entries) => entries.len(),
        Value::Bytes(bytes) => bytes.len(),
        Value::Null => 0,
        _ => 1,
    }
}
