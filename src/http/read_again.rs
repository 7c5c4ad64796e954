//! Requests that are read once more, from the bytes that the journal kept of them: what they say,
//! and what of it was dropped. The stages themselves note nothing.

use super::bind;
use super::route::{self, Call, Target};
use super::{Request, request_of, with_verb_in_force};
use crate::host::{Host, HostAt};
use crate::journal::{Bound, Contents, Entry, MASK, Reader, is_secret_path, shown_name};
use crate::lab::Clock;
use crate::value::Object;
use crate::wire::{Diagnostics, Loss, Note};

impl Reader for Host {
    fn read(&self, entry: &Entry) -> Contents {
        let Some(request) = request_of(entry) else { return Contents::default() };
        let in_force = with_verb_in_force(self, &request);
        let request = in_force.as_deref().unwrap_or(&request);
        match route::find(self, request) {
            Target::Operation(call) => contents(self, entry, request, &call),
            _ => Contents::default(),
        }
    }
}

/// Binds a request at the time at which it came.
fn contents(host: &Host, entry: &Entry, request: &Request, call: &Call<'_>) -> Contents {
    let (clock, notes) = (Clock::frozen_at(entry.at), Diagnostics::default());
    let host_at = HostAt::new(host, &clock).noting(&notes);
    let bound = if call.batch {
        bind::bind_batch(&host_at, request, call).map(|all| all.into_iter().flatten().collect())
    } else {
        bind::bind(&host_at, request, call).map(|object| vec![object])
    };
    let dto = |object: Object| Bound::Dto { contract: host.parts.contract.clone(), object };
    let dropped = notes.into_notes().into_iter().filter(|note| is_dropped(host, call, note));
    Contents {
        requests: bound.unwrap_or_default().into_iter().map(dto).collect(),
        dropped: dropped.map(without_secrets).collect(),
    }
}

/// Whether it was dropped: a query of AutoQuery reads members that its class does not have.
fn is_dropped(host: &Host, call: &Call<'_>, note: &Note) -> bool {
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
