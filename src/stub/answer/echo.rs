//! The request as the answer: members of the same names.

use crate::contract::{Contract, DtoId, TypeRef};
use crate::stub::scope::{Scope, TemplateError, member_of};
use crate::value::Value;

/// Which members of the request are which of the answer.
#[derive(Debug, Clone)]
pub(in crate::stub) struct Copied {
    response: DtoId,
    members: Vec<(usize, usize)>,
    line: usize,
}

impl Copied {
    /// Members of both classes that have the same name. None in common is none at all.
    pub fn between(
        contract: &Contract,
        request: DtoId,
        response: DtoId,
        line: usize,
    ) -> Option<Self> {
        let own = contract.dto(request).members.iter().enumerate();
        let members: Vec<(usize, usize)> = own
            .filter_map(|(from, member)| Some((from, member_of(contract, response, &member.name)?)))
            .collect();
        (!members.is_empty()).then_some(Self { response, members, line })
    }

    pub fn value(&self, scope: &Scope<'_>) -> Result<Value, TemplateError> {
        let call = scope.call();
        let contract = &call.context.contract;
        let types = |id: DtoId, place: usize| -> &TypeRef { &contract.dto(id).members[place].ty };
        let mut object = contract.new_object(self.response);
        for (from, to) in &self.members {
            let value = &call.request.members[*from];
            let (own, wanted) = (types(call.request.dto, *from), types(self.response, *to));
            object.members[*to] = if own == wanted {
                value.clone()
            } else {
                let lowered = call.lower(wanted, &call.lift(own, value));
                lowered.map_err(|reason| TemplateError { line: self.line, reason })?
            };
        }
        Ok(Value::Object(object))
    }
}
