//! Objects and lists being written.

use super::key;
use super::place::{Place, Writer, Written};
use crate::error::{Error, Result, Step};
use serde::ser::{self, Serialize};

#[derive(Clone, Copy)]
pub enum Shape {
    List,
    Object,
    TupleVariant,
    StructVariant,
}

pub struct Compound<'p, 'w> {
    writer: &'p mut Writer<'w>,
    shape: Shape,
    /// Elements so far; of an object, the members that were written.
    count: usize,
    key: String,
}

impl<'p, 'w> Compound<'p, 'w> {
    #[inline]
    pub(super) fn new(writer: &'p mut Writer<'w>, shape: Shape) -> Self {
        Self { writer, shape, count: 0, key: String::new() }
    }

    #[inline]
    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
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
    fn member<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<()> {
        let length = self.writer.name(self.count > 0, name)?;
        match value.serialize(Place(self.writer)) {
            Ok(true) => self.count += 1,
            Ok(false) => self.writer.out.take_back(length),
            Err(error) => return Err(error.inside(Step::Member(name.to_owned()))),
        }
        Ok(())
    }

    fn entry<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
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
        impl ser::$trait for Compound<'_, '_> {
            type Ok = Written;
            type Error = Error;
            #[inline]
            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
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
        impl ser::$trait for Compound<'_, '_> {
            type Ok = Written;
            type Error = Error;
            #[inline]
            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<()> {
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

impl ser::SerializeMap for Compound<'_, '_> {
    type Ok = Written;
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<()> {
        self.key.clear();
        let (lossless, floats) = (self.writer.lossless, self.writer.floats);
        key.serialize(key::Key { out: &mut self.key, lossless, floats })
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        self.entry(value)
    }

    fn end(self) -> Result<Written> {
        self.close()
    }
}
