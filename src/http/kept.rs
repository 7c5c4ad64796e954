//! The same stages for an exchange that an observer keeps: they note what they see.

use super::HostExchange;
use super::bind;
use super::error::Refusal;
use super::route::Call;
use crate::journal::Bound;
use crate::value::Object;
use crate::wire::Diagnostics;

/// Reads the request DTO, and notes it with what was dropped.
pub fn bind(host: &HostExchange<'_>, call: &Call<'_>) -> Result<Object, Refusal> {
    let notes = Diagnostics::default();
    let bound = bind::bind(&host.noting(&notes), host.request, call);
    note(host, notes, bound.iter(), false);
    bound
}

/// Reads the requests of a batch, and notes them with what was dropped.
pub fn bind_batch(
    host: &HostExchange<'_>,
    call: &Call<'_>,
) -> Result<Vec<Option<Object>>, Refusal> {
    let notes = Diagnostics::default();
    let bound = bind::bind_batch(&host.noting(&notes), host.request, call);
    note(host, notes, bound.iter().flatten().flatten(), true);
    bound
}

fn note<'o>(
    host: &HostExchange<'_>,
    notes: Diagnostics,
    bound: impl Iterator<Item = &'o Object>,
    is_batch: bool,
) {
    let contract = &host.parts.contract;
    host.exchange.note_details(|details| {
        let mut room = host.exchange.keeps();
        let fits = |object: &&Object| match room.checked_sub(Bound::size_of(object)) {
            Some(left) => {
                room = left;
                true
            }
            None => false,
        };
        let dto =
            |object: &Object| Bound::Dto { contract: contract.clone(), object: object.clone() };
        details.requests = bound.take_while(fits).map(dto).collect();
        (details.dropped, details.is_batch) = (notes.into_notes(), is_batch);
    });
}
