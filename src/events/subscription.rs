//! The reading end of a subscription.

use std::sync::{Arc, Weak};

use bytes::Bytes;
use futures_util::Stream;
use futures_util::stream::unfold;
use tokio::sync::Mutex;
use tokio::sync::mpsc::Receiver;

use super::Hub;
use super::queue::Event;

/// The reading end of a subscription. When it is dropped, the subscriber is gone.
pub struct Subscription {
    /// The tenant alone holds it: when that is gone, the stream ends.
    hub: Weak<Hub>,
    number: u64,
    queue: Mutex<Receiver<Event>>,
}

impl Subscription {
    pub(super) fn new(hub: Weak<Hub>, number: u64, queue: Receiver<Event>) -> Self {
        Self { hub, number, queue: Mutex::new(queue) }
    }

    /// The events as lines of `text/event-stream`, until the subscription ends.
    pub fn lines(self: Arc<Self>) -> impl Stream<Item = Bytes> + Send + 'static {
        unfold(self, |subscription| async move {
            let (number, text) = subscription.next().await?;
            Some((Bytes::from(format!("id: {number}\ndata: {text}\n\n")), subscription))
        })
    }

    async fn next(&self) -> Option<Event> {
        let mut queue = self.queue.lock().await;
        loop {
            if let Ok(event) = queue.try_recv() {
                return Some(event);
            }
            let idle_at = self.hub.upgrade()?.idle_at(self.number)?;
            tokio::select! {
                event = queue.recv() => return event,
                () = tokio::time::sleep_until(idle_at) => {
                    if self.hub.upgrade()?.drop_idle(self.number) {
                        return None;
                    }
                }
            }
        }
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        if let Some(hub) = self.hub.upgrade() {
            hub.forget(self.number);
        }
    }
}
