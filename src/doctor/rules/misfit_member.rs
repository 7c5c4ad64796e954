//! Sends values that are not of their type.

use crate::doctor::{About, Case, Each};
use crate::wire::{Loss, Note};

pub const RULE: Each = Each {
    about: &About {
        name: "misfit-member",
        title: "Sends values that are not of their type",
        source: "ServiceStack leaves a member at its default when its value does not convert (recorded: sweep JSON bodies).",
        remedy: "Send numbers as numbers and dates in ISO 8601; the metadata page of the operation shows a sample.",
    },
    look,
};

fn look(case: &Case<'_>) -> Option<String> {
    let is_misfit =
        |note: &&Note| matches!(note.loss, Loss::Misfit { .. } | Loss::Structure { .. });
    let note = case.entry.dropped().iter().find(is_misfit)?;
    Some(format!("{}: {note}", case.call()))
}
