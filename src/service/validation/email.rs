//! `Email`: an address as .NET Framework's `EmailAddressAttribute` takes it, which is what FluentValidation 8 asks.

use std::sync::LazyLock;

use regex::Regex;

use super::rule::Rule;
use crate::value::Value;

/// `Email`: the text is one address. Null keeps the rule.
pub fn email() -> Rule {
    Rule::plain("Email", "'{PropertyName}' is not a valid email address.", |subject| match subject.value {
        Value::String(text) => ADDRESS.is_match(text),
        _ => true,
    })
}

/// Characters beyond ASCII that .NET lets stand anywhere in an address: the basic plane without surrogates, private use
/// and non-characters.
const BEYOND_ASCII: &str = r"\u{A0}-\u{D7FF}\u{F900}-\u{FDCF}\u{FDF0}-\u{FFEF}";

static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    let u = BEYOND_ASCII;
    let atom = format!(r"[a-z\d!#$%&'*+\-/=?^_`{{|}}~{u}]+");
    let dotted = format!(r"{atom}(?:\.{atom})*");
    let quoted = quoted_name(u);
    let label = format!(r"[a-z\d{u}](?:[a-z\d\-_~{u}]*[a-z\d{u}])?");
    // The last label is letters, with at most one other sign before the last of them.
    let top = format!(r"[a-z{u}]+(?:[\d\-_~][a-z{u}])?");
    // `$` of .NET also stands before a final line feed.
    Regex::new(&format!(r"(?i)\A(?:{dotted}|{quoted})@(?:{label}\.)+{top}\n?\z"))
        .expect("the parts are constants")
});

/// `"anything, even \" and folded lines"`.
fn quoted_name(u: &str) -> String {
    let folding = r"(?:(?:[ \t]*\r\n)?[ \t]+)?";
    let plain = format!(r"[\x01-\x08\x0B\x0C\x0E-\x1F\x7F!\x23-\x5B\x5D-\x7E{u}]");
    let escaped = format!(r"\\[\x01-\x09\x0B\x0C\x0D-\x7F{u}]");
    format!(r#""(?:{folding}(?:{plain}|{escaped}))*{folding}""#)
}

#[cfg(test)]
mod tests {
    use super::ADDRESS;

    #[test]
    fn addresses_are_told_from_other_texts() {
        for good in [
            "a@b.c",
            "First.Last+tag@sub.Example.co.uk",
            "имя@почта.рф",
            "\"quoted, name\"@x.io",
            "\"a\\\"b\"@x.io",
            "a@1.com",
            "a@b-c.com\n",
            "a@b.c-d",
        ] {
            assert!(ADDRESS.is_match(good), "{good}");
        }
        for bad in [
            "", "bad", "a@b", "@b.c", "a@", "a@@b.c", "a b@c.d", ".a@b.c", "a.@b.c", "a@-b.c", "a@b.1",
            "a@b.c ", "😀@b.c",
        ] {
            assert!(!ADDRESS.is_match(bad), "{bad}");
        }
    }
}
