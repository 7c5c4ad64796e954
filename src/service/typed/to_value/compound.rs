//! Lists, dictionaries and DTOs being written.

use serde::Serialize;
use serde::ser::{SerializeMap, SerializeSeq, SerializeStruct};

use super::ValueWriter;
use crate::contract::{Contract, DtoId, Member};
use crate::service::typed::ShapeError;
use crate::value::{Object, Value};

/// A list being written.
pub struct ListWriter<'c> {
    pub items: Vec<Value>,
    pub item: ValueWriter<'c>,
}

impl SerializeSeq for ListWriter<'_> {
    type Ok = Value;
    type Error = ShapeError;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), ShapeError> {
        self.items.push(item.serialize(self.item)?);
        Ok(())
    }

    fn end(self) -> Result<Value, ShapeError> {
        Ok(Value::List(self.items))
    }
}

/// A dictionary being written.
pub struct DictionaryWriter<'c> {
    pub pairs: Vec<(Value, Value)>,
    pub key: ValueWriter<'c>,
    pub value: ValueWriter<'c>,
}

impl SerializeMap for DictionaryWriter<'_> {
    type Ok = Value;
    type Error = ShapeError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), ShapeError> {
        self.pairs.push((key.serialize(self.key)?, Value::Null));
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), ShapeError> {
        let value = value.serialize(self.value)?;
        if let Some(pair) = self.pairs.last_mut() {
            pair.1 = value;
        }
        Ok(())
    }

    fn end(self) -> Result<Value, ShapeError> {
        Ok(Value::Dictionary(self.pairs))
    }
}

/// A DTO being written.
pub struct ObjectWriter<'c> {
    dto: DtoId,
    /// Those up to the last that was written. Structs are declared in the contract's order, or nearly.
    members: Vec<Value>,
    contract: &'c Contract,
}

impl<'c> ObjectWriter<'c> {
    /// Begins a DTO.
    pub fn new(contract: &'c Contract, dto: DtoId) -> Self {
        Self { dto, members: Vec::with_capacity(contract.dto(dto).members.len()), contract }
    }

    fn put(&mut self, place: usize, value: Value) {
        if place > self.members.len() {
            self.fill(place);
        }
        match self.members.get_mut(place) {
            Some(member) => *member = value,
            None => self.members.push(value),
        }
    }

    /// Gives the members before this place their defaults where nothing was written.
    fn fill(&mut self, place: usize) {
        let members = &self.contract.dto(self.dto).members;
        let missing = members.get(self.members.len()..place).unwrap_or_default();
        self.members.extend(missing.iter().map(|member| self.contract.default_value(&member.ty)));
    }
}

/// Mostly in the likely place, and in the contract's own spelling.
fn place_of(members: &[Member], name: &str, likely: usize) -> Option<usize> {
    match members.get(likely) {
        Some(member) if member.name == name => Some(likely),
        _ => members.iter().position(|member| member.name.eq_ignore_ascii_case(name)),
    }
}

impl SerializeStruct for ObjectWriter<'_> {
    type Ok = Value;
    type Error = ShapeError;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), ShapeError> {
        let members = &self.contract.dto(self.dto).members;
        let place = place_of(members, name, self.members.len())
            .ok_or_else(|| ShapeError::new(format!("the contract has no member {name}")))?;
        let writer = ValueWriter { ty: &members[place].ty, contract: self.contract };
        self.put(place, value.serialize(writer)?);
        Ok(())
    }

    fn end(mut self) -> Result<Value, ShapeError> {
        self.fill(self.contract.dto(self.dto).members.len());
        Ok(Value::Object(Object { dto: self.dto, members: self.members }))
    }
}
