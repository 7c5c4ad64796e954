//! Objects and lists being written.

use super::out::Target;
use super::place::{Place, Written};
use super::writer::Writer;
use crate::error::{Error, Result, Step};
use serde::ser::{self, Serialize};

#[derive(Clone, Copy)]
pub enum Shape {
    List,
    Object,
    TupleVariant,
    StructVariant,
}

pub struct Compound<'p, T> {
    writer: &'p mut Writer<T>,
    shape: Shape,
    /// Elements so far; of an object, the members that were written.
    count: usize,
    key: String,
}

impl<'p, T: Target> Compound<'p, T> {
    #[inline]
    pub(super) fn new(writer: &'p mut Writer<T>, shape: Shape) -> Self {
        Self { writer, shape, count: 0, key: String::new() }
    }

    #[inline]
    fn element<V: Serialize + ?Sized>(&mut self, value: &V) -> Result<()> {
        let index = self.count;
        self.count += 1;
        // The comma is written here and not by the place: an element that is null keeps it.
        if index > 0 {
            self.writer.out.put_byte(b',')?;
        }
        match value.serialize(Place(self.writer)) {
            Ok(_) => Ok(()),
            Err(error) => Err(error.inside(Step::Element(index))),
        }
    }

    #[inline]
    fn member<V: Serialize + ?Sized>(&mut self, name: &'static str, value: &V) -> Result<()> {
        let length = self.writer.name(self.count > 0, name)?;
        match value.serialize(Place(self.writer)) {
            Ok(true) => self.count += 1,
            Ok(false) => self.writer.out.take_back(length),
            Err(error) => return Err(error.inside(Step::Member(name.to_owned()))),
        }
        Ok(())
    }

    fn entry<V: Serialize + ?Sized>(&mut self, value: &V) -> Result<()> {
        let length = self.writer.out.put_name(self.count > 0, &self.key)?;
        match value.serialize(Place(self.writer)) {
            Ok(true) => self.count += 1,
            Ok(false) => self.writer.out.take_back(length),
            Err(error) => return Err(error.inside(Step::Member(self.key.clone()))),
        }
        Ok(())
    }

    #[inline]
    fn close(self) -> Result<Written> {
        match self.shape {
            Shape::List => self.writer.leave(b']')?,
            Shape::Object => self.writer.leave(b'}')?,
            Shape::TupleVariant => {
                self.writer.leave(b']')?;
                self.writer.leave(b'}')?;
            }
            Shape::StructVariant => {
                self.writer.leave(b'}')?;
                self.writer.leave(b'}')?;
            }
        }
        self.writer.finish()?;
        Ok(true)
    }
}

macro_rules! lists {
    ($($trait:ident $method:ident),+ $(,)?) => {$(
        impl<T: Target> ser::$trait for Compound<'_, T> {
            type Ok = Written;
            type Error = Error;
            #[inline]
            fn $method<V: Serialize + ?Sized>(&mut self, value: &V) -> Result<()> {
                self.element(value)
            }
            #[inline]
            fn end(self) -> Result<Written> {
                self.close()
            }
        }
    )+};
}
lists! {
    SerializeSeq serialize_element, SerializeTuple serialize_element, SerializeTupleStruct serialize_field,
    SerializeTupleVariant serialize_field,
}

macro_rules! objects {
    ($($trait:ident),+) => {$(
        impl<T: Target> ser::$trait for Compound<'_, T> {
            type Ok = Written;
            type Error = Error;
            #[inline]
            fn serialize_field<V: Serialize + ?Sized>(&mut self, name: &'static str, value: &V) -> Result<()> {
                self.member(name, value)
            }
            #[inline]
            fn end(self) -> Result<Written> {
                self.close()
            }
        }
    )+};
}
objects!(SerializeStruct, SerializeStructVariant);

impl<T: Target> ser::SerializeMap for Compound<'_, T> {
    type Ok = Written;
    type Error = Error;

    fn serialize_key<V: Serialize + ?Sized>(&mut self, key: &V) -> Result<()> {
        self.key.clear();
        self.writer.key(key, &mut self.key).map(|_| ())
    }

    fn serialize_value<V: Serialize + ?Sized>(&mut self, value: &V) -> Result<()> {
        self.entry(value)
    }

    fn end(self) -> Result<Written> {
        self.close()
    }
}
