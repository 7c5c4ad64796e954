//! Names and texts as languages spell them.

use std::collections::HashMap;

/// Names that must differ in more than case.
#[derive(Default)]
pub(super) struct Unique {
    taken: HashMap<String, usize>,
}

impl Unique {
    /// The name itself or, if it is taken, the name with a number.
    pub fn take(&mut self, wanted: String) -> String {
        let folded = wanted.to_lowercase();
        let Some(count) = self.taken.get(&folded).copied() else {
            self.taken.insert(folded, 1);
            return wanted;
        };
        let free =
            (count + 1..).find(|number| !self.taken.contains_key(&format!("{folded}_{number}")));
        let number = free.unwrap_or_default();
        self.taken.insert(folded.clone(), number);
        self.taken.insert(format!("{folded}_{number}"), 1);
        format!("{wanted}_{number}")
    }
}

/// The name, with a line below it if it is one of these.
pub(super) fn free(name: String, taken: &[&str]) -> String {
    if taken.contains(&name.as_str()) { format!("{name}_") } else { name }
}

/// A name of the document as a name of the text: letters, digits and `_`, so that no document can
/// write code.
pub(crate) fn identifier(name: &str) -> String {
    let mut text: String =
        name.chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { '_' }).collect();
    if text.chars().next().is_none_or(char::is_numeric) {
        text.insert(0, '_');
    }
    text
}

/// A namespace or module: identifiers with dots.
pub(super) fn dotted(name: &str) -> String {
    name.split('.').map(identifier).collect::<Vec<_>>().join(".")
}

/// The lines of a text by everything that any of the languages takes for the end of a line: a
/// comment must not end before its line does.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split("\r\n").flat_map(|part| part.split(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']))
}

/// How a language writes a text between quotes.
pub(super) struct Quotes {
    quote: char,
    /// `$` begins an expression.
    dollar: bool,
    /// `\u{7f}` and not `\u007f`.
    braces: bool,
}

/// As C#, TypeScript, Java, F#, Go and Python read it.
pub(super) const DOUBLE: Quotes = Quotes { quote: '"', dollar: false, braces: false };
const SINGLE: Quotes = Quotes { quote: '\'', dollar: false, braces: false };
/// As Kotlin reads it.
pub(super) const DOLLAR: Quotes = Quotes { quote: '"', dollar: true, braces: false };
/// As Dart reads it.
pub(super) const SINGLE_DOLLAR: Quotes = Quotes { quote: '\'', dollar: true, braces: false };
/// As Rust and Swift read it.
pub(super) const BRACES: Quotes = Quotes { quote: '"', dollar: false, braces: true };
/// As PHP reads it.
pub(super) const DOLLAR_BRACES: Quotes = Quotes { quote: '"', dollar: true, braces: true };

/// A literal between double quotes, as C#, TypeScript, Java and their kin read it.
pub(crate) fn quoted(text: &str) -> String {
    DOUBLE.literal(text)
}

/// A literal between single quotes.
pub(crate) fn single_quoted(text: &str) -> String {
    SINGLE.literal(text)
}

impl Quotes {
    /// A text as a literal that ends where it should, on its line.
    pub fn literal(&self, text: &str) -> String {
        let mut out = String::from(self.quote);
        for c in text.chars() {
            match c {
                '\\' => out.push_str("\\\\"),
                '\n' => out.push_str("\\n"),
                '\r' => out.push_str("\\r"),
                '\t' => out.push_str("\\t"),
                c if c == self.quote || (self.dollar && c == '$') => out.extend(['\\', c]),
                c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => {
                    self.escape(&mut out, c)
                }
                c => out.push(c),
            }
        }
        out.push(self.quote);
        out
    }

    fn escape(&self, out: &mut String, c: char) {
        let number = u32::from(c);
        let escaped =
            if self.braces { format!("\\u{{{number:x}}}") } else { format!("\\u{number:04x}") };
        out.push_str(&escaped);
    }
}

/// A first letter in upper case.
pub(super) fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// `camelCase` of a .NET name: leading capitals go down, save one that starts the next word (`ID` →
/// `id`, `CouponType` → `couponType`, `URLPath` → `urlPath`).
pub(crate) fn camel_case(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let lowered = chars.iter().enumerate().map(|(at, c)| {
        let starts_word = at > 0 && chars.get(at + 1).is_some_and(|next| !next.is_uppercase());
        let still_leading = chars[..=at].iter().all(|c| c.is_uppercase());
        if still_leading && !starts_word { c.to_ascii_lowercase() } else { *c }
    });
    lowered.collect()
}

/// `snake_case` of a .NET name (`CouponType` → `coupon_type`, `SNAp` → `sn_ap`).
pub(super) fn snake_case(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let mut out = String::new();
    for (at, c) in chars.iter().enumerate() {
        let after_small = at > 0 && !chars[at - 1].is_uppercase() && chars[at - 1] != '_';
        let before_small = at > 0 && chars.get(at + 1).is_some_and(|next| next.is_lowercase());
        if c.is_uppercase() && at > 0 && chars[at - 1] != '_' && (after_small || before_small) {
            out.push('_');
        }
        out.extend(c.to_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{BRACES, DOLLAR, Unique, camel_case, identifier, quoted, snake_case};

    #[test]
    fn names_change_their_case_word_by_word() {
        for (name, camel, snake) in [
            ("CouponType", "couponType", "coupon_type"),
            ("ID", "id", "id"),
            ("IDNumber", "idNumber", "id_number"),
            ("coupon_type", "coupon_type", "coupon_type"),
            ("validFrom_start", "validFrom_start", "valid_from_start"),
            ("A", "a", "a"),
            ("", "", ""),
        ] {
            assert_eq!(
                (camel_case(name).as_str(), snake_case(name).as_str()),
                (camel, snake),
                "{name}"
            );
        }
    }

    #[test]
    fn identifiers_hold_no_code() {
        assert_eq!(identifier("a; b()"), "a__b__");
        assert_eq!(identifier("1st"), "_1st");
        assert_eq!(identifier(""), "_");
    }

    #[test]
    fn names_differ_in_more_than_case() {
        let mut names = Unique::default();
        let taken =
            ["Pair", "PAIR", "pair_2", "Pair", "Other"].map(|name| names.take(name.to_owned()));
        assert_eq!(taken, ["Pair", "PAIR_2", "pair_2_2", "Pair_3", "Other"]);
    }

    #[test]
    fn literals_end_where_they_should() {
        assert_eq!(quoted("a\"\\\n\u{7}"), r#""a\"\\\n\u0007""#);
        assert_eq!(DOLLAR.literal("${x}"), r#""\${x}""#);
        assert_eq!(BRACES.literal("\u{2028}"), r#""\u{2028}""#);
    }
}
