//! Answers on their way from the writer to the callers.
//!
//! To wake a task of another thread takes a system call, and a writer that wakes many callers one
//! by one is interrupted by each. So all callers of one runtime are answered by a task there,
//! which wakes them at next to no cost.

use tokio::runtime::Handle;
use tokio::sync::oneshot;

use super::writer::Message;
use crate::store::deferred::is_early;
use crate::store::state::{Command, State, WriteBatch};
use crate::store::{CommitNumber, StoreError};

/// Waits for an answer.
pub(super) type Awaited<T> = oneshot::Receiver<Result<T, StoreError>>;

/// What a caller waits for. Dropped, it reports to the caller that the store stopped.
pub(super) struct PendingReply {
    /// Where it is waited for.
    runtime: Option<Handle>,
    /// An error takes the place of the answer.
    send: Box<dyn FnOnce(Option<StoreError>) + Send>,
}

impl PendingReply {
    fn new<T: Send + 'static>(
        runtime: Option<Handle>,
        sender: oneshot::Sender<Result<T, StoreError>>,
        answer: Result<T, StoreError>,
    ) -> Self {
        // A caller that has gone away misses nothing but the answer.
        let send = move |error: Option<StoreError>| drop(sender.send(error.map_or(answer, Err)));
        PendingReply { runtime, send: Box::new(send) }
    }
}

/// What comes of commands whose callers learn of it early, which nobody may tell before it is
/// durable; and, for all, that it is.
pub(super) type Replies = (Vec<PendingReply>, Vec<PendingReply>);

/// A command for the writer, and what its caller waits for.
pub(super) fn ask<C: Command>(command: C) -> (Message, Awaited<C::Outcome>, Awaited<()>) {
    let ((sender, decided), (signal, durable)) = (oneshot::channel(), oneshot::channel());
    let (runtime, early) = (Handle::try_current().ok(), is_early());
    let number = CommitNumber::current();
    let decide = move |state: &mut State, batch: &mut WriteBatch, replies: &mut Replies| {
        let answer = command.apply(state, batch);
        if let Some(number) = &number {
            number.get();
        }
        if early {
            replies.0.push(PendingReply::new(runtime.clone(), sender, answer));
        } else {
            // Its caller looks at it once it is durable.
            let _ = sender.send(answer);
        }
        replies.1.push(PendingReply::new(runtime, signal, Ok(())));
    };
    (Message::Command(Box::new(decide)), decided, durable)
}

/// Lets replies go, or the error in their place.
pub(super) fn release(mut replies: Vec<PendingReply>, error: Option<&StoreError>) {
    let id = |reply: &PendingReply| reply.runtime.as_ref().map(Handle::id);
    while let Some(first) = replies.first() {
        let (runtime, here) = (first.runtime.clone(), id(first));
        let (asked_here, elsewhere) =
            replies.into_iter().partition::<Vec<_>, _>(|reply| id(reply) == here);
        replies = elsewhere;
        let (alone, error) = (asked_here.len() == 1, error.cloned());
        let send = move || asked_here.into_iter().for_each(|reply| (reply.send)(error.clone()));
        match runtime {
            Some(runtime) if !alone => drop(runtime.spawn(async { send() })),
            _ => send(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::state::Void;
    use crate::store::{Change, CouponKey, deferring, early};

    #[tokio::test]
    async fn what_comes_of_a_command_is_known_before_it_is_durable() {
        let command = Void(CouponKey::Id(7));
        let asked = deferring(early(async { super::ask(command) })).await;
        let (message, mut decided, mut durable) = asked.expect("nothing to wait for");
        let (first, last) = replies_of(message);
        assert!(decided.try_recv().is_err());
        release(first, None);
        let decided = decided.await.expect("kept");
        assert!(matches!(decided, Ok(Change::NoSuchCoupon)), "{decided:?}");
        assert!(durable.try_recv().is_err());
        release(last, Some(&StoreError::Busy));
        assert!(matches!(durable.await.expect("kept"), Err(StoreError::Busy)));
    }

    #[tokio::test]
    async fn who_waits_for_the_disk_alone_gets_one_reply() {
        let (message, decided, mut durable) = super::ask(Void(CouponKey::Id(7)));
        let (first, last) = replies_of(message);
        assert!(first.is_empty());
        assert!(durable.try_recv().is_err());
        release(last, None);
        durable.await.expect("kept").expect("durable");
        assert!(matches!(decided.await.expect("kept"), Ok(Change::NoSuchCoupon)));
    }

    fn replies_of(message: Message) -> Replies {
        let Message::Command(act) = message else { panic!("another message") };
        let mut replies = Replies::default();
        act(&mut State::default(), &mut WriteBatch::default(), &mut replies);
        replies
    }

    /// Callers who wait for their own numbers.
    fn ask(count: u32) -> (Vec<PendingReply>, Vec<Awaited<u32>>) {
        let one = |number| {
            let (sender, awaited) = oneshot::channel();
            (PendingReply::new(Handle::try_current().ok(), sender, Ok(number)), awaited)
        };
        (0..count).map(one).unzip()
    }

    async fn answer(awaited: Awaited<u32>) -> u32 {
        awaited.await.expect("kept").expect("an answer")
    }

    #[tokio::test]
    async fn every_caller_gets_its_own_answer_wherever_it_waits() {
        let other = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .build()
            .expect("a runtime");
        let (mut replies, mut awaited) = ask(3);
        for (more, waiting) in [
            other.spawn(async { ask(3) }).await.expect("answered"),
            std::thread::spawn(|| ask(3)).join().expect("answered"),
        ] {
            replies.extend(more);
            awaited.extend(waiting);
        }
        release(replies, None);
        for (place, awaited) in awaited.into_iter().enumerate() {
            assert_eq!(answer(awaited).await, place as u32 % 3);
        }
        other.shutdown_background();
    }

    #[tokio::test]
    async fn a_caller_that_has_gone_away_keeps_no_answer_from_the_others() {
        for gone in [vec![0], vec![0, 1], vec![1], vec![3], vec![0, 1, 2, 3]] {
            let (replies, awaited) = ask(4);
            let (left, staying): (Vec<_>, Vec<_>) =
                awaited.into_iter().enumerate().partition(|(place, _)| gone.contains(place));
            drop(left);
            release(replies, None);
            for (place, awaited) in staying {
                assert_eq!(answer(awaited).await, place as u32);
            }
        }
    }

    #[tokio::test]
    async fn a_reply_that_is_not_released_is_noticed() {
        let (replies, awaited) = ask(2);
        drop(replies);
        for awaited in awaited {
            assert!(awaited.await.is_err());
        }
    }
}
