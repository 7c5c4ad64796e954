//! Sends members that the operation does not have.

use crate::doctor::{About, Case, Each};
use crate::wire::{Loss, Note};

pub const RULE: Each = Each {
    about: &About {
        name: "unknown-member",
        title: "Sends members that the operation does not have",
        source: "ServiceStack passes over unknown members without a word: a typing error is lost data (recorded: sweep JSV bodies).",
        remedy: "Take the names from the DTOs of the host: /types/{language}.",
    },
    look,
};

fn look(case: &Case<'_>) -> Option<String> {
    let is_unknown = |note: &&Note| matches!(note.loss, Loss::UnknownMember { .. });
    let note = case.entry.dropped().iter().find(is_unknown)?;
    Some(format!("{}: {note}", case.call()))
}
