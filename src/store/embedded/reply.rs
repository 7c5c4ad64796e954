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
pub(super) struct PendingReply {
    thread: ThreadId,
    /// Gives the other answers back if nobody waits for this one any more. An error takes the place of the answer.
    release: Box<dyn FnOnce(Option<StoreError>, Others) -> Option<Others> + Send>,
}

/// Answers that are passed on when they are dropped, whatever becomes of him who has them.
struct Others {
    replies: Vec<PendingReply>,
    error: Option<StoreError>,
}

impl<T: Send + 'static> Reply<T> {
    /// For whoever asks on this thread.
    pub(super) fn channel() -> (Self, Awaited<T>) {
        let (sender, awaited) = oneshot::channel();
        (Reply { sender, thread: thread::current().id() }, awaited)
    }

    /// Makes an answer wait. A caller that has gone away misses nothing but the answer.
    pub(super) fn pending(self, answer: Result<T, StoreError>) -> PendingReply {
        let Reply { sender, thread } = self;
        let release = move |error: Option<StoreError>, others| {
            let answer = error.map_or(answer, Err);
            sender.send(Told { answer, others }).err().map(|told| told.others)
        };
        PendingReply { thread, release: Box::new(release) }
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
        for reply in mem::take(&mut self.replies) {
            (reply.release)(self.error.clone(), Others { replies: Vec::new(), error: None });
        }
    }
}

/// Lets answers go, or the error in their place.
pub(super) fn release(mut replies: Vec<PendingReply>, error: Option<&StoreError>) {
    while let Some(thread) = replies.first().map(|reply| reply.thread) {
        let (there, elsewhere) = replies.into_iter().partition(|reply| reply.thread == thread);
        release_on_one_thread(there, error);
        replies = elsewhere;
    }
}

/// The first who still waits takes the answers of the others along.
fn release_on_one_thread(mut replies: Vec<PendingReply>, error: Option<&StoreError>) {
    while !replies.is_empty() {
        let first = replies.remove(0);
        match (first.release)(error.cloned(), Others { replies, error: error.cloned() }) {
            None => return,
            Some(mut others) => replies = mem::take(&mut others.replies),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Callers who wait for their own numbers.
    fn ask(count: u32) -> (Vec<PendingReply>, Vec<Awaited<u32>>) {
        let one = |number| {
            let (reply, awaited) = Reply::channel();
            (reply.pending(Ok(number)), awaited)
        };
        (0..count).map(one).unzip()
    }

    async fn told(awaited: Awaited<u32>) -> u32 {
        awaited.await.expect("kept").take().expect("told")
    }

    #[tokio::test]
    async fn everybody_is_told_his_own_answer() {
        let (mut replies, mut awaited) = ask(3);
        let (more, waiting) = thread::spawn(|| ask(3)).join().expect("asked");
        replies.extend(more);
        awaited.extend(waiting);
        release(replies, None);
        for (place, awaited) in awaited.into_iter().enumerate() {
            assert_eq!(told(awaited).await, place as u32 % 3);
        }
    }

    #[tokio::test]
    async fn who_has_gone_away_keeps_no_answer_from_the_others() {
        for gone in [vec![0], vec![0, 1], vec![1], vec![3], vec![0, 1, 2, 3]] {
            let (replies, awaited) = ask(4);
            let (left, staying): (Vec<_>, Vec<_>) =
                awaited.into_iter().enumerate().partition(|(place, _)| gone.contains(place));
            drop(left);
            release(replies, None);
            for (place, awaited) in staying {
                assert_eq!(told(awaited).await, place as u32);
            }
        }
    }

    #[tokio::test]
    async fn who_goes_away_with_the_others_answers_passes_them_on() {
        let (replies, mut awaited) = ask(4);
        release(replies, None);
        assert!(awaited[1].try_recv().is_err(), "the first has it");
        drop(awaited.remove(0));
        for (place, awaited) in awaited.into_iter().enumerate() {
            assert_eq!(told(awaited).await, place as u32 + 1);
        }
    }

    #[tokio::test]
    async fn a_reply_that_is_not_released_is_told() {
        let (replies, awaited) = ask(2);
        drop(replies);
        for awaited in awaited {
            assert!(awaited.await.is_err());
        }
    }
}
