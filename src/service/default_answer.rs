//! The answer of an operation that nobody wrote code for, built from its response type.

use crate::contract::{Contract, Operation, TypeRef};
use crate::service::Reply;
use crate::value::Value;

/// What the contract alone can say: default scalars, empty lists and dictionaries, no nested
/// objects.
///
/// A void operation answers nothing.
pub fn default_answer(contract: &Contract, operation: &Operation) -> Reply {
    operation
        .response
        .as_ref()
        .map_or_else(Reply::default, |response| Reply::value(filled(contract, response)))
}

fn filled(contract: &Contract, response: &TypeRef) -> Value {
    let TypeRef::Dto(id) = response else { return empty_or_default(contract, response) };
    let mut object = contract.new_object(*id);
    for (value, member) in object.members.iter_mut().zip(&contract.dto(*id).members) {
        *value = empty_or_default(contract, &member.ty);
    }
    Value::Object(object)
}

fn empty_or_default(contract: &Contract, ty: &TypeRef) -> Value {
    match ty {
        TypeRef::List(..) => Value::List(Vec::new()),
        TypeRef::Dictionary(..) => Value::Dictionary(Vec::new()),
        other => contract.default_value(other),
    }
}
