//! Rules that a request must keep before its service sees it, with ServiceStack's codes and messages (spec 03 section 7).

use crate::contract::Contract;
use crate::service::FieldError;
use crate::value::Object;

/// The rules of one request DTO, in the order in which they are checked.
#[derive(Default)]
pub struct Rules {}

impl Rules {
    /// Every broken rule, in rule order.
    pub fn check(&self, _contract: &Contract, _request: &Object) -> Vec<FieldError> {
        Vec::new()
    }
}
