//! The same stages for an exchange that an observer keeps: they note what they see.

use super::HostExchange;
use super::bind;
use super::error::Refusal;
use super::route::Call;
use crate::journal::{Bound, MASK, is_secret_path, shown_name};
use crate::value::Object;
use crate::wire::{Diagnostics, Loss, Note};

/// Reads the request DTO, and notes it with what was dropped.
pub fn bind(host: &HostExchange<'_>, call: &Call<'_>) -> Result<Object, Refusal> {
    let notes = Diagnostics::default();
    let bound = bind::bind(&host.noting(&notes), host.request, call);
    note(host, call, notes, bound.iter(), false);
    bound
}

/// Reads the requests of a batch, and notes them with what was dropped.
pub fn bind_batch(
    host: &HostExchange<'_>,
    call: &Call<'_>,
) -> Result<Vec<Option<Object>>, Refusal> {
    let notes = Diagnostics::default();
    let bound = bind::bind_batch(&host.noting(&notes), host.request, call);
    note(host, call, notes, bound.iter().flatten().flatten(), true);
    bound
}

/// Whether it was dropped: a query of AutoQuery reads members that its class does not have.
fn is_dropped(host: &HostExchange<'_>, call: &Call<'_>, note: &Note) -> bool {
    let is_unknown = matches!(note.loss, Loss::UnknownMember { .. });
    !is_unknown || !host.parts.contract.dto(call.operation.request).is_query()
}

/// A note without what nobody but the client may see.
fn without_secrets(mut note: Note) -> Note {
    if let Loss::Misfit { found, .. } = &mut note.loss
        && is_secret_path(&note.path)
    {
        MASK.clone_into(found);
    }
    Note { path: shown_name(note.path), ..note }
}

fn note<'o>(
    host: &HostExchange<'_>,
    call: &Call<'_>,
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
        let dropped = notes.into_notes().into_iter().filter(|note| is_dropped(host, call, note));
        details.dropped = dropped.map(without_secrets).collect();
        details.is_batch = is_batch;
    });
}
