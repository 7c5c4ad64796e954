//! Stage 5: the operation's rules.

use super::error::Refusal;
use super::route::Call;
use crate::host::Host;
use crate::service::ServiceError;
use crate::value::Object;

/// Checks a bound request against the operation's rules.
pub fn validate(host: &Host, call: &Call<'_>, request: &Object) -> Result<(), Refusal> {
    let Some(rules) = &host.provided(call.place).rules else { return Ok(()) };
    match rules.check(&host.parts.contract, request) {
        broken if broken.is_empty() => Ok(()),
        broken => Err(Refusal::Filter(ServiceError::Validation(broken))),
    }
}
