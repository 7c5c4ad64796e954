//! The answers of changes: `Id`, `Count`, `Result`, `RowVersion`, as far as the response has them.

use std::sync::Arc;

use super::values::fitted;
use crate::contract::{Contract, DtoId, Operation, TypeRef};
use crate::records::Schema;
use crate::service::Reply;
use crate::value::{Object, Value};

/// What a change did.
pub(super) struct Changed {
    /// The key, and its type.
    pub key: Option<(Value, TypeRef)>,
    pub count: usize,
    pub row: Option<Arc<Object>>,
    pub version: Option<u64>,
}

impl Changed {
    /// The answer of an operation.
    pub fn reply(&self, schema: &Schema, operation: &Operation, class: DtoId) -> Reply {
        let contract = schema.contract();
        let Some(TypeRef::Dto(response)) = operation.response else { return Reply::default() };
        if response == class {
            let row = self.row.as_ref().map(|row| Value::Object((**row).clone()));
            return Reply::value(row.unwrap_or_default());
        }
        let mut object = contract.new_object(response);
        for (place, member) in contract.dto(response).members.iter().enumerate() {
            let value = match (member.name.as_str(), &member.ty) {
                ("Id", ty) => self.key(contract, ty),
                ("Count", ty) => Some(number(contract, self.count as u64, ty)),
                ("RowVersion", ty) => self.version.map(|version| number(contract, version, ty)),
                (_, TypeRef::Dto(id)) if *id == class => {
                    self.row.as_ref().map(|row| Value::Object((**row).clone()))
                }
                _ => None,
            };
            if let Some(value) = value {
                object.members[place] = value;
            }
        }
        Reply::value(Value::Object(object))
    }

    fn key(&self, contract: &Contract, ty: &TypeRef) -> Option<Value> {
        let (key, from) = self.key.as_ref()?;
        Some(fitted(contract, from, key, ty))
    }
}

fn number(contract: &Contract, number: u64, ty: &TypeRef) -> Value {
    let text = TypeRef::Scalar(crate::contract::Scalar::String);
    fitted(contract, &text, &Value::String(number.to_string()), ty)
}
