//! The same stages for an exchange that an observer keeps: they note what they see.

use super::HostExchange;
use super::bind;
use super::error::Refusal;
use super::route::Call;
use crate::journal::{Bound, WHOLE_TEXT, is_whole_text};
use crate::value::Object;
use crate::wire::{Diagnostics, Note};

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

/// A text that was read as a form has all of it for a name, secrets included: it is not repeated.
fn named(note: Note) -> Note {
    match is_whole_text(&note.path) {
        true => Note { path: WHOLE_TEXT.to_owned(), ..note },
        false => note,
    }
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
        details.dropped = notes.into_notes().into_iter().map(named).collect();
        details.is_batch = is_batch;
    });
}
