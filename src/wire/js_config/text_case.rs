//! The casing of member names (docs/wire/json.md#names).

use std::borrow::Cow;

/// How member names are cased.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TextCase {
    /// As the contract has them: a .NET Framework host.
    #[default]
    AsDeclared,
    /// `FirstName`.
    Pascal,
    /// `firstName`: a .NET Core host.
    Camel,
    /// `first_name`.
    Snake,
}

impl TextCase {
    /// A member's name in this case.
    ///
    /// ```
    /// use servicestack_emulator::wire::TextCase;
    ///
    /// assert_eq!(TextCase::Camel.member("URLPath"), "urlPath");
    /// assert_eq!(TextCase::Camel.member("ID"), "id");
    /// assert_eq!(TextCase::Snake.member("FirstName"), "first_name");
    /// ```
    pub fn member(self, name: &str) -> Cow<'_, str> {
        match self {
            Self::AsDeclared => Cow::Borrowed(name),
            Self::Pascal => first_upper(name).into(),
            Self::Camel => camel(name).into(),
            Self::Snake => snake(name).into(),
        }
    }
}

fn first_upper(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars.as_str().chars()).collect()
}

/// Lowers the leading run of capitals but for the last one before a small letter.
fn camel(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let run = chars.iter().take_while(|c| c.is_uppercase()).count();
    let lowered = if run > 1 && chars.get(run).is_some_and(|next| next.is_lowercase()) {
        run - 1
    } else {
        run
    };
    let head = chars[..lowered].iter().flat_map(|c| c.to_lowercase());
    head.chain(chars[lowered..].iter().copied()).collect()
}

/// A `_` before each capital that begins a word.
fn snake(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let mut out = String::with_capacity(name.len() + 4);
    for (at, c) in chars.iter().enumerate() {
        let after_small = at > 0 && !chars[at - 1].is_uppercase() && chars[at - 1] != '_';
        let before_small = at > 0
            && chars.get(at + 1).is_some_and(|next| next.is_lowercase())
            && chars[at - 1] != '_';
        if c.is_uppercase() && (after_small || before_small) {
            out.push('_');
        }
        out.extend(c.to_lowercase());
    }
    out
}
