//! Objects and lists being written.

use super::key;
use super::place::{Before, Place, Writer, Written};
use super::sink::Sink;
use crate::error::{Error, Result, Step};
use serde::ser::{self, Serialize};

#[derive(Clone, Copy)]
pub enum Shape {
    List,
    Object,
    TupleVariant,
    StructVariant,
}

pub struct Compound<'p, 'w, S> {
    writer: &'p mut Writer<'w, S>,
    shape: Shape,
    /// Elements so far; of an object, the members that were written.
    count: usize,
    key: String,
}

impl<'p, 'w, S: Sink> Compound<'p, 'w, S> {
    #[inline]
    pub fn new(writer: &'p mut Writer<'w, S>, shape: Shape) -> Self {
        Self { writer, shape, count: 0, key: String::new() }
    }

    #[inline]
    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        let index = self.count;
        self.count += 1;
        // The comma is written here and not by the place: an element that is null keeps it.
        if index > 0 {
            self.writer.put(",")?;
        }
        match value.serialize(Place::new(self.writer, false, Before::Nothing)) {
            Ok(_) => Ok(()),
            Err(error) => Err(error.inside(Step::Element(index))),
        }
    }

    #[inline]
    fn member<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<()> {
        let place = Place::new(self.writer, self.count > 0, Before::Member(name));
        match value.serialize(place) {
            Ok(written) => self.count += usize::from(written),
            Err(error) => return Err(error.inside(Step::Member(name.to_owned()))),
        }
        Ok(())
    }

    fn entry<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        let place = Place::new(self.writer, self.count > 0, Before::Key(&self.key));
        let written = value.serialize(place).map_err(|error| error.inside(Step::Member(self.key.clone())))?;
        self.count += usize::from(written);
        Ok(())
    }

    #[inline]
    fn close(self) -> Result<Written> {
        match self.shape {
            Shape::List => self.writer.leave("]")?,
            Shape::Object => self.writer.leave("}")?,
            Shape::TupleVariant => {
                self.writer.leave("]")?;
                self.writer.leave("}")?;
            }
            Shape::StructVariant => {
                self.writer.leave("}")?;
                self.writer.leave("}")?;
            }
        }
        Ok(true)
    }
}

macro_rules! lists {
    ($($trait:ident $method:ident),+ $(,)?) => {$(
        impl<S: Sink> ser::$trait for Compound<'_, '_, S> {
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
        impl<S: Sink> ser::$trait for Compound<'_, '_, S> {
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

impl<S: Sink> ser::SerializeMap for Compound<'_, '_, S> {
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
