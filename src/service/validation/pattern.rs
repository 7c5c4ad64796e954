//! The form of a text: `RegularExpression`, `CreditCard`.

use regex::Regex;

use super::rule::Rule;
use crate::value::Value;

/// `RegularExpression`: the pattern is found in the text. Null keeps the rule.
///
/// The syntax is that of the `regex` crate, whose time is linear in the text; unlike .NET's, its `$` does not stand
/// before a final line feed, and it knows no look-around.
///
/// # Errors
/// When the pattern is not of that syntax.
pub fn matches(pattern: &str) -> Result<Rule, regex::Error> {
    let regex = Regex::new(pattern)?;
    Ok(Rule::new("RegularExpression", "'{PropertyName}' is not in the correct format.", move |subject| {
        match subject.value {
            Value::String(text) if !regex.is_match(text) => {
                Err(vec![("RegularExpression", regex.as_str().to_owned())])
            }
            _ => Ok(()),
        }
    }))
}

/// `CreditCard`: digits, blanks and hyphens whose Luhn sum is right. Null keeps the rule, and so does an empty text.
pub fn credit_card() -> Rule {
    Rule::plain("CreditCard", "'{PropertyName}' is not a valid credit card number.", |subject| match subject
        .value
    {
        Value::String(text) => luhn_sum(text).is_some_and(|sum| sum.is_multiple_of(10)),
        _ => true,
    })
}

/// Every second digit from the right counts twice; `None` when something is no digit.
fn luhn_sum(text: &str) -> Option<u32> {
    let digits = text.chars().rev().filter(|letter| !matches!(letter, ' ' | '-'));
    digits.enumerate().try_fold(0_u32, |sum, (place, letter)| {
        let digit = letter.to_digit(10)?;
        let counted = if place % 2 == 0 { digit } else { digit * 2 };
        sum.checked_add(counted / 10 + counted % 10)
    })
}
