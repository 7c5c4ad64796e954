//! The Parameter column: where a member travels (docs/wire/pages.md#parameter-column).

use crate::contract::{DtoId, Operation, Property, Verbs};

/// `[ApiMember(ParameterType)]` as given; `form` for all but the request's own members; else by the routes.
pub(super) fn kind<'a>(operation: &Operation, table: DtoId, property: &'a Property) -> &'a str {
    if let Some(declared) = &property.param_type {
        return declared;
    }
    if table != operation.request {
        return "form";
    }
    let routes = &operation.routes;
    if routes.iter().any(|route| names(&route.path, &property.name)) {
        return "path";
    }
    let has_body =
        |verbs: &Verbs| matches!(verbs, Verbs::Only(_)) && (verbs.allow("POST") || verbs.allow("PUT"));
    if routes.iter().any(|route| has_body(&route.verbs)) { "body" } else { "query" }
}

/// Whether a path holds `{name}` or `{name*}`.
fn names(path: &str, name: &str) -> bool {
    let variables = path.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    variables.into_iter().any(|variable| variable.trim_end_matches('*').eq_ignore_ascii_case(name))
}
