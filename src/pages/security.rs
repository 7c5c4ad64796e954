//! Who may call an operation, in words.

use maud::{Markup, html};

use crate::contract::Operation;

/// The pairs of the table "Requires Authentication": what is required and by which names.
pub(super) fn demands(operation: &Operation) -> Vec<(&'static str, String)> {
    let pairs = [
        ("Required role:", "Required roles:", &operation.required_roles),
        ("Requires the role:", "Requires any of the roles:", &operation.requires_any_role),
        ("Required permission:", "Required permissions:", &operation.required_permissions),
        (
            "Requires the permission:",
            "Requires any of the permissions:",
            &operation.requires_any_permission,
        ),
    ];
    let given = pairs.into_iter().filter(|(_, _, names)| !names.is_empty());
    given
        .map(|(one, many, names)| (if names.len() == 1 { one } else { many }, names.join(", ")))
        .collect()
}

/// The title of the index's mark (docs/wire/pages.md#index).
fn title(operation: &Operation) -> String {
    let roles = names(&operation.required_roles, &operation.requires_any_role);
    let permissions = names(&operation.required_permissions, &operation.requires_any_permission);
    let parts = [("Requires Roles:", roles), ("Requires Permissions:", permissions)];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(label, names)| format!("{label} {}", names.join(", ")))
        .collect();
    if parts.is_empty() { "Requires Authentication".to_owned() } else { parts.join(". ") }
}

/// The mark of an operation that asks for a login.
pub(crate) fn mark(operation: &Operation) -> Markup {
    html! {
        @if operation.requires_auth {
            i.auth role="img" title=(title(operation)) aria-label=(title(operation)) {}
        }
    }
}

/// Of the optional ones any is enough, so they end in a question mark.
fn names(required: &[String], any: &[String]) -> Vec<String> {
    required.iter().cloned().chain(any.iter().map(|name| format!("{name}?"))).collect()
}
