//! Whether callers may do what a setting lets some of them do.

use std::sync::Arc;

use super::{Caller, ServiceError};
use crate::uploads::Who;

/// Whether a caller is one of these.
///
/// # Errors
/// The host's 401 or 403 (recorded: 401).
pub(crate) fn admit(who: &Who, caller: Option<&Arc<Caller>>) -> Result<(), ServiceError> {
    match (who, caller) {
        (Who::Anyone, _) | (Who::SignedIn, Some(_)) => Ok(()),
        (_, None) => Err(ServiceError::unauthorized("Not Authenticated")),
        (Who::Role(role), Some(caller)) => {
            let has = |role: &str| caller.user.roles.iter().any(|own| own == role);
            match has(role) || has("Admin") {
                true => Ok(()),
                false => Err(ServiceError::http(403, "Forbidden", format!("{role} Role Required"))),
            }
        }
    }
}
