//! Work too large for one batch. The writer does it in steps between the other changes, so that nobody waits for a
//! million coupons, and in the order it was asked for.

use tokio::sync::oneshot;

use super::book::Book;
use super::trouble::Trouble;
use crate::store::StoreError;

/// Where an answer goes.
pub(super) type Reply<T> = oneshot::Sender<Result<T, StoreError>>;

/// An answer that may leave as soon as what it tells is durable. Dropped, it tells the caller that the store stopped.
pub(super) type Promise = Box<dyn FnOnce() + Send>;

/// Makes an answer wait. A caller that has gone away misses nothing but the answer.
pub(super) fn promise<T: Send + 'static>(reply: Reply<T>, answer: Result<T, StoreError>) -> Promise {
    Box::new(move || drop(reply.send(answer)))
}

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
