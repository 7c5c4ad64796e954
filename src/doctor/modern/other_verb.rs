//! Uses another verb than the operation has.

use crate::contract::Verbs;
use crate::doctor::{About, Case, Each};
use crate::journal::Bound;

pub const RULE: Each = Each {
    about: &About {
        name: "other-verb",
        title: "Uses another verb than the operation has",
        source: "With endpoint routing a service for any verb has POST alone, and other verbs are 405 (recorded of 10.1.5; docs.servicestack.net/endpoint-routing).",
        remedy: "Use the verb of the operation: POST, or that of its route.",
    },
    look,
};

fn look(case: &Case<'_>) -> Option<String> {
    let Bound::Dto { contract, .. } = case.entry.requests().first()? else { return None };
    let operation = contract.operation(case.entry.operation.as_deref()?)?;
    let verb = case.entry.verb.to_ascii_uppercase();
    let is_any = operation.actions.iter().any(|action| action.eq_ignore_ascii_case("ANY"));
    let of_routes = operation.routes.iter().filter_map(|route| match &route.verbs {
        Verbs::Only(verbs) => Some(verbs.as_str()),
        Verbs::All => None,
    });
    let own = operation.method.as_deref().unwrap_or("POST");
    let is_known = own.eq_ignore_ascii_case(&verb)
        || of_routes.into_iter().flat_map(|verbs| verbs.split([',', ' '])).any(|one| one == verb);
    (is_any && !is_known).then(|| format!("{} has the verb {own} there", operation.name))
}
