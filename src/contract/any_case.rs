//! Reads serde structs from JSON without regard to the case of member names, and reports where a
//! misfit sits.

use serde::de::value::StringDeserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor,
};
use serde_json::Value as Json;

use super::ContractError;

/// Reads `T`; members of a struct are found in any case, `null` members are as good as absent.
pub(super) fn read<T: DeserializeOwned>(json: Json) -> Result<T, ContractError> {
    T::deserialize(AnyCase(json))
        .map_err(|misfit| ContractError::Shape { path: misfit.path(), message: misfit.message })
}

/// A value that does not fit, and the way to it from the inside out.
#[derive(Debug)]
struct Misfit {
    steps: Vec<String>,
    message: String,
}

impl Misfit {
    fn under(mut self, step: String) -> Self {
        self.steps.push(step);
        self
    }

    fn path(&self) -> String {
        let path: String = self.steps.iter().rev().map(String::as_str).collect();
        format!("${path}")
    }
}

impl std::fmt::Display for Misfit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Misfit {}

impl Error for Misfit {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        Self { steps: Vec::new(), message: message.to_string() }
    }
}

struct AnyCase(Json);

impl<'de> Deserializer<'de> for AnyCase {
    type Error = Misfit;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.0 {
            Json::Array(items) => visitor.visit_seq(Items { rest: items.into_iter(), next: 0 }),
            Json::Object(members) => visitor.visit_map(Members::new(members, &[])),
            scalar => scalar.deserialize_any(visitor).map_err(Error::custom),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        match self.0 {
            Json::Object(members) => visitor.visit_map(Members::new(members, fields)),
            other => Err(Error::custom(format!("expected an object, found {}", kind(&other)))),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.0 {
            Json::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

fn kind(json: &Json) -> &'static str {
    match json {
        Json::Null => "null",
        Json::Bool(_) => "a boolean",
        Json::Number(_) => "a number",
        Json::String(_) => "a string",
        Json::Array(_) => "an array",
        Json::Object(_) => "an object",
    }
}

struct Items {
    rest: std::vec::IntoIter<Json>,
    next: usize,
}

impl<'de> SeqAccess<'de> for Items {
    type Error = Misfit;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Misfit> {
        let Some(item) = self.rest.next() else { return Ok(None) };
        let index = self.next;
        self.next += 1;
        seed.deserialize(AnyCase(item))
            .map(Some)
            .map_err(|misfit| misfit.under(format!("[{index}]")))
    }
}

struct Members {
    rest: serde_json::map::IntoIter,
    fields: &'static [&'static str],
    current: Option<(String, Json)>,
}

impl Members {
    fn new(members: serde_json::Map<String, Json>, fields: &'static [&'static str]) -> Self {
        Self { rest: members.into_iter(), fields, current: None }
    }

    fn known(&self, name: &str) -> String {
        let field = self.fields.iter().find(|field| field.eq_ignore_ascii_case(name));
        field.map_or_else(|| name.to_owned(), |field| (*field).to_owned())
    }
}

impl<'de> MapAccess<'de> for Members {
    type Error = Misfit;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Misfit> {
        let Some((name, json)) = self.rest.by_ref().find(|(_, json)| !json.is_null()) else {
            return Ok(None);
        };
        let known = self.known(&name);
        self.current = Some((name, json));
        seed.deserialize(StringDeserializer::new(known)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Misfit> {
        let (name, json) = self.current.take().unwrap_or_default();
        seed.deserialize(AnyCase(json)).map_err(|misfit| misfit.under(format!(".{name}")))
    }
}
