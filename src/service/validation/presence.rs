//! There, or not there: `NotNull`, `Null`, `NotEmpty`, `Empty`.

use super::rule::{Rule, Subject};
use crate::value::Value;

const MUST_BE_THERE: &str = "'{PropertyName}' must not be empty.";
const MUST_BE_ABSENT: &str = "'{PropertyName}' must be empty.";

/// `NotNull`: the value is not null; an empty text is there.
pub fn not_null() -> Rule {
    Rule::plain("NotNull", MUST_BE_THERE, |subject| *subject.value != Value::Null)
}

/// `Null`: the value is null.
pub fn null() -> Rule {
    Rule::plain("Null", MUST_BE_ABSENT, |subject| *subject.value == Value::Null)
}

/// `NotEmpty`: neither null, nor white space, nor a list without items, nor its type's default (0,
/// false, Guid zero …).
pub fn not_empty() -> Rule {
    Rule::plain("NotEmpty", MUST_BE_THERE, |subject| !is_empty(subject))
}

/// `Empty`: what [`not_empty`] refuses.
pub fn empty() -> Rule {
    Rule::plain("Empty", MUST_BE_ABSENT, is_empty)
}

fn is_empty(subject: &Subject<'_>) -> bool {
    match subject.value {
        Value::Null => true,
        Value::String(text) => text.chars().all(char::is_whitespace),
        Value::Bytes(bytes) => bytes.is_empty(),
        Value::List(items) => items.is_empty(),
        Value::Dictionary(entries) => entries.is_empty(),
        Value::Object(_) => false,
        // A nullable's default is null, so 0 in an `Int32?` is there.
        scalar => *scalar == subject.contract.default_value(subject.ty),
    }
}
