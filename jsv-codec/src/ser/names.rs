//! Spelling member names (docs/wire/json.md#names).

use crate::options::MemberNames;
use crate::scalar::Dialect;
use std::borrow::Cow;

impl MemberNames {
    /// The name of a member as a writer spells it.
    ///
    /// ```
    /// use jsv_codec::{Dialect, MemberNames};
    ///
    /// assert_eq!(MemberNames::CamelCase.spell("URLPath", Dialect::Classic), "urlPath");
    /// assert_eq!(MemberNames::PascalCase.spell("iPhone", Dialect::Classic), "IPhone");
    /// assert_eq!(MemberNames::PascalCase.spell("iPhone", Dialect::Modern), "iPhone");
    /// assert_eq!(MemberNames::SnakeCase.spell("FirstName", Dialect::Modern), "first_name");
    /// ```
    #[must_use]
    pub fn spell(self, name: &str, dialect: Dialect) -> Cow<'_, str> {
        match (self, dialect) {
            (Self::Declared, _) | (Self::PascalCase, Dialect::Modern) => Cow::Borrowed(name),
            (Self::PascalCase, Dialect::Classic) => pascal(name).into(),
            (Self::CamelCase, Dialect::Classic) => camel(name).into(),
            (Self::CamelCase, Dialect::Modern) => modern_camel(name).into(),
            (Self::SnakeCase, Dialect::Classic) => snake(name).into(),
            (Self::SnakeCase, Dialect::Modern) => modern_snake(name).into(),
        }
    }
}

/// Lowers the leading capitals, except the last one before a small letter: `URLPath` is `urlPath`.
fn camel(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut leading = true;
    let lowered = letters.iter().enumerate().map(|(i, c)| {
        let ends_run = i > 0 && letters.get(i + 1).is_some_and(|next| !next.is_uppercase());
        leading &= c.is_uppercase() && !ends_run;
        if leading { c.to_lowercase().next().unwrap_or(*c) } else { *c }
    });
    lowered.collect()
}

/// Lowers the first letter and those behind it that a capital or the end follows. Only A to Z are
/// capitals.
fn modern_camel(name: &str) -> String {
    let bytes = name.as_bytes();
    let is_capital = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_uppercase);
    let goes_on = |at: &usize| *at == 0 || *at + 1 == bytes.len() || is_capital(at + 1);
    let run = (0..bytes.len()).take_while(|at| is_capital(*at) && goes_on(at)).count();
    let (head, tail) = name.split_at(run);
    head.to_ascii_lowercase() + tail
}

fn pascal(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

fn snake(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    for (i, c) in name.chars().enumerate() {
        if c.is_uppercase() && i > 0 {
            out.push('_');
        }
        out.extend(c.to_lowercase());
    }
    out
}

/// Made of the name in camelCase: `_` stands before every capital that is left, the first letter
/// included.
fn modern_snake(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    for c in modern_camel(name).chars() {
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

    #[test]
    fn spells_as_service_stack_does() {
        for (name, spelt) in
            [("Name", "name"), ("ID", "id"), ("URLPath", "urlPath"), ("IOStream", "ioStream")]
        {
            assert_eq!(camel(name), spelt);
            assert_eq!(modern_camel(name), spelt);
        }
        assert_eq!(pascal("firstName"), "FirstName");
        assert_eq!(snake("FirstName"), "first_name");
    }

    #[test]
    fn spells_as_service_stack_10_does() {
        for (name, camel, snake) in [
            ("MD5Hash", "mD5Hash", "m_d5_hash"),
            ("AB_Cd", "aB_Cd", "a_b__cd"),
            ("UserId2FA", "userId2FA", "user_id2_f_a"),
            ("\u{C4}Bc", "\u{C4}Bc", "_\u{E4}_bc"),
            ("A", "a", "a"),
            ("_x", "_x", "_x"),
        ] {
            assert_eq!(modern_camel(name), camel);
            assert_eq!(modern_snake(name), snake);
        }
        assert_eq!(MemberNames::PascalCase.spell("iPhone", Dialect::Modern), "iPhone");
    }
}
