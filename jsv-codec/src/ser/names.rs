//! Spelling member names (docs/wire/json.md#names).

use crate::options::MemberNames;
use std::borrow::Cow;

impl MemberNames {
    /// The name of a member as a writer spells it. Only A to Z are capitals.
    ///
    /// ```
    /// use jsv_codec::MemberNames;
    ///
    /// assert_eq!(MemberNames::CamelCase.spell("URLPath"), "urlPath");
    /// assert_eq!(MemberNames::PascalCase.spell("iPhone"), "iPhone");
    /// assert_eq!(MemberNames::SnakeCase.spell("FirstName"), "first_name");
    /// ```
    #[must_use]
    #[inline]
    pub fn spell(self, name: &str) -> Cow<'_, str> {
        match self {
            Self::Declared | Self::PascalCase => Cow::Borrowed(name),
            Self::CamelCase => camel(name).into(),
            Self::SnakeCase => snake(name).into(),
        }
    }
}

/// Lowers the first letter and those behind it that a capital or the end follows.
fn camel(name: &str) -> String {
    let bytes = name.as_bytes();
    let is_capital = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_uppercase);
    let goes_on = |at: &usize| *at == 0 || *at + 1 == bytes.len() || is_capital(at + 1);
    let run = (0..bytes.len()).take_while(|at| is_capital(*at) && goes_on(at)).count();
    let (head, tail) = name.split_at(run);
    head.to_ascii_lowercase() + tail
}

/// Made of the name in camelCase: `_` stands before every capital that is left, of any alphabet,
/// the first letter included.
fn snake(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    for c in camel(name).chars() {
        if c.is_uppercase() {
            out.push('_');
        }
        out.extend(c.to_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Recorded of 10.1.5; the names that 5.9.1 was recorded with follow the same rule.
    #[test]
    fn spells_as_service_stack_does() {
        for (name, spelt, with_underscores) in [
            ("Name", "name", "name"),
            ("ID", "id", "id"),
            ("URLPath", "urlPath", "url_path"),
            ("NDate", "nDate", "n_date"),
            ("SCountAdditive", "sCountAdditive", "s_count_additive"),
            ("MD5Hash", "mD5Hash", "m_d5_hash"),
            ("AB_Cd", "aB_Cd", "a_b__cd"),
            ("UserId2FA", "userId2FA", "user_id2_f_a"),
            ("\u{C4}Bc", "\u{C4}Bc", "_\u{E4}_bc"),
            ("A", "a", "a"),
            ("_x", "_x", "_x"),
            ("", "", ""),
        ] {
            assert_eq!(MemberNames::CamelCase.spell(name), spelt);
            assert_eq!(MemberNames::SnakeCase.spell(name), with_underscores);
            assert_eq!(MemberNames::PascalCase.spell(name), name);
        }
    }
}
