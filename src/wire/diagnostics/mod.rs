//! What a reader dropped or could not use.
//!
//! ServiceStack's readers pass over unknown members and keep the default of what does not convert,
//! and so do ours. A [`Diagnostics`] records both, with path and reason. Without one, a reader
//! looks at one `Option` and goes on.

mod note;

use std::collections::HashSet;
use std::fmt::{self, Write as _};
use std::sync::{Mutex, MutexGuard, PoisonError};

pub use note::{Loss, Note};

use crate::contract::{Contract, DtoId, TypeRef};

/// So many notes at most, and so many members that may come again.
const MOST: usize = 1000;

/// So much of a text is shown.
const SHOWN: usize = 40;

/// Notes of one reading, in the order of the text. A thousand at most: bad input may hold millions.
#[derive(Debug, Default)]
pub struct Diagnostics {
    /// A lock, because what reads is a part of a task that threads pass on.
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    notes: Vec<Note>,
    /// The member that is being read, and how long the path was before each of its steps.
    path: String,
    marks: Vec<usize>,
    /// Paths of members that were read.
    met: HashSet<String>,
    /// What the error that is on its way out says of the innermost member.
    blamed: Option<Note>,
    /// Address and length of the text.
    text: (usize, usize),
}

impl State {
    fn push(&mut self, step: fmt::Arguments<'_>) {
        self.marks.push(self.path.len());
        // Writing to a string never fails.
        _ = self.path.write_fmt(step);
    }

    fn leave(&mut self) {
        self.path.truncate(self.marks.pop().unwrap_or_default());
    }

    fn enter_member(&mut self, name: &str) {
        let dot = if self.path.is_empty() { "" } else { "." };
        self.push(format_args!("{dot}{name}"));
    }

    /// Where a part of the text begins; none for a copy of a part.
    fn place_of(&self, part: &str) -> Option<usize> {
        let (start, length) = self.text;
        part.as_ptr().addr().checked_sub(start).filter(|at| *at < length)
    }

    fn note(&mut self, loss: Loss, part: &str) {
        if self.notes.len() < MOST {
            let (path, at) = (self.path.clone(), self.place_of(part));
            self.notes.push(Note { path, loss, at });
        }
    }
}

impl Diagnostics {
    /// The notes.
    pub fn into_notes(self) -> Vec<Note> {
        self.state.into_inner().unwrap_or_else(PoisonError::into_inner).notes
    }

    /// The innermost member of the error that ended the reading, if the reader knows.
    pub fn blamed(&self) -> Option<String> {
        self.state().blamed.as_ref().map(|note| note.path.clone())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The reading begins: places count from the start of this text.
    pub(super) fn begin(&self, text: &str) {
        self.state().text = (text.as_ptr().addr(), text.len());
    }

    /// Goes into a member of this name.
    pub(super) fn enter_member(&self, name: &str) {
        self.state().enter_member(name);
    }

    /// Goes into an item of a list, or the value of a key.
    pub(super) fn enter_item(&self, key: impl fmt::Display) {
        self.state().push(format_args!("[{key}]"));
    }

    /// Comes back. If the value could not be read, and no part of it is to blame, it is itself.
    pub(super) fn leave_with<T, E>(
        &self,
        read: Result<T, E>,
        contract: &Contract,
        ty: &TypeRef,
        found: &str,
    ) -> Result<T, E> {
        let mut state = self.state();
        if read.is_err() && state.blamed.is_none() {
            let loss = Loss::Misfit { expected: contract.type_text(ty), found: shown(found) };
            let (path, at) = (state.path.clone(), state.place_of(found));
            state.blamed = Some(Note { path, loss, at });
        }
        state.leave();
        read
    }

    /// A member of this name is of no use; `name` is a part of the text, or a copy.
    pub(super) fn note_member(&self, name: &str, loss: Loss) {
        let mut state = self.state();
        state.enter_member(name);
        state.note(loss, name);
        state.leave();
    }

    /// The class has no member of this name.
    pub(crate) fn note_unknown(&self, contract: &Contract, class: DtoId, name: &str) {
        let known = contract.dto(class).members.iter().map(|member| member.name.clone()).collect();
        let class = contract.type_text(&TypeRef::Dto(class));
        self.note_member(name, Loss::UnknownMember { class, known });
    }

    /// The member that is being read was given before, if so.
    pub(super) fn note_repeated(&self, name: &str) {
        let mut state = self.state();
        if state.met.contains(&state.path) {
            state.note(Loss::Duplicate, name);
        } else if state.met.len() < MOST {
            let path = state.path.clone();
            state.met.insert(path);
        }
    }

    /// The error that is on its way out goes no further: the member of this name keeps its default.
    pub(super) fn note_misfit(&self, name: &str) {
        let mut state = self.state();
        if let Some(note) = state.blamed.take().filter(|_| state.notes.len() < MOST) {
            let at = note.at.or_else(|| state.place_of(name));
            state.notes.push(Note { at, ..note });
        }
    }

    /// Something about the member that is being read; `found` is its text.
    pub(super) fn note_here(&self, loss: Loss, found: &str) {
        self.state().note(loss, found);
    }
}

fn shown(text: &str) -> String {
    let end = text.char_indices().nth(SHOWN).map_or(text.len(), |(at, _)| at);
    if end < text.len() { format!("{}…", &text[..end]) } else { text.to_owned() }
}
