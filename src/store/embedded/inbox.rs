//! The changes that wait for the writer, taken out as many at a time as come together.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use super::writer::Message;

/// While a faster disk syncs, those who come late gather for the next time.
const SLOW: Duration = Duration::from_millis(1);

/// The writer's end of the queue.
pub(super) struct Inbox {
    queue: Receiver<Message>,
    /// Most changes taken out at once.
    most: usize,
    /// How many were answered at once the last time.
    answered: usize,
    /// How long the sync took that they waited for.
    took: Duration,
}

impl Inbox {
    pub(super) fn of(queue: Receiver<Message>, most: usize) -> Self {
        Inbox { queue, most, answered: 0, took: Duration::ZERO }
    }

    /// All changes that wait; sleeps until there is one.
    pub(super) fn gather(&mut self) -> Vec<Message> {
        let mut messages = vec![self.queue.recv().unwrap_or(Message::Close)];
        // Others who are about to ask may wait for nothing but this core.
        thread::yield_now();
        self.take(&mut messages, self.most, Duration::ZERO);
        if self.took >= SLOW {
            // Those who were told together ask again together, or nearly. Who just missed the others would wait for two
            // syncs, so a part of one is given for as many as last time.
            self.take(&mut messages, self.answered.min(self.most), self.took / 8);
        }
        messages
    }

    /// Takes changes until they are so many, as long as they come within this time.
    fn take(&self, messages: &mut Vec<Message>, many: usize, patience: Duration) {
        let until = Instant::now() + patience;
        while messages.len() < many && !matches!(messages.last(), Some(Message::Close)) {
            // What is there already costs no look at the clock.
            let wait = |_| self.queue.recv_timeout(until.saturating_duration_since(Instant::now()));
            match self.queue.try_recv().or_else(wait) {
                Ok(message) => messages.push(message),
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => messages.push(Message::Close),
            }
        }
    }

    /// Notes how many are about to be answered together, and how long a sync they waited for.
    pub(super) fn answered(&mut self, count: usize, took: Duration) {
        (self.answered, self.took) = (count, took);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{SyncSender, sync_channel};

    use super::*;

    fn inbox(most: usize) -> (SyncSender<Message>, Inbox) {
        let (sender, queue) = sync_channel(100);
        (sender, Inbox::of(queue, most))
    }

    fn ask(sender: &SyncSender<Message>) {
        sender.try_send(Message::Checkpointed).unwrap();
    }

    #[test]
    fn what_waits_is_taken_up_to_the_most() {
        let (sender, mut inbox) = inbox(3);
        (0..5).for_each(|_| ask(&sender));
        assert_eq!(inbox.gather().len(), 3);
        assert_eq!(inbox.gather().len(), 2);
        drop(sender);
        assert!(matches!(inbox.gather()[..], [Message::Close]));
    }

    #[test]
    fn on_a_slow_disk_those_who_came_together_are_waited_for() {
        let (sender, mut inbox) = inbox(100);
        inbox.answered(3, Duration::from_secs(3600));
        ask(&sender);
        let late = thread::spawn(move || {
            thread::sleep(Duration::from_millis(20));
            (0..2).for_each(|_| ask(&sender));
            sender
        });
        assert_eq!(inbox.gather().len(), 3);
        // As many as last time: nobody waits for a fourth.
        let sender = late.join().unwrap();
        inbox.answered(1, Duration::from_secs(3600));
        ask(&sender);
        assert_eq!(inbox.gather().len(), 1);
    }

    #[test]
    fn nobody_is_waited_for_longer_than_a_part_of_a_sync() {
        let (sender, mut inbox) = inbox(100);
        inbox.answered(3, Duration::from_millis(8));
        ask(&sender);
        assert_eq!(inbox.gather().len(), 1);
    }
}
