//! Reading text as a .NET type and showing the result as JSON, as the recorder did.

use crate::json;
use crate::types::Type;
use chrono::FixedOffset;
use jsv_codec::quote;
use jsv_codec::raw::{self, RawText};
use jsv_codec::scalar::{
    self, ScalarError, bytes, character, date_only, date_time, date_time_offset, decimal, duration,
    guid, integer, json_string, time_only,
};
use jsv_codec::{Deserializer, Dialect, ErrorKind, MemberNames, Options, dictionary, list};
use serde::de::{Deserialize, DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;
use std::fmt;

/// The result of reading, as JSON text; `None` is null.
type Shown = Option<String>;

/// What the recorder would have written down.
pub fn result(of: &Type, text: &str, zone: FixedOffset, host: Host) -> String {
    let seed = Seed { of, zone, host };
    if text.is_empty() {
        return seed.default().unwrap_or_else(|| "<null>".to_owned());
    }
    let options = Options { dialect: host.dialect, ..Options::strict() };
    match seed.deserialize(Deserializer::with(text, &options)) {
        Ok(shown) => shown.unwrap_or_else(|| "<null>".to_owned()),
        Err(error) => match (error.exception(), error.kind()) {
            (Some(exception), ErrorKind::Scalar { reason, found, .. }) => {
                format!("!{exception}: {}", reason.message(host.dialect, found))
            }
            (Some(exception), _) => format!("!{exception}: {}", error.message()),
            (None, _) => error.message(),
        },
    }
}

/// Whose rules are followed, and how names are shown.
#[derive(Clone, Copy, Default)]
pub struct Host {
    pub dialect: Dialect,
    pub names: MemberNames,
}

impl Host {
    /// A member's name; one that a data contract gives stays as it is.
    pub fn name(self, of: &Type, name: &'static str) -> Cow<'static, str> {
        if of.renamed(name).is_some() { name.into() } else { self.names.spell(name) }
    }

    /// As the recording machines word it.
    fn null_reference(self) -> String {
        let end = if self.dialect == Dialect::Modern { "." } else { "" };
        format!(
            "!NullReferenceException: Object reference not set to an instance of an object{end}"
        )
    }
}

#[derive(Clone, Copy)]
struct Seed<'t> {
    of: &'t Type,
    zone: FixedOffset,
    host: Host,
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Shown;
    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Shown, D::Error> {
        if self.of.is("Nullable") {
            let raw = RawText::deserialize(deserializer)?.0;
            let nothing = quote::read(&raw).is_ok_and(|text| text.is_empty());
            let null = raw.is_empty() || (nothing && !self.of.argument(0).is("Char"));
            return if null {
                Ok(None)
            } else {
                self.inner().scalar(&raw).map_err(D::Error::custom)
            };
        }
        if let Some((rules, _)) = self.of.list() {
            return deserializer.deserialize_newtype_struct(rules, ListVisitor(self));
        }
        if self.of.is("Dictionary") && self.of.arguments.iter().all(|of| of.is("String")) {
            return deserializer
                .deserialize_newtype_struct(dictionary::STRINGS, EntriesVisitor(self));
        }
        if self.of.is("Dictionary") {
            return deserializer.deserialize_map(EntriesVisitor(self));
        }
        if self.of.is("KeyValuePair") || self.of.is("Tuple") {
            return deserializer.deserialize_map(PairVisitor(self));
        }
        if self.of.members().is_some() {
            // serde wants a name that lives for ever; a test can afford it.
            let name = match self.of.arguments.len() {
                0 => self.of.name.clone(),
                count => format!("{}`{count}", self.of.name),
            };
            return deserializer.deserialize_struct(name.leak(), &[], MembersVisitor(self));
        }
        if self.of.is("String") {
            let text = Option::<String>::deserialize(deserializer)?;
            return Ok(text.map(|text| {
                let mut out = String::new();
                json_string::write(&text, &mut out);
                out
            }));
        }
        match deserializer.deserialize_newtype_struct(raw::TOKEN, RawVisitor)? {
            // An enum is made of no text at all.
            Some(raw) if raw.is_empty() && self.of.enumeration().is_some() => {
                Err(D::Error::custom(self.host.null_reference()))
            }
            Some(raw) if raw.is_empty() && self.of.is("Boolean") => Ok(self.default()),
            Some(raw) => self.scalar(&raw).map_err(D::Error::custom),
            None => Ok(self.default()),
        }
    }
}

/// Raw text, or `None` for an element without one.
struct RawVisitor;

impl Visitor<'_> for RawVisitor {
    type Value = Option<String>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("raw text")
    }
    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(text.to_owned()))
    }
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
}

impl<'t> Seed<'t> {
    fn inner(self) -> Self {
        Self { of: self.of.argument(0), ..self }
    }

    /// The exception of a text that is none of the type.
    fn failed(self, error: &ScalarError, text: &str) -> String {
        let text = match self.of.name.as_str() {
            "DateTimeOffset" => date_time_offset::completed(text),
            _ => text.into(),
        };
        format!("!{}: {}", error.exception(), error.message(self.host.dialect, &text))
    }

    /// `default(T)`.
    fn default(self) -> Shown {
        if let Some((names, by_name)) = self.of.enumeration() {
            return Some(if by_name { format!("\"{}\"", names[0].0) } else { "0".to_owned() });
        }
        let text = match self.of.name.as_str() {
            "Byte" | "SByte" | "Int16" | "Int32" | "Int64" | "UInt16" | "UInt32" | "UInt64"
            | "Single" | "Double" | "Decimal" => "0",
            "Boolean" => "false",
            "Char" => "\"\\u0000\"",
            "TimeSpan" | "TimeOnly" => "\"PT0S\"",
            "DateOnly" => "\"0001-01-01\"",
            "Guid" => return Some(format!("\"{}\"", "0".repeat(32))),
            "DateTimeOffset" => "\"\\/Date(-62135596800000)\\/\"",
            "DateTime" => "\"\\/Date(-62135596800000-0000)\\/\"",
            "KeyValuePair" => {
                let members = self.of.members().expect("members");
                let default = |(name, of): &(&str, Type)| {
                    Seed { of, ..self }.default().map(|value| format!("\"{name}\":{value}"))
                };
                return Some(format!(
                    "{{{}}}",
                    members.iter().filter_map(default).collect::<Vec<_>>().join(",")
                ));
            }
            _ => return None,
        };
        Some(text.to_owned())
    }

    /// The scalar that a slice of text stands for.
    fn scalar(self, raw: &str) -> Result<Shown, String> {
        // Bytes tell base64 from a list by their quotes.
        if self.of.is("Array") {
            return self.show(raw).map_err(|error| self.failed(&error, raw));
        }
        let text = quote::read(raw).map_err(|error| self.failed(&error, raw))?;
        // A quoted nothing is U+200B until it becomes a string (docs/wire/jsv.md#quoting).
        let hidden = raw.starts_with('"') && text.is_empty() && self.of.is("Char");
        let text = if hidden { "\u{200B}" } else { &text };
        self.show(text).map_err(|error| self.failed(&error, text))
    }

    fn show(self, text: &str) -> Result<Shown, ScalarError> {
        let mut out = String::new();
        let dialect = self.host.dialect;
        if let Some((names, by_name)) = self.of.enumeration() {
            return enumeration(text, names, by_name).map(Some);
        }
        match self.of.name.as_str() {
            "Boolean" => out.push_str(if dialect.read_bool(text)? { "true" } else { "false" }),
            "Byte" => out.push_str(&integer::read::<u8>(text)?.to_string()),
            "SByte" => out.push_str(&integer::read::<i8>(text)?.to_string()),
            "Int16" => out.push_str(&integer::read::<i16>(text)?.to_string()),
            "Int32" => out.push_str(&integer::read::<i32>(text)?.to_string()),
            "Int64" => out.push_str(&integer::read::<i64>(text)?.to_string()),
            "UInt16" => out.push_str(&integer::read::<u16>(text)?.to_string()),
            "UInt32" => out.push_str(&integer::read::<u32>(text)?.to_string()),
            "UInt64" => out.push_str(&integer::read::<u64>(text)?.to_string()),
            "Double" => dialect.write_f64(dialect.read_f64(text)?, &mut out),
            "Single" => {
                dialect.write_f32(dialect.read_f32(text)?, &mut out);
                if dialect == Dialect::Modern && !out.contains("Infinity") {
                    out = out.replace('E', "e");
                }
            }
            "Decimal" => decimal::write(&dialect.read_decimal(text)?, &mut out),
            "Guid" => guid::write(&guid::read(text)?, &mut out),
            "TimeSpan" => duration::write(dialect.read_time_span(text)?, &mut out),
            "DateOnly" => date_only::write(date_only::read(text, self.zone)?, &mut out),
            "TimeOnly" => time_only::write(time_only::read(text)?, &mut out),
            "DateTime" => {
                json::write_date(&date_time::read(text, self.zone)?, self.zone, dialect, &mut out)
            }
            "DateTimeOffset" => {
                dialect.write_timestamp(&dialect.read_date_time_offset(text, self.zone)?, &mut out);
                out = format!("\"{}\"", out.replace('/', "\\/"));
            }
            "Char" => {
                let mut c = String::new();
                character::write(dialect.read_char(text)?, &mut c);
                json_string::write(&c, &mut out);
            }
            // An object is what its text is.
            "Object" => json_string::write(text, &mut out),
            "Array" => bytes::write(&bytes::read(text)?, &mut out),
            _ if text.is_empty() && !self.of.is("String") => return Ok(None),
            _ => json_string::write(text, &mut out),
        }
        let quoted = matches!(
            self.of.name.as_str(),
            "Guid" | "TimeSpan" | "DateOnly" | "TimeOnly" | "Array"
        );
        if quoted {
            out = format!("\"{out}\"");
        }
        Ok(Some(out))
    }
}

/// The name where the enum is no set of flags and the number has one, else the number.
fn enumeration(text: &str, names: &[(&str, i64)], by_name: bool) -> Result<String, ScalarError> {
    let named = |text: &str| {
        names.iter().find(|(name, _)| name.eq_ignore_ascii_case(text)).map(|(_, number)| *number)
    };
    let number = scalar::enumeration::read(text, named)?;
    let name = names.iter().find(|(_, n)| by_name && *n == number);
    Ok(match name {
        Some((name, _)) => format!("\"{name}\""),
        None if by_name => format!("\"{number}\""),
        None => number.to_string(),
    })
}

struct ListVisitor<'t>(Seed<'t>);

impl<'de> Visitor<'de> for ListVisitor<'_> {
    type Value = Shown;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Shown, A::Error> {
        let (rules, element) = self.0.of.list().expect("a list");
        let bare = rules == list::INTEGERS;
        let seed =
            Element { seed: Seed { of: element, ..self.0 }, bare, plain: self.has_plain_strings() };
        let null = element.null_among_others();
        let mut shown: Vec<String> = Vec::new();
        while let Some(read) = access.next_element_seed(seed)? {
            // Two instances are never the same.
            let known = read.as_ref().map_or(shown.iter().any(|shown| shown == null), |read| {
                element.is_value() && shown.contains(read)
            });
            if self.0.of.is("HashSet") && known {
                continue;
            }
            shown.push(read.unwrap_or_else(|| null.to_owned()));
        }
        if element.list().is_some_and(|(_, of)| of.is("String"))
            && shown.iter().any(|shown| shown == "null")
        {
            return Err(A::Error::custom(self.0.host.null_reference()));
        }
        if self.0.of.is("Stack") {
            shown.reverse();
        }
        Ok(Some(format!("[{}]", shown.join(","))))
    }
}

impl ListVisitor<'_> {
    /// Modern sets and `ICollection`s of strings take their items without the reader of strings.
    fn has_plain_strings(&self) -> bool {
        let of = self.0.of;
        self.0.host.dialect == Dialect::Modern
            && (of.is("HashSet") || of.is("ICollection"))
            && of.argument(0).is("String")
    }
}

/// An element; of a `List<int>` it is parsed with its quotes.
#[derive(Clone, Copy)]
struct Element<'t> {
    seed: Seed<'t>,
    bare: bool,
    /// Nothing is the empty string and `""` a zero-width space.
    plain: bool,
}

impl<'de> DeserializeSeed<'de> for Element<'_> {
    type Value = Shown;
    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Shown, D::Error> {
        if self.plain {
            return Ok(deserializer.deserialize_newtype_struct(raw::TOKEN, RawVisitor)?.map(
                |raw| {
                    let text = if raw == "\"\"" { "\u{200B}".into() } else { quote::unquote(&raw) };
                    let mut out = String::new();
                    json_string::write(&text, &mut out);
                    out
                },
            ));
        }
        if self.bare {
            let raw = RawText::deserialize(deserializer)?.0;
            let failed = |error| D::Error::custom(self.seed.failed(&error, &raw));
            return self.seed.show(&raw).map_err(failed);
        }
        if self.seed.default().is_none() {
            return deserializer.deserialize_option(Nullable(self.seed));
        }
        self.seed.deserialize(deserializer)
    }
}

/// An object that may be missing.
struct Nullable<'t>(Seed<'t>);

impl<'de> Visitor<'de> for Nullable<'_> {
    type Value = Shown;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }
    fn visit_none<E>(self) -> Result<Shown, E> {
        Ok(None)
    }
    fn visit_some<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Shown, D::Error> {
        self.0.deserialize(deserializer)
    }
}

/// A KeyValuePair knows no other members than its own, and a Tuple counts them by what stands
/// behind four characters. Neither swallows a value that does not convert.
struct PairVisitor<'t>(Seed<'t>);

impl<'de> Visitor<'de> for PairVisitor<'_> {
    type Value = Shown;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a pair")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Shown, A::Error> {
        let members = self.0.of.members().expect("members");
        let seed = |of| Seed { of, ..self.0 };
        let mut values: Vec<Shown> = members.iter().map(|(_, of)| seed(of).default()).collect();
        // Modern names may stand in quotes.
        let next = |access: &mut A| match self.0.host.dialect {
            Dialect::Classic => Ok(access.next_key::<RawText>()?.map(|name| name.0.into_owned())),
            Dialect::Modern => access.next_key::<String>(),
        };
        while let Some(name) = next(&mut access)? {
            let at = self.place(&name).map_err(A::Error::custom)?;
            values[at] = access.next_value_seed(Element {
                seed: seed(&members[at].1),
                bare: false,
                plain: false,
            })?;
        }
        let shown = members.iter().zip(values).filter_map(|((name, _), v)| {
            v.map(|v| format!("\"{}\":{v}", self.0.host.name(self.0.of, name)))
        });
        Ok(Some(format!("{{{}}}", shown.collect::<Vec<_>>().join(","))))
    }
}

impl PairVisitor<'_> {
    fn place(&self, name: &str) -> Result<usize, String> {
        if self.0.of.is("KeyValuePair") {
            let known = ["Key", "Value"].iter().position(|known| known.eq_ignore_ascii_case(name));
            return known.ok_or_else(|| {
                format!("!SerializationException: Incorrect KeyValuePair property: {name}")
            });
        }
        let units: Vec<u16> = name.encode_utf16().collect();
        let failed = |error| self.0.failed(&error, name);
        let number = units.get(4..).ok_or_else(|| failed(ScalarError::Alone))?;
        let number: i32 = integer::read(&String::from_utf16_lossy(number)).map_err(failed)?;
        match number {
            1 | 2 => Ok(usize::from(number == 2)),
            _ => {
                Err("!IndexOutOfRangeException: Index was outside the bounds of the array."
                    .to_owned())
            }
        }
    }
}

struct EntriesVisitor<'t>(Seed<'t>);

impl<'de> Visitor<'de> for EntriesVisitor<'_> {
    type Value = Shown;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a dictionary")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Shown, A::Error> {
        let (key_of, of) = (self.0.of.argument(0), self.0.of.argument(1));
        let mut entries: Vec<(String, Shown)> = Vec::new();
        while let Some(key) = access.next_key::<String>()? {
            let seed = Seed { of: key_of, ..self.0 };
            let failed = |error| A::Error::custom(seed.failed(&error, &key));
            let key = seed.show(&key).map_err(failed)?;
            let key = key.unwrap_or_default();
            let key = if key.starts_with('"') { key } else { format!("\"{key}\"") };
            let value = access.next_value_seed(Element {
                seed: Seed { of, ..self.0 },
                bare: false,
                plain: false,
            })?;
            match entries.iter_mut().find(|(k, _)| *k == key) {
                Some(entry) => entry.1 = value,
                None => entries.push((key, value)),
            }
        }
        let shown = entries
            .into_iter()
            .filter_map(|(k, v)| v.map(|v| format!("{k}:{v}")))
            .collect::<Vec<_>>();
        Ok(Some(format!("{{{}}}", shown.join(","))))
    }
}

struct MembersVisitor<'t>(Seed<'t>);

impl<'de> Visitor<'de> for MembersVisitor<'_> {
    type Value = Shown;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }
    /// A member that fails keeps its default.
    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Shown, A::Error> {
        let members = self.0.of.members().expect("members");
        let seed = |of| Seed { of, ..self.0 };
        let mut values: Vec<Shown> = members.iter().map(|(_, of)| seed(of).default()).collect();
        let (mut hinted, mut instance) = (false, false);
        while let Some(name) = access.next_key::<String>()? {
            if name.eq_ignore_ascii_case("__type") {
                hinted |= access.next_value::<RawText>()?.0.len() > 1;
                continue;
            }
            instance = true;
            match members.iter().position(|(member, _)| member.eq_ignore_ascii_case(&name)) {
                Some(at) => {
                    let of = &members[at].1;
                    // A member that fails, or that has no text, keeps what it had.
                    if let Ok(Some(value)) = access.next_value_seed(Member(seed(of))) {
                        values[at] = value;
                    }
                }
                None => drop(access.next_value::<serde::de::IgnoredAny>()?),
            }
        }
        // Nothing but the name of a type makes no instance.
        if hinted && !instance {
            return Ok(None);
        }
        let shown = members.iter().zip(values).filter_map(|((name, _), v)| {
            v.map(|v| format!("\"{}\":{v}", self.0.host.name(self.0.of, name)))
        });
        Ok(Some(format!("{{{}}}", shown.collect::<Vec<_>>().join(","))))
    }
}

/// A member: nothing behind the colon is null or the default.
struct Member<'t>(Seed<'t>);

impl<'de> DeserializeSeed<'de> for Member<'_> {
    type Value = Option<Shown>;
    fn deserialize<D: serde::Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de> Visitor<'de> for Member<'_> {
    type Value = Option<Shown>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member")
    }
    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(self.0.default().is_none().then_some(None))
    }
    fn visit_some<D: serde::Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Self::Value, D::Error> {
        self.0.deserialize(deserializer).map(Some)
    }
}
