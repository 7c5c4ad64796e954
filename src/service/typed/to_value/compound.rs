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
    object: Object,
    contract: &'c Contract,
    /// Where the next field most likely belongs: structs are declared in the contract's order, or nearly.
    likely: usize,
}

impl<'c> ObjectWriter<'c> {
    /// Starts from a DTO of defaults.
    pub fn new(contract: &'c Contract, dto: DtoId) -> Self {
        Self { object: contract.new_object(dto), contract, likely: 0 }
    }
}

/// In the contract's own spelling, mostly.
fn is_named(member: &Member, name: &str) -> bool {
    member.name == name || member.name.eq_ignore_ascii_case(name)
}

impl SerializeStruct for ObjectWriter<'_> {
    type Ok = Value;
    type Error = ShapeError;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), ShapeError> {
        let members = &self.contract.dto(self.object.dto).members;
        let mut places = (self.likely..members.len()).chain(0..self.likely);
        let place = places
            .find(|place| is_named(&members[*place], name))
            .ok_or_else(|| ShapeError::new(format!("the contract has no member {name}")))?;
        self.likely = place + 1;
        self.object.members[place] =
            value.serialize(ValueWriter { ty: &members[place].ty, contract: self.contract })?;
        Ok(())
    }

    fn end(self) -> Result<Value, ShapeError> {
        Ok(Value::Object(self.object))
    }
}
