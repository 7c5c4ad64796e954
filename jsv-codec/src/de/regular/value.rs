//! Values of regular text, built without serde between reader and value.

use super::Regular;
use super::list::List;
use super::names::{Place, ROOT};
use super::object::Object;
use crate::error::Result;
use crate::lex;
use crate::value::{INLINE, Map, Text, Value};
use thin_vec::ThinVec;

/// Room for so many entries is made in an object of unknown names.
const ROOM: usize = 8;

impl<'de> Regular<'de> {
    /// The value that stands here: text, lists and objects, as JSV itself tells.
    pub fn value(&mut self) -> Result<Value> {
        match self.first() {
            Some(b'{') => self.map(),
            Some(b'[') => self.elements(),
            Some(b'"') => self.quoted().map(Value::from),
            None | Some(b',' | b'}') => Ok(Value::Null),
            Some(_) => self.bare_text().map(Value::Text),
        }
    }

    #[inline]
    fn bare_text(&mut self) -> Result<Text> {
        let rest = self.rest;
        let length = lex::value(rest);
        match rest.first_chunk::<INLINE>() {
            Some(chunk) if length <= INLINE && length > 0 && self.begins_and_ends(length) => {
                self.advance(length);
                Ok(Text::head(chunk, length))
            }
            _ => self.bare_of(length).map(Text::from),
        }
    }

    fn elements(&mut self) -> Result<Value> {
        let mut list = List::enter(self, true)?;
        let mut elements = Vec::new();
        while list.goes_on()? {
            elements.push(list.reader.value()?);
        }
        list.close()?;
        Ok(Value::List(elements))
    }

    fn map(&mut self) -> Result<Value> {
        let mut object = Object::enter(self, None)?;
        let (mut place, mut first) = (ROOT, None);
        let mut values = ThinVec::new();
        while let Some(next) = object.known(place) {
            place = next;
            if first.is_none() {
                first = Some(place);
                values.reserve_exact(object.reader.names.expected(place));
            }
            values.push(object.reader.value()?);
        }
        if !object.closes() {
            return object.unknown(place, values);
        }
        object.close()?;
        let names = &mut object.reader.names;
        if let Some(first) = first {
            names.note(first, values.len());
        }
        Ok(Value::Object(Map::shared(names.keys(place), values)))
    }
}

impl Object<'_, '_> {
    /// Reads the rest of an object that has a name which was not known at its place.
    #[cold]
    fn unknown(mut self, place: Place, mut values: ThinVec<Value>) -> Result<Value> {
        let mut place = Some(place);
        let mut keys: Vec<Text> = Vec::new();
        values.reserve(ROOM);
        loop {
            let known = place.and_then(|place| self.known(place));
            if known.is_some() {
                place = known;
                values.push(self.reader.value()?);
                continue;
            }
            if self.closes() {
                break;
            }
            let Some(name) = self.name()? else { return Err(self.give_up()) };
            let next = place.and_then(|place| self.reader.names.add(place, name));
            // From here on the object has keys of its own.
            if let (Some(last), None) = (place, next) {
                keys = self.reader.names.way(last).map(Text::from).collect();
                keys.reverse();
            }
            place = next;
            if place.is_none() {
                keys.push(name.into());
            }
            values.push(self.reader.value()?);
        }
        let Some(place) = place else { return Ok(Value::Object(Map::from_parts(keys, values))) };
        let names = &mut self.reader.names;
        names.note(names.first(place), values.len());
        Ok(Value::Object(Map::shared(names.keys(place), values)))
    }
}
