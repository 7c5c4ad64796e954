//! The form of a text: `RegularExpression`, `CreditCard`.

use regex::Regex;

use super::rule::Rule;
use crate::value::Value;

/// `RegularExpression`: the pattern is found in the text. Null keeps the rule.
///
/// The syntax is that of the `regex` crate, whose time is linear in the text; unlike .NET's it
/// knows no look-around. `$` also stands before a final line feed, as .NET's does.
///
/// # Errors
/// When the pattern is not of that syntax.
pub fn matches(pattern: &str) -> Result<Rule, regex::Error> {
    let regex = Regex::new(&with_dotnet_end(pattern))?;
    let pattern = pattern.to_owned();
    Ok(Rule::new(
        "RegularExpression",
        "'{PropertyName}' is not in the correct format.",
        move |subject| match subject.value {
            Value::String(text) if !regex.is_match(text) => {
                Err(vec![("RegularExpression", pattern.clone().into())])
            }
            _ => Ok(()),
        },
    ))
}

/// A pattern whose `$` stands where .NET's does. Within a class, or escaped, it is a letter like
/// others; where a flag may make it the end of a line it is left alone.
fn with_dotnet_end(pattern: &str) -> String {
    if pattern.contains("(?") {
        return pattern.to_owned();
    }
    let (mut escaped, mut in_class) = (false, false);
    let mut translated = String::with_capacity(pattern.len());
    for letter in pattern.chars() {
        match letter {
            '$' if !escaped && !in_class => translated.push_str(r"(?:\n?\z)"),
            letter => translated.push(letter),
        }
        in_class = match letter {
            '[' if !escaped => true,
            ']' if !escaped => false,
            _ => in_class,
        };
        escaped = letter == '\\' && !escaped;
    }
    translated
}

/// `CreditCard`: digits, blanks and hyphens whose Luhn sum is right. Null keeps the rule, and so
/// does an empty text.
pub fn credit_card() -> Rule {
    Rule::plain("CreditCard", "'{PropertyName}' is not a valid credit card number.", |subject| {
        match subject.value {
            Value::String(text) => luhn_sum(text).is_some_and(|sum| sum.is_multiple_of(10)),
            _ => true,
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_is_that_of_dotnet() {
        let is_match = |pattern: &str, text| {
            Regex::new(&with_dotnet_end(pattern)).expect(pattern).is_match(text)
        };
        assert!(is_match("^a+$", "aa") && is_match("^a+$", "aa\n"));
        assert!(!is_match("^a+$", "aa\n\n") && !is_match("^a+$", "aa\r\n"));
        assert!(is_match(r"^\$[$]$", "$$\n") && !is_match("^[$]$", "\n"));
    }
}
