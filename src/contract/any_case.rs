//! Reads serde structs from JSON without regard to the case of member names, and reports where a
//! misfit sits.

use serde::de::value::StringDeserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor,
};
use serde_json::Value as Json;

use super::ContractError;
use super::misspelt::Misspelt;

/// Reads `T`; members of a struct are found in any case, `null` members are as good as absent.
/// Unknown ones are passed over: newer hosts have more of them.
pub(super) fn read<T: DeserializeOwned>(
    json: Json,
    misspelt: &mut Misspelt,
) -> Result<T, ContractError> {
    T::deserialize(AnyCase { json, way: &Way::Root, misspelt }).map_err(|misfit| {
        let path = misfit.path.unwrap_or_else(|| Way::Root.to_string());
        ContractError::Shape { path, message: misfit.message }
    })
}

/// The way from the root of a document to a value.
enum Way<'w> {
    Root,
    Member(&'w Way<'w>, &'w str),
    Item(&'w Way<'w>, usize),
}

impl std::fmt::Display for Way<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Root => f.write_str("$"),
            Self::Member(way, name) => write!(f, "{way}.{name}"),
            Self::Item(way, index) => write!(f, "{way}[{index}]"),
        }
    }
}

/// A value that does not fit, and where it is.
#[derive(Debug)]
struct Misfit {
    path: Option<String>,
    message: String,
}

impl Misfit {
    /// The innermost place counts.
    fn at(self, way: &Way<'_>) -> Self {
        Self { path: self.path.or_else(|| Some(way.to_string())), ..self }
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
        Self { path: None, message: message.to_string() }
    }
}

struct AnyCase<'d> {
    json: Json,
    way: &'d Way<'d>,
    misspelt: &'d mut Misspelt,
}

impl<'d> AnyCase<'d> {
    fn members(
        self,
        members: serde_json::Map<String, Json>,
        fields: &'static [&'static str],
    ) -> Members<'d> {
        let (way, misspelt) = (self.way, self.misspelt);
        Members { rest: members.into_iter(), fields, current: None, way, misspelt }
    }
}

impl<'de> Deserializer<'de> for AnyCase<'_> {
    type Error = Misfit;

    fn deserialize_any<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Misfit> {
        match self.json.take() {
            Json::Array(items) => {
                let (way, misspelt) = (self.way, self.misspelt);
                visitor.visit_seq(Items { rest: items.into_iter(), next: 0, way, misspelt })
            }
            Json::Object(members) => visitor.visit_map(self.members(members, &[])),
            scalar => scalar.deserialize_any(visitor).map_err(Error::custom),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        mut self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        match self.json.take() {
            Json::Object(members) => visitor.visit_map(self.members(members, fields)),
            other => Err(Error::custom(format!("expected an object, found {}", kind(&other)))),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.json {
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

struct Items<'d> {
    rest: std::vec::IntoIter<Json>,
    next: usize,
    way: &'d Way<'d>,
    misspelt: &'d mut Misspelt,
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Misfit;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Misfit> {
        let Some(json) = self.rest.next() else { return Ok(None) };
        let way = &Way::Item(self.way, self.next);
        self.next += 1;
        let item = AnyCase { json, way, misspelt: &mut *self.misspelt };
        seed.deserialize(item).map(Some).map_err(|misfit| misfit.at(way))
    }
}

struct Members<'d> {
    rest: serde_json::map::IntoIter,
    fields: &'static [&'static str],
    current: Option<(String, Json)>,
    way: &'d Way<'d>,
    misspelt: &'d mut Misspelt,
}

impl Members<'_> {
    fn known(&mut self, name: &str) -> String {
        let field = self.fields.iter().find(|field| field.eq_ignore_ascii_case(name));
        if field.is_none() {
            self.misspelt.note(name, self.fields, &Way::Member(self.way, name));
        }
        field.map_or_else(|| name.to_owned(), |field| (*field).to_owned())
    }
}

impl<'de> MapAccess<'de> for Members<'_> {
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
        let way = &Way::Member(self.way, &name);
        let value = AnyCase { json, way, misspelt: &mut *self.misspelt };
        seed.deserialize(value).map_err(|misfit| misfit.at(way))
    }
}
