//! The root of a query string: `name=value` for each member.

use super::compound::Compound;
use super::methods::{of_compounds, of_scalars};
use super::place::{Place, Written};
use super::writer::Writer;
use crate::error::{Error, Result, Step};
use crate::query;
use serde::ser::{self, Serialize, Serializer};

/// Where the whole value goes.
pub(super) struct Root<'p, 't>(pub &'p mut Writer<&'t mut String>);

/// The members of a root.
pub(super) struct Pairs<'p, 't> {
    writer: &'p mut Writer<&'t mut String>,
    key: String,
    /// The key is the name of a class's member.
    is_name: bool,
    is_first: bool,
}

impl<'p, 't> Pairs<'p, 't> {
    fn new(writer: &'p mut Writer<&'t mut String>) -> Self {
        Self { writer, key: String::new(), is_name: true, is_first: true }
    }

    /// One pair; nothing for null. A list that is a member of a class loses its brackets.
    fn pair<V: Serialize + ?Sized>(&mut self, name: &str, value: &V) -> Result<()> {
        let mut text = String::new();
        let mut inner = self.writer.of_pair(&mut text);
        let written = value.serialize(Place(&mut inner));
        if !written.map_err(|error| error.inside(Step::Member(name.to_owned())))? {
            return Ok(());
        }
        inner.finish()?;
        let text = match &*text {
            list if self.is_name && list.starts_with('[') && list.ends_with(']') => {
                list.trim_matches(['[', ']'])
            }
            text => text,
        };
        if !std::mem::take(&mut self.is_first) {
            self.writer.put("&")?;
        }
        self.writer.put(name)?;
        self.writer.put("=")?;
        self.writer.put(text)
    }
}

impl ser::SerializeMap for Pairs<'_, '_> {
    type Ok = Written;
    type Error = Error;

    fn serialize_key<V: Serialize + ?Sized>(&mut self, key: &V) -> Result<()> {
        self.key.clear();
        self.is_name = self.writer.key(key, &mut self.key)?;
        Ok(())
    }

    fn serialize_value<V: Serialize + ?Sized>(&mut self, value: &V) -> Result<()> {
        let key = std::mem::take(&mut self.key);
        self.pair(&key, value)
    }

    fn end(self) -> Result<Written> {
        Ok(true)
    }
}

impl ser::SerializeStruct for Pairs<'_, '_> {
    type Ok = Written;
    type Error = Error;

    fn serialize_field<V: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &V,
    ) -> Result<()> {
        let name = self.writer.member_names.spell(name);
        self.pair(&query::name(&name, self.writer.query), value)
    }

    fn end(self) -> Result<Written> {
        Ok(true)
    }
}

macro_rules! values {
    ($($method:ident($($argument:ident: $t:ty),*);)+) => {$(
        fn $method(self, $($argument: $t),*) -> Result<Written> {
            Place(self.0).$method($($argument),*)
        }
    )+};
}

macro_rules! compounds {
    ($($method:ident($($argument:ident: $t:ty),*);)+) => {$(
        fn $method(self, $($argument: $t),*) -> Result<Inner<'p, 't>> {
            Place(self.0).$method($($argument),*)
        }
    )+};
}

type Inner<'p, 't> = Compound<'p, &'t mut String>;

impl<'p, 't> Serializer for Root<'p, 't> {
    type Ok = Written;
    type Error = Error;
    type SerializeSeq = Inner<'p, 't>;
    type SerializeTuple = Inner<'p, 't>;
    type SerializeTupleStruct = Inner<'p, 't>;
    type SerializeTupleVariant = Inner<'p, 't>;
    type SerializeMap = Pairs<'p, 't>;
    type SerializeStruct = Pairs<'p, 't>;
    type SerializeStructVariant = Inner<'p, 't>;

    fn serialize_map(self, _: Option<usize>) -> Result<Pairs<'p, 't>> {
        Ok(Pairs::new(self.0))
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Pairs<'p, 't>> {
        Ok(Pairs::new(self.0))
    }
    fn serialize_some<V: Serialize + ?Sized>(self, value: &V) -> Result<Written> {
        value.serialize(self)
    }
    fn serialize_newtype_struct<V: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &V,
    ) -> Result<Written> {
        match name {
            crate::raw::TOKEN => Place(self.0).serialize_newtype_struct(name, value),
            _ => value.serialize(self),
        }
    }
    fn serialize_newtype_variant<V: Serialize + ?Sized>(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        value: &V,
    ) -> Result<Written> {
        Place(self.0).serialize_newtype_variant(name, index, variant, value)
    }
    of_scalars!(values);
    of_compounds!(compounds);
}
