//! Work too large for one batch. The writer does it in steps between the other changes, so that nobody waits for a
//! million coupons, and in the order it was asked for.

use super::book::Book;
use super::promise::Promise;
use super::trouble::Trouble;

/// How far a step has brought a task.
pub(super) enum Step {
    /// There is more to do.
    More,
    /// Done.
    Done,
    /// Done, and somebody waits for it.
    Answer(Promise),
    /// Cannot be done: what it wrote has to go, then somebody is told.
    Undo(Promise),
}

/// Work in steps.
pub(super) trait Task: Send {
    /// Goes on, with at most `budget` rows.
    fn step(&mut self, book: &mut Book<'_>, budget: usize) -> Result<Step, Trouble>;
}
