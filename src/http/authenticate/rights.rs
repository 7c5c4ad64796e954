//! Whether a caller has the rights that `[Required…]` asks for.

use crate::contract::Operation;
use crate::host::Version;
use crate::http::error::Refusal;
use crate::service::Identity;

/// The role `Admin` stands for every role, and on 10.x for every permission (recorded).
pub(super) fn check_rights(
    operation: &Operation,
    user: &Identity,
    version: Version,
) -> Result<(), Refusal> {
    let has_role = |role: &String| user.roles.contains(role);
    let is_admin = user.roles.iter().any(|role| role == "Admin");
    let roles = operation.required_roles.iter().all(has_role)
        && any_of(&operation.requires_any_role, has_role);
    if !roles && !is_admin {
        return Err(Refusal::Forbidden("Invalid Role"));
    }
    check_permissions(operation, user, version)
}

/// The second half of it, where somebody else has looked at the roles.
pub(super) fn check_permissions(
    operation: &Operation,
    user: &Identity,
    version: Version,
) -> Result<(), Refusal> {
    let has_permission = |permission: &String| user.permissions.contains(permission);
    let permitted = operation.required_permissions.iter().all(has_permission)
        && any_of(&operation.requires_any_permission, has_permission);
    let is_admin = user.roles.iter().any(|role| role == "Admin");
    let stands_for_all = is_admin && version == Version::V10;
    if permitted || stands_for_all { Ok(()) } else { Err(Refusal::Forbidden("Invalid Permission")) }
}

fn any_of(wanted: &[String], has: impl FnMut(&String) -> bool) -> bool {
    wanted.is_empty() || wanted.iter().any(has)
}
