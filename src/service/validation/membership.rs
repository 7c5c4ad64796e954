//! One of a set, or whatever the host demands: `Enum`, `Predicate`.

use super::clr_text::enumeration;
use super::condition::{Condition, Scope};
use super::rule::Rule;
use crate::contract::Enumeration;
use crate::value::Value;

/// `Enum`: the number is one of the enum's members, or a union of `[Flags]`. Null keeps the rule.
pub fn is_in_enum() -> Rule {
    const MESSAGE: &str =
        "'{PropertyName}' has a range of values which does not include '{PropertyValue}'.";
    Rule::plain("Enum", MESSAGE, |subject| {
        match (subject.value, enumeration(subject.ty, subject.contract)) {
            (Value::Enum(number), Some(members)) => is_defined(members, *number),
            _ => true,
        }
    })
}

/// `StringEnum`: the text is one of these names. Null keeps the rule.
pub fn is_enum_name(names: &[&str]) -> Rule {
    const MESSAGE: &str =
        "'{PropertyName}' has a range of values which does not include '{PropertyValue}'.";
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    Rule::plain("StringEnum", MESSAGE, move |subject| match subject.value {
        Value::String(text) => names.contains(text),
        _ => true,
    })
}

fn is_defined(enumeration: &Enumeration, number: i64) -> bool {
    let numbers = || enumeration.members.iter().map(|member| member.number);
    let union = numbers().fold(0, |union, flag| union | flag);
    numbers().any(|member| member == number)
        || (enumeration.as_number && number != 0 && number & !union == 0)
}

/// `ScriptCondition`: a condition of an attribute or a file, which sees null too.
pub fn when(condition: Condition) -> Rule {
    let message = "The specified condition was not met for '{PropertyName}'.";
    Rule::plain("ScriptCondition", message, move |subject| {
        condition.holds(Scope { it: subject.value, dto: subject.dto })
    })
}

/// `Predicate`: the host's own test, which sees null too.
pub fn must(test: impl Fn(&Value) -> bool + Send + Sync + 'static) -> Rule {
    Rule::plain(
        "Predicate",
        "The specified condition was not met for '{PropertyName}'.",
        move |subject| test(subject.value),
    )
}
