//! Counts the values of a JSON text without keeping them, so that a hostile one never becomes a
//! tree.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::ContractError;

/// Checks that a text is JSON of no more than `limit` values, members and items at any depth.
pub(super) fn within(text: &[u8], limit: usize) -> Result<(), ContractError> {
    let mut left = Some(limit);
    let mut json = serde_json::Deserializer::from_slice(text);
    let read = Count(&mut left).deserialize(&mut json).and_then(|()| json.end());
    match (read, left) {
        (_, None) => Err(ContractError::TooLarge { what: "values", limit }),
        (read, Some(_)) => read.map_err(|error| ContractError::Json(error.to_string())),
    }
}

/// How many values may still come; `None` when one more came than may.
struct Count<'l>(&'l mut Option<usize>);

impl Count<'_> {
    fn again(&mut self) -> Count<'_> {
        Count(self.0)
    }
}

impl<'de> DeserializeSeed<'de> for Count<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        *self.0 = self.0.and_then(|left| left.checked_sub(1));
        if self.0.is_none() {
            return Err(D::Error::custom("too many values"));
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Count<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        while items.next_element_seed(self.again())?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut members: A) -> Result<(), A::Error> {
        while members.next_key::<IgnoredAny>()?.is_some() {
            members.next_value_seed(self.again())?;
        }
        Ok(())
    }
}
