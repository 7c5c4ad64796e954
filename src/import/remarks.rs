//! What a host will not do as its document has it.

use super::edition::StatedEdition;
use crate::contract::{Contract, Remark, Route};
use crate::service::validation::{Checks, NotUnderstood};

/// Attributes that the host cannot check: protection closes its operation.
pub(super) fn unchecked(contract: &Contract) -> impl Iterator<Item = Remark> {
    contract.operations().iter().enumerate().flat_map(|(place, operation)| {
        let path = format!("$.operations[{}].request", contract.place_in_document(place));
        let remark = move |reported: NotUnderstood| Remark {
            path: path.clone(),
            message: format!("{}: {}", reported.place, reported.reason),
        };
        let scopeless = operation.requires_api_key.then(|| NotUnderstood {
            place: operation.name.clone(),
            reason: "asks for an API key of a scope that no document names; any good key opens it \
                     unless [api_keys] scopes names one"
                .to_owned(),
        });
        Checks::of(contract, operation).1.into_iter().chain(scopeless).map(remark)
    })
}

/// Routes with which a host that has endpoint routing would not start.
pub(super) fn unroutable<'c>(
    contract: &'c Contract,
    edition: &StatedEdition,
) -> impl Iterator<Item = Remark> + use<'c> {
    let has_endpoints = edition.has_endpoints();
    let operations = contract.operations().iter().enumerate().filter(move |_| has_endpoints);
    operations.flat_map(|(place, operation)| {
        let place = contract.place_in_document(place);
        let open = |route: &Route| Some((route.path.clone(), rerouted(&route.path)?));
        operation.routes.iter().filter_map(open).map(move |(path, served)| Remark {
            path: format!("$.operations[{place}].routes"),
            message: format!(
                "{path}: a host with endpoint routing does not start with such a route; tolerant mode takes it for {served}"
            ),
        })
    })
}

/// A path that ends in `{Rest*}`, as ASP.NET Core would have it.
fn rerouted(path: &str) -> Option<String> {
    let (begin, name) = path.strip_suffix("*}")?.rsplit_once('{')?;
    Some(format!("{begin}{{**{name}}}"))
}
