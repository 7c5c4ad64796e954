//! Types as a language spells them.

use std::collections::HashMap;

use crate::contract::{Contract, DtoId, ListKind, Origin, Scalar, TypeRef};

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
    /// A type parameter where it is used.
    fn parameter(&self, name: &str) -> String {
        identifier(name)
    }
    /// What a class or an enum of this name is called.
    fn type_name(&self, name: &str) -> String {
        identifier(name)
    }
    /// A word of the language, or a name that the text needs itself: no type may have it.
    fn is_taken(&self, _name: &str) -> bool {
        false
    }
    /// Types may share a name when they differ in their number of parameters.
    fn tells_arity_apart(&self) -> bool {
        false
    }
    /// Every namespace of the document becomes one of the text.
    fn has_namespaces(&self) -> bool {
        false
    }
    /// What stands for an enum that is a number on the wire, where the client reads no enum from one.
    fn number_enum(&self) -> Option<&'static str> {
        None
    }
    /// ServiceStack's own types that the language's client brings.
    fn in_client(&self) -> &'static [&'static str] {
        &[]
    }
    /// What a type of the client is called.
    fn of_client(&self, name: &str) -> String {
        name.to_owned()
    }
}

/// Spells the types of one contract.
pub(super) struct Speller<'c, W> {
    pub contract: &'c Contract,
    pub words: W,
    /// By the place of the DTO; those of closed generics are their definition's.
    names: Vec<String>,
    as_text: Vec<String>,
}

impl<'c, W: Words> Speller<'c, W> {
    /// Gives every type of the contract a name. `as_text` are types that are to be written as texts.
    pub fn new(contract: &'c Contract, words: W, as_text: &[&str]) -> Self {
        let names = type_names(contract, &words);
        Self { contract, words, names, as_text: as_text.iter().map(|name| (*name).to_owned()).collect() }
    }

    /// A type within a class that has these type parameters.
    pub fn spell(&self, ty: &TypeRef, parameters: &[String]) -> String {
        let spell = |ty: &TypeRef| self.spell(ty, parameters);
        match ty {
            TypeRef::Scalar(scalar) if self.is_text(&format!("{scalar:?}")) => {
                self.words.scalar(Scalar::String).to_owned()
            }
            TypeRef::Scalar(scalar) => self.words.scalar(*scalar).to_owned(),
            TypeRef::Nullable(inner) => self.words.nullable(spell(inner)),
            TypeRef::List(kind, item) => self.words.list(*kind, spell(item)),
            TypeRef::Dictionary(key, value) => self.words.dictionary(spell(key), spell(value)),
            TypeRef::Dto(id) if self.is_text(plain(self.contract.dto(*id))) => {
                self.words.scalar(Scalar::String).to_owned()
            }
            TypeRef::Dto(id) => self.number(*id).unwrap_or_else(|| self.dto(*id, parameters)),
            TypeRef::Unknown(name) if parameters.contains(name) => self.words.parameter(name),
            TypeRef::Unknown(_) => self.words.undefined().to_owned(),
        }
    }

    fn number(&self, id: DtoId) -> Option<String> {
        let as_number = self.contract.dto(id).enumeration().is_some_and(|enumeration| enumeration.as_number);
        self.words.number_enum().filter(|_| as_number).map(str::to_owned)
    }

    fn is_text(&self, name: &str) -> bool {
        self.as_text.iter().any(|text| text.eq_ignore_ascii_case(name))
    }

    /// A class or an enum with its arguments.
    pub fn dto(&self, id: DtoId, parameters: &[String]) -> String {
        let dto = self.contract.dto(id);
        let args: Vec<String> = match dto.definition {
            Some(_) => dto.arguments.iter().map(|arg| self.spell(arg, parameters)).collect(),
            None => {
                dto.type_name.generic_args.iter().map(|parameter| self.words.parameter(parameter)).collect()
            }
        };
        self.words.dto(self.name(id), &args)
    }

    /// What a type is called, without parameters.
    pub fn name(&self, id: DtoId) -> &str {
        &self.names[self.contract.dto(id).definition.unwrap_or(id).index()]
    }
}

/// A name for every type, no two alike. Case tells nothing apart: some languages read names without it.
fn type_names(contract: &Contract, words: &impl Words) -> Vec<String> {
    let mut scopes: HashMap<(&str, usize), Unique> = HashMap::new();
    let brought = words.in_client();
    brought.iter().for_each(|name| {
        scopes.entry(("", 0)).or_default().take((*name).to_owned());
    });
    let named = contract.dtos().map(|(_, dto)| {
        if dto.definition.is_some() {
            return String::new();
        }
        if dto.origin == Origin::BuiltIn && brought.contains(&plain(dto)) {
            return words.of_client(plain(dto));
        }
        let namespace = if words.has_namespaces() { dto.type_name.namespace.as_str() } else { "" };
        let arity = if words.tells_arity_apart() { dto.type_name.generic_args.len() } else { 0 };
        let wanted = words.type_name(plain(dto));
        let free = if words.is_taken(&wanted) { format!("{wanted}_") } else { wanted };
        scopes.entry((namespace, arity)).or_default().take(free)
    });
    named.collect()
}

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
        let free = (count + 1..).find(|number| !self.taken.contains_key(&format!("{folded}_{number}")));
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
                c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => self.escape(&mut out, c),
                c => out.push(c),
            }
        }
        out.push(self.quote);
        out
    }

    fn escape(&self, out: &mut String, c: char) {
        let number = u32::from(c);
        let escaped = if self.braces { format!("\\u{{{number:x}}}") } else { format!("\\u{number:04x}") };
        out.push_str(&escaped);
    }
}

/// A first letter in upper case.
pub(super) fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// `camelCase` of a .NET name: leading capitals go down, save one that starts the next word (`ID` → `id`,
/// `CouponType` → `couponType`, `URLPath` → `urlPath`).
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
            assert_eq!((camel_case(name).as_str(), snake_case(name).as_str()), (camel, snake), "{name}");
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
        let taken = ["Pair", "PAIR", "pair_2", "Pair", "Other"].map(|name| names.take(name.to_owned()));
        assert_eq!(taken, ["Pair", "PAIR_2", "pair_2_2", "Pair_3", "Other"]);
    }

    #[test]
    fn literals_end_where_they_should() {
        assert_eq!(quoted("a\"\\\n\u{7}"), r#""a\"\\\n\u0007""#);
        assert_eq!(DOLLAR.literal("${x}"), r#""\${x}""#);
        assert_eq!(BRACES.literal("\u{2028}"), r#""\u{2028}""#);
    }
}
