//! Types as a language spells them.

use crate::contract::{Contract, DtoId, ListKind, Scalar, TypeRef};

use super::selection::plain;

/// The words of a language for the types of .NET.
pub(super) trait Words {
    fn scalar(&self, scalar: Scalar) -> &'static str;
    fn nullable(&self, inner: String) -> String;
    fn list(&self, kind: ListKind, item: String) -> String;
    fn dictionary(&self, key: String, value: String) -> String;
    /// A type that the document names and never defines: its values are texts.
    fn undefined(&self) -> &'static str;
    /// A class or an enum, with its arguments if it is generic.
    fn dto(&self, name: &str, args: &[String]) -> String {
        if args.is_empty() { name.to_owned() } else { format!("{name}<{}>", args.join(", ")) }
    }
}

/// Spells the types of one contract.
pub(super) struct Speller<'c, W> {
    pub contract: &'c Contract,
    pub words: W,
}

impl<W: Words> Speller<'_, W> {
    /// A type within a class that has these type parameters.
    pub fn spell(&self, ty: &TypeRef, parameters: &[String]) -> String {
        let spell = |ty: &TypeRef| self.spell(ty, parameters);
        match ty {
            TypeRef::Scalar(scalar) => self.words.scalar(*scalar).to_owned(),
            TypeRef::Nullable(inner) => self.words.nullable(spell(inner)),
            TypeRef::List(kind, item) => self.words.list(*kind, spell(item)),
            TypeRef::Dictionary(key, value) => self.words.dictionary(spell(key), spell(value)),
            TypeRef::Dto(id) => self.dto(*id, parameters),
            TypeRef::Unknown(name) if parameters.contains(name) => identifier(name),
            TypeRef::Unknown(_) => self.words.undefined().to_owned(),
        }
    }

    fn dto(&self, id: DtoId, parameters: &[String]) -> String {
        let dto = self.contract.dto(id);
        let args: Vec<String> = match dto.definition {
            Some(_) => dto.arguments.iter().map(|arg| self.spell(arg, parameters)).collect(),
            None => dto.type_name.generic_args.iter().map(|parameter| identifier(parameter)).collect(),
        };
        self.words.dto(&identifier(plain(dto)), &args)
    }
}

/// A name of the document as a name of the text: letters, digits and `_`, so that no document can write code.
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

/// The lines of a text by everything that any of the languages takes for the end of a line: a comment must not end
/// before its line does.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split("\r\n").flat_map(|part| part.split(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']))
}

/// A literal between double quotes, as C#, TypeScript, Java and their kin read it.
pub(crate) fn quoted(text: &str) -> String {
    literal(text, '"')
}

/// A literal between single quotes.
pub(crate) fn single_quoted(text: &str) -> String {
    literal(text, '\'')
}

fn literal(text: &str, quote: char) -> String {
    let mut out = String::from(quote);
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c == quote => out.extend(['\\', c]),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out.push(quote);
    out
}

/// `camelCase` of a .NET name: leading capitals go down, save one that starts the next word (`ID` → `id`,
/// `CouponType` → `couponType`, `URLPath` → `urlPath`).
pub(super) fn camel_case(name: &str) -> String {
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
    use super::{camel_case, identifier, snake_case};

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
            assert_eq!((camel_case(name).as_str(), snake_case(name).as_str()), (camel, snake), "{name}");
        }
    }

    #[test]
    fn identifiers_hold_no_code() {
        assert_eq!(identifier("a; b()"), "a__b__");
        assert_eq!(identifier("1st"), "_1st");
        assert_eq!(identifier(""), "_");
    }
}
