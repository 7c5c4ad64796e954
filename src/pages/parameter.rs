//! The Parameter column: where a member travels (docs/wire/pages.md#parameter-column).

use crate::contract::{DtoId, Operation, Property, Verbs};

/// `[ApiMember(ParameterType)]` as given; `form` for all but the request's own members; else by the
/// routes.
pub(super) fn kind<'a>(operation: &Operation, table: DtoId, property: &'a Property) -> &'a str {
    if let Some(declared) = &property.param_type {
        return declared;
    }
    if table != operation.request {
        return "form";
    }
    let routes = &operation.routes;
    let is_it = |variable: &str| variable.eq_ignore_ascii_case(&property.name);
    if routes.iter().any(|route| route.variables().any(is_it)) {
        return "path";
    }
    let has_body = |verbs: &Verbs| {
        matches!(verbs, Verbs::Only(_)) && (verbs.allow("POST") || verbs.allow("PUT"))
    };
    if routes.iter().any(|route| has_body(&route.verbs)) { "body" } else { "query" }
}
