//! Answers on their way from the writer to those who asked.
//!
//! To wake a task of another thread takes a system call, and a writer that wakes many callers one by one is interrupted
//! by each. So of all who asked on one thread the first is told by the writer; he passes the other answers on, which on
//! his own thread costs next to nothing.

use std::mem;
use std::thread::{self, ThreadId};

use tokio::sync::oneshot;

use crate::store::StoreError;

/// Where an answer goes.
pub(super) struct Reply<T> {
    sender: oneshot::Sender<Told<T>>,
    /// Where it is waited for.
    thread: ThreadId,
}

/// Waits for an answer.
pub(super) type Awaited<T> = oneshot::Receiver<Told<T>>;

/// An answer, and others to be passed on.
pub(super) struct Told<T> {
    answer: Result<T, StoreError>,
    others: Others,
}

/// An answer that may leave as soon as what it tells is durable. Dropped, it tells the caller that the store stopped.
pub(super) struct Promise {
    thread: ThreadId,
    /// Gives the other answers back if nobody waits for this one any more.
    keep: Box<dyn FnOnce(Others) -> Option<Others> + Send>,
}

/// Answers that are passed on when they are dropped, whatever becomes of him who has them.
struct Others(Vec<Promise>);

impl<T: Send + 'static> Reply<T> {
    /// For whoever asks on this thread.
    pub(super) fn channel() -> (Self, Awaited<T>) {
        let (sender, awaited) = oneshot::channel();
        (Reply { sender, thread: thread::current().id() }, awaited)
    }

    /// Makes an answer wait. A caller that has gone away misses nothing but the answer.
    pub(super) fn promise(self, answer: Result<T, StoreError>) -> Promise {
        let Reply { sender, thread } = self;
        let keep = move |others| sender.send(Told { answer, others }).err().map(|told| told.others);
        Promise { thread, keep: Box::new(keep) }
    }
}

impl<T> Told<T> {
    /// The answer; the others go on.
    pub(super) fn take(self) -> Result<T, StoreError> {
        drop(self.others);
        self.answer
    }
}

impl Drop for Others {
    fn drop(&mut self) {
        for promise in mem::take(&mut self.0) {
            (promise.keep)(Others(Vec::new()));
        }
    }
}

/// Lets answers go.
pub(super) fn keep(mut promises: Vec<Promise>) {
    while let Some(thread) = promises.first().map(|promise| promise.thread) {
        let (there, elsewhere) = promises.into_iter().partition(|promise| promise.thread == thread);
        keep_on_one_thread(there);
        promises = elsewhere;
    }
}

/// The first who still waits takes the answers of the others along.
fn keep_on_one_thread(mut promises: Vec<Promise>) {
    while !promises.is_empty() {
        let first = promises.remove(0);
        match (first.keep)(Others(promises)) {
            None => return,
            Some(mut others) => promises = mem::take(&mut others.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Callers who wait for their own numbers.
    fn ask(count: u32) -> (Vec<Promise>, Vec<Awaited<u32>>) {
        let one = |number| {
            let (reply, awaited) = Reply::channel();
            (reply.promise(Ok(number)), awaited)
        };
        (0..count).map(one).unzip()
    }

    async fn told(awaited: Awaited<u32>) -> u32 {
        awaited.await.expect("kept").take().expect("told")
    }

    #[tokio::test]
    async fn everybody_is_told_his_own_answer() {
        let (mut promises, mut awaited) = ask(3);
        let (more, waiting) = thread::spawn(|| ask(3)).join().expect("asked");
        promises.extend(more);
        awaited.extend(waiting);
        keep(promises);
        for (place, awaited) in awaited.into_iter().enumerate() {
            assert_eq!(told(awaited).await, place as u32 % 3);
        }
    }

    #[tokio::test]
    async fn who_has_gone_away_keeps_no_answer_from_the_others() {
        for gone in [vec![0], vec![0, 1], vec![1], vec![3], vec![0, 1, 2, 3]] {
            let (promises, awaited) = ask(4);
            let (left, staying): (Vec<_>, Vec<_>) =
                awaited.into_iter().enumerate().partition(|(place, _)| gone.contains(place));
            drop(left);
            keep(promises);
            for (place, awaited) in staying {
                assert_eq!(told(awaited).await, place as u32);
            }
        }
    }

    #[tokio::test]
    async fn who_goes_away_with_the_others_answers_passes_them_on() {
        let (promises, mut awaited) = ask(4);
        keep(promises);
        assert!(awaited[1].try_recv().is_err(), "the first has it");
        drop(awaited.remove(0));
        for (place, awaited) in awaited.into_iter().enumerate() {
            assert_eq!(told(awaited).await, place as u32 + 1);
        }
    }

    #[tokio::test]
    async fn a_promise_that_is_not_kept_is_told() {
        let (promises, awaited) = ask(2);
        drop(promises);
        for awaited in awaited {
            assert!(awaited.await.is_err());
        }
    }
}
