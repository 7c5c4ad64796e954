//! Values in and out of serde.

use super::{Map, Text, Value};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::cell::Cell;
use std::fmt;
use std::marker::PhantomData;
use thin_vec::ThinVec;

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(elements) => serializer.collect_seq(elements),
            Self::Object(map) => map.serialize(serializer),
        }
    }
}

impl Serialize for Map {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_map(Some(self.len()))?;
        for (key, value) in self.iter() {
            out.serialize_entry(key, value)?;
        }
        out.end()
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

/// The name of the newtype struct that stands for a value: what a reader of this crate gives for it
/// is text, lists and objects, and nothing inferred.
pub(crate) const ANY: &str = "$jsv_codec::any";

thread_local! {
    /// A value on its way from a reader of this crate to its visitor, which serde keeps from
    /// knowing each other's types.
    static BUILT: Cell<Option<Value>> = const { Cell::new(None) };
}

/// Gives a value that has been built to the visitor that asked for [`ANY`].
pub(crate) fn hand_over<'de, V: Visitor<'de>>(value: Value, visitor: V) -> crate::Result<V::Value> {
    BUILT.set(Some(value));
    visitor.visit_newtype_struct(Built)
}

/// What [`hand_over`] has put down, for visitors that do not know of it.
struct Built;

impl<'de> Deserializer<'de> for Built {
    type Error = crate::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> crate::Result<V::Value> {
        BUILT.take().unwrap_or_default().deserialize_any(visitor)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// A member that is missing is null, as JSV writes null members.
impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_option(ValueVisitor)
    }
}

/// A value within a value.
struct Inner;

impl<'de> DeserializeSeed<'de> for Inner {
    type Value = Value;
    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_newtype_struct(ANY, ValueVisitor)
    }
}

impl<'de> Deserialize<'de> for Map {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MapVisitor)
    }
}

impl<'de> Deserialize<'de> for Text {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(TextVisitor)
    }
}

struct TextVisitor;

impl Visitor<'_> for TextVisitor {
    type Value = Text;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }
    #[inline]
    fn visit_str<E>(self, text: &str) -> Result<Text, E> {
        Ok(text.into())
    }
    fn visit_string<E>(self, text: String) -> Result<Text, E> {
        Ok(text.into())
    }
}

struct MapVisitor;

impl<'de> Visitor<'de> for MapVisitor {
    type Value = Map;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }
    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Map, A::Error> {
        let (mut keys, mut values) = (Vec::new(), ThinVec::new());
        while let Some((key, value)) = access.next_entry_seed(PhantomData::<Text>, Inner)? {
            keys.push(key);
            values.push(value);
        }
        Ok(Map::from_parts(keys, values))
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }
    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }
    #[inline]
    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(text.into())
    }
    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(text.into())
    }
    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Inner.deserialize(deserializer)
    }
    /// Formats that do not know the name hand themselves over.
    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Value, D::Error> {
        match BUILT.take() {
            Some(value) => Ok(value),
            None => deserializer.deserialize_any(Self),
        }
    }
    #[inline]
    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut elements = Vec::new();
        while let Some(element) = access.next_element_seed(Inner)? {
            elements.push(element);
        }
        Ok(Value::List(elements))
    }
    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, access: A) -> Result<Value, A::Error> {
        MapVisitor.visit_map(access).map(Value::Object)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{from_str, jsv};

    /// Asks for a value, but takes nothing but a list of strings.
    #[derive(Debug, PartialEq)]
    struct Words(Vec<String>);

    impl<'de> Deserialize<'de> for Words {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            deserializer.deserialize_newtype_struct(ANY, WordsVisitor)
        }
    }

    struct WordsVisitor;
    impl<'de> Visitor<'de> for WordsVisitor {
        type Value = Words;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("words")
        }
        fn visit_newtype_struct<D: Deserializer<'de>>(
            self,
            deserializer: D,
        ) -> Result<Words, D::Error> {
            Vec::deserialize(deserializer).map(Words)
        }
        fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Words, A::Error> {
            let words: Result<Vec<String>, A::Error> =
                std::iter::from_fn(|| access.next_element().transpose()).collect();
            words.map(Words)
        }
    }

    #[test]
    fn a_value_that_is_handed_over_reaches_any_visitor() {
        let words = |list: &[&str]| Words(list.iter().map(|word| (*word).to_owned()).collect());
        assert_eq!(from_str::<Words>("[a,b]").unwrap(), words(&["a", "b"]));
        assert_eq!(
            from_str::<Vec<Words>>("[[a],[b,c]]").unwrap(),
            [words(&["a"]), words(&["b", "c"])]
        );
        assert!(from_str::<Vec<Words>>("[[a],{b:c}]").is_err());
        // Nothing is left behind for the next value.
        assert_eq!(from_str::<Value>("{b:c}").unwrap(), jsv!({ "b": "c" }));
        assert_eq!(from_str::<(Value, u8, Value)>("[[x],7,{y:}]").unwrap().2, jsv!({ "y": null }));
    }
}
