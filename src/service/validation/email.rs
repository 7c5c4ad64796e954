//! `Email`: an address as FluentValidation of 5.9.1 takes it.

use super::rule::Rule;
use crate::value::Value;

/// `Email`: the text has one `@`, which is neither first nor last (recorded: `a@b` and `a b@c`
/// pass). Null keeps the rule.
pub fn email() -> Rule {
    Rule::plain("Email", "'{PropertyName}' is not a valid email address.", |subject| match subject
        .value
    {
        Value::String(text) => is_address(text),
        _ => true,
    })
}

fn is_address(text: &str) -> bool {
    matches!(text.split_once('@'), Some((name, host)) if !name.is_empty() && !host.is_empty() && !host.contains('@'))
}

#[cfg(test)]
mod tests {
    use super::is_address;

    #[test]
    fn an_address_has_one_sign_within() {
        for good in
            ["a@b", "a b@c", " @ ", ".@.", "First.Last+tag@sub.Example.co.uk", "имя@почта.рф"]
        {
            assert!(is_address(good), "{good}");
        }
        for bad in ["", "a", "@", "@b", "a@", "a@@b", "a@b@c"] {
            assert!(!is_address(bad), "{bad}");
        }
    }
}
