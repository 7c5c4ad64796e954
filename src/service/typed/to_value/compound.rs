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
    declared: &'c [Member],
    /// Those up to the last that was written. Structs are declared in the contract's order, or
    /// nearly.
    members: Vec<Value>,
    contract: &'c Contract,
}

impl<'c> ObjectWriter<'c> {
    /// Begins a DTO.
    pub fn new(contract: &'c Contract, dto: DtoId) -> Self {
        let declared = &contract.dto(dto).members;
        Self { dto, declared, members: Vec::with_capacity(declared.len()), contract }
    }

    /// The next member, where it has this name in the contract's own spelling.
    fn next(&self, name: &str) -> Option<&'c Member> {
        self.declared.get(self.members.len()).filter(|member| member.name == name)
    }

    /// Writes a member that is not the next one, or is spelled otherwise.
    fn put<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), ShapeError> {
        let place = self.contract.dto(self.dto).place_of(name);
        let place =
            place.ok_or_else(|| ShapeError::new(format!("the contract has no member {name}")))?;
        let value = value.serialize(self.member(&self.declared[place]))?;
        self.fill(place);
        match self.members.get_mut(place) {
            Some(member) => *member = value,
            None => self.members.push(value),
        }
        Ok(())
    }

    fn member(&self, member: &'c Member) -> ValueWriter<'c> {
        ValueWriter { ty: &member.ty, contract: self.contract }
    }

    /// Gives the members before this place their defaults where nothing was written.
    fn fill(&mut self, place: usize) {
        let missing = self.declared.get(self.members.len()..place).unwrap_or_default();
        self.members.extend(missing.iter().map(|member| self.contract.default_value(&member.ty)));
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
        match self.next(name) {
            Some(member) => self.members.push(value.serialize(self.member(member))?),
            None => self.put(name, value)?,
        }
        Ok(())
    }

    fn end(mut self) -> Result<Value, ShapeError> {
        self.fill(self.declared.len());
        Ok(Value::Object(Object { dto: self.dto, members: self.members }))
    }
}
