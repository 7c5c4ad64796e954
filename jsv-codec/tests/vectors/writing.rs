//! Writing the value of a recording, which is taken from its JSON.

use crate::exact::Exact;
use crate::json::Json;
use crate::types::Type;
use jsv_codec::raw::RawText;
use jsv_codec::scalar::{bytes, character, date_time, date_time_offset, decimal, duration, guid};
use jsv_codec::{Floats, MemberNames, Options, quote, to_string_with};
use serde::ser::{Error as _, Serialize, SerializeMap, SerializeStruct, Serializer};

/// One `w` vector.
pub struct Written<'a> {
    pub what: &'a str,
    pub of: Type,
    pub json: Json,
    pub exact: Exact<'a>,
}

impl Written<'_> {
    pub fn text(&self) -> String {
        if let (true, Json::Text(text)) = (self.what.contains("object overload"), &self.json) {
            let mut out = String::new();
            quote::write(text, &mut out);
            return out;
        }
        let camel = self.what == "camel";
        let member_names = if camel { MemberNames::CamelCase } else { MemberNames::Declared };
        let options = Options { floats: Floats::Framework, member_names, ..Options::default() };
        let part = Part { of: Some(&self.of), json: &self.json, written: self };
        to_string_with(&part, &options).unwrap_or_else(|error| format!("!{error}"))
    }
}

/// A part of the value, and its declared type where it has one.
struct Part<'a> {
    of: Option<&'a Type>,
    json: &'a Json,
    written: &'a Written<'a>,
}

impl Serialize for Part<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.json {
            Json::Null => serializer.serialize_none(),
            Json::Bool(value) => serializer.serialize_bool(*value),
            Json::Number(text) => self.number(text, serializer),
            Json::Text(text) => self.scalar(text, serializer),
            Json::List(elements) => {
                let of = self.of.and_then(|of| of.arguments.first());
                serializer.collect_seq(elements.iter().map(|json| Part {
                    of,
                    json,
                    written: self.written,
                }))
            }
            Json::Object(entries) if self.name() == "Dictionary" => {
                self.dictionary(entries, serializer)
            }
            Json::Object(entries) => self.object(entries, serializer),
        }
    }
}

impl Part<'_> {
    fn name(&self) -> &str {
        match self.of {
            Some(of) if of.is("Nullable") => &of.argument(0).name,
            Some(of) => &of.name,
            None => "",
        }
    }

    fn number<S: Serializer>(&self, text: &str, serializer: S) -> Result<S::Ok, S::Error> {
        match self.name() {
            "Double" => {
                serializer.serialize_f64(self.written.exact.double(text).map_err(S::Error::custom)?)
            }
            "Single" => {
                serializer.serialize_f32(self.written.exact.single(text).map_err(S::Error::custom)?)
            }
            "Decimal" => {
                let mut out = String::new();
                decimal::write(&decimal::read(text).map_err(S::Error::custom)?, &mut out);
                RawText(out.into()).serialize(serializer)
            }
            _ => match (text.parse::<i64>(), text.parse::<u64>(), text.parse::<f64>()) {
                (Ok(n), ..) => serializer.serialize_i64(n),
                (_, Ok(n), _) => serializer.serialize_u64(n),
                (.., n) => serializer.serialize_f64(n.map_err(S::Error::custom)?),
            },
        }
    }

    fn scalar<S: Serializer>(&self, text: &str, serializer: S) -> Result<S::Ok, S::Error> {
        let (mut out, exact) = (String::new(), &self.written.exact);
        match self.name() {
            "DateTime" => date_time::write(&exact.date(text), exact.zone, &mut out),
            // Members of type object hold what they like.
            "Object" if text.starts_with("/Date(") => {
                date_time::write(&exact.date(text), exact.zone, &mut out);
            }
            "DateTimeOffset" => {
                let value = exact.date_with_offset(text).map_err(S::Error::custom)?;
                date_time_offset::write(&value, &mut out);
            }
            "Char" => character::write(exact.unit(text), &mut out),
            "Guid" => guid::write(&guid::read(text).map_err(S::Error::custom)?, &mut out),
            "TimeSpan" => duration::write(exact.span(text).map_err(S::Error::custom)?, &mut out),
            // A key.
            "Boolean" => return serializer.serialize_bool(text == "true"),
            "Double" | "Single" | "Decimal" => return self.number(text, serializer),
            "Array" if self.of.is_some_and(|of| of.argument(0).is("Byte")) => {
                let bytes = bytes::read(text).map_err(S::Error::custom)?;
                return serializer.serialize_bytes(&bytes);
            }
            _ => return serializer.serialize_str(text),
        }
        RawText(out.into()).serialize(serializer)
    }

    fn dictionary<S: Serializer>(
        &self,
        entries: &[(String, Json)],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(entries.len()))?;
        let of = self.of.and_then(|of| of.arguments.get(1));
        let key_of = self.of.and_then(|of| of.arguments.first());
        for (key, json) in entries {
            let key = Json::Text(key.clone());
            let key = Part { of: key_of, json: &key, written: self.written };
            map.serialize_entry(&key, &Part { of, json, written: self.written })?;
        }
        map.end()
    }

    fn object<S: Serializer>(
        &self,
        entries: &[(String, Json)],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let members = self.of.and_then(Type::members).unwrap_or_default();
        let mut object = serializer.serialize_struct("", entries.len())?;
        for (name, json) in entries {
            let member = members.iter().find(|(member, _)| member.eq_ignore_ascii_case(name));
            // serde wants names that live for ever; a test can afford it. A camel-cased name goes
            // back first.
            let name = member.map_or_else(|| &*name.clone().leak(), |(name, _)| name);
            let of = member.map(|(_, of)| of);
            object.serialize_field(name, &Part { of, json, written: self.written })?;
        }
        object.end()
    }
}
