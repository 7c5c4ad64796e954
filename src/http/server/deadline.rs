//! How long a connection may go on waiting.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::time::{Instant, Sleep};

/// A limit of time that begins anew with each thing waited for.
///
/// A timer set for each of them costs more than one that fires too early now and then and is set
/// again.
pub struct Deadline {
    span: Duration,
    /// Known from the first time that there is something to wait for.
    due: Option<Instant>,
    timer: Option<Pin<Box<Sleep>>>,
}

impl Deadline {
    pub fn new(span: Duration) -> Self {
        Self { span, due: None, timer: None }
    }

    /// Waits for something else, so long at most.
    pub fn begin(&mut self, span: Duration) {
        (self.span, self.due) = (span, None);
    }

    /// Ready when it has taken too long.
    pub fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let due = *self.due.get_or_insert_with(|| Instant::now() + self.span);
        let timer = self.timer.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(due)));
        if due < timer.deadline() {
            timer.as_mut().reset(due);
        }
        loop {
            ready!(timer.as_mut().poll(cx));
            if due <= timer.deadline() {
                return Poll::Ready(());
            }
            timer.as_mut().reset(due);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn each_wait_has_its_own_time() {
        let begun = Instant::now();
        let mut deadline = Deadline::new(Duration::from_secs(2));
        assert!(poll_fn(|cx| Poll::Ready(deadline.poll(cx))).await.is_pending());
        for (span, ends) in [(5, 5), (1, 6), (3, 9)] {
            deadline.begin(Duration::from_secs(span));
            poll_fn(|cx| deadline.poll(cx)).await;
            assert_eq!(begun.elapsed().as_secs(), ends);
        }
    }
}
