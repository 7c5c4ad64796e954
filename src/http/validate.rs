//! Stage 5: the operation's rules.

use super::authenticate::Access;
use super::error::Refusal;
use super::route::Call;
use crate::host::Host;
use crate::service::validation::{Asking, NotMet};
use crate::service::{InForce, ServiceError};
use crate::value::Object;

/// Checks a bound request against what the contract and the operation demand.
pub fn validate(
    host: &Host,
    call: &Call<'_>,
    request: &Object,
    (in_force, access, verb): (&InForce<'_>, &Access, &str),
) -> Result<(), Refusal> {
    let contract = &host.parts.contract;
    let asking = Asking {
        user: access.caller.as_ref().map(|caller| &*caller.user),
        key: access.key.as_deref(),
        dto: request,
        operation: &call.operation.name,
        verb,
    };
    let dialect = &host.parts.behaviour.dialect;
    in_force.check(contract, asking, dialect).map_err(|not_met| match not_met {
        NotMet::Demand(unmet) => Refusal::Unmet(unmet),
        NotMet::Rules(broken) => Refusal::Filter(ServiceError::Validation(broken)),
    })?;
    let Some(rules) = &host.provided(call.place).rules else { return Ok(()) };
    match rules.check_of(contract, request, verb, dialect) {
        broken if broken.is_empty() => Ok(()),
        broken => Err(Refusal::Filter(ServiceError::Validation(broken))),
    }
}
