//! The subscribers of a host in one tenant.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use tokio::time::Instant;

use super::message::check_name;
use super::queue::Queue;
use super::subscriber::{Subscriber, channels_of, distinct, json_of};
use super::{Fields, Limits, Message, Refused, Subscription};
use crate::lab::Seed;

/// The subscribers of a host in one tenant.
pub struct Hub {
    limits: Limits,
    ids: Seed,
    state: Mutex<State>,
}

/// Who wants to listen.
#[derive(Debug, Clone, Default)]
pub struct Listener {
    /// Id and name of the user who is signed in.
    pub user: Option<(String, String)>,
    /// The id of the session.
    pub session: String,
    /// The channels; none are `*`.
    pub channels: Vec<String>,
    /// The address of the host, below which that of the subscription lies.
    pub base_url: String,
    /// The picture of those who have none.
    pub picture: &'static str,
}

#[derive(Default)]
struct State {
    /// By the order in which they came.
    subscribers: BTreeMap<u64, Subscriber>,
    /// How many ever came.
    count: u64,
}

impl Hub {
    /// Nobody listens. The ids of subscriptions are drawn from this stream.
    pub fn new(limits: Limits, ids: Seed) -> Self {
        Self { limits, ids, state: Mutex::default() }
    }

    /// The same without subscribers.
    #[must_use]
    pub fn fresh(&self, ids: Seed) -> Self {
        Self::new(self.limits, ids)
    }

    /// Somebody listens from now on, and all of the same channels are told.
    ///
    /// # Errors
    /// More subscribers or channels than may be, or a channel that cannot be one.
    pub fn subscribe(
        self: &Arc<Self>,
        listener: Listener,
        now: DateTime<Utc>,
    ) -> Result<Subscription, Refused> {
        let channels = channels_of(listener.channels);
        self.check_channels(&channels)?;
        let mut state = self.state();
        if state.subscribers.len() >= self.limits.subscribers {
            return Err(Refused::Subscribers(self.limits.subscribers));
        }
        state.count += 1;
        let number = state.count;
        let (user_id, user_name) = match listener.user {
            Some((id, name)) => (id, Some(name)),
            None => (format!("-{number}"), None),
        };
        let (queue, receiver) = Queue::new(self.limits.queue);
        let mut subscriber = Subscriber {
            id: self.new_id(&state),
            user_id,
            user_name,
            session: listener.session,
            picture: listener.picture,
            channels: channels.clone(),
            created: now,
            seen: Instant::now(),
            queue,
        };
        let greeting = self.greeting(&subscriber, &listener.base_url);
        subscriber.queue.add(&format!("cmd.onConnect {}", json_of(&greeting)).into());
        let fields = subscriber.fields();
        state.subscribers.insert(number, subscriber);
        state.tell(&channels, "cmd.onJoin", &fields);
        Ok(Subscription::new(Arc::downgrade(self), number, receiver))
    }

    /// Notes that a client is there, and answers it by an event; false when there is no such
    /// subscription.
    pub fn heartbeat(&self, id: &str) -> bool {
        let mut state = self.state();
        let Some(subscriber) = state.subscribers.values_mut().find(|known| known.id == id) else {
            return false;
        };
        subscriber.seen = Instant::now();
        let text = format!("cmd.onHeartbeat {}", json_of(&subscriber.fields()));
        subscriber.queue.add(&text.into())
    }

    /// Ends a subscription, tells those of its channels, and gives what they see of it.
    pub fn unregister(&self, id: &str) -> Option<Fields> {
        let mut state = self.state();
        let number = state.number_of(id)?;
        state.leave(number)
    }

    /// Changes the channels of a subscription, first those it leaves; after each of the two, those
    /// of its channels are told. False when there is no such subscription.
    ///
    /// # Errors
    /// More channels than may be, or one that cannot be one.
    pub fn update(
        &self,
        id: &str,
        joined: Vec<String>,
        left: Vec<String>,
    ) -> Result<bool, Refused> {
        let (joined, left) = (distinct(joined), distinct(left));
        let mut state = self.state();
        let Some(number) = state.number_of(id) else { return Ok(false) };
        let Some(subscriber) = state.subscribers.get_mut(&number) else { return Ok(false) };
        let kept = subscriber.channels.iter().filter(|own| !left.contains(own)).cloned();
        let kept: Vec<String> = kept.collect();
        let all = distinct(kept.iter().chain(&joined).cloned().collect());
        self.check_channels(&all)?;
        for (channels, is_meant) in [(kept, !left.is_empty()), (all, !joined.is_empty())] {
            if is_meant && let Some(subscriber) = state.subscribers.get_mut(&number) {
                subscriber.channels.clone_from(&channels);
                let fields = subscriber.fields();
                state.tell(&channels, "cmd.onUpdate", &fields);
            }
        }
        Ok(true)
    }

    /// What others see of those who listen to one of these channels; of all where none is named.
    pub fn subscribers(&self, channels: &[String]) -> Vec<Fields> {
        let state = self.state();
        let of_channels = |subscriber: &&Subscriber| {
            channels.is_empty() || channels.iter().any(|channel| subscriber.listens_to(channel))
        };
        state.subscribers.values().filter(of_channels).map(Subscriber::fields).collect()
    }

    /// Sends a message, and gives how many get it.
    ///
    /// # Errors
    /// A selector or channel that cannot be sent.
    pub fn publish(&self, message: &Message) -> Result<usize, Refused> {
        let text = message.text()?;
        Ok(self.state().send(&text.into(), |subscriber| message.is_for(subscriber)))
    }

    /// Ends all streams.
    pub fn close(&self) {
        self.state().subscribers.clear();
    }

    /// Until when a subscriber may say nothing; none when it is gone.
    pub(super) fn idle_at(&self, number: u64) -> Option<Instant> {
        Some(self.state().subscribers.get(&number)?.seen + self.limits.idle)
    }

    /// Ends a subscription that said nothing for too long, and says whether it did.
    pub(super) fn drop_idle(&self, number: u64) -> bool {
        let is_idle = self.idle_at(number).is_none_or(|end| end <= Instant::now());
        if is_idle {
            self.state().leave(number);
        }
        is_idle
    }

    /// Forgets a subscriber whose connection ended. Nobody is told (recorded).
    pub(super) fn forget(&self, number: u64) {
        self.state().subscribers.remove(&number);
    }

    fn check_channels(&self, channels: &[String]) -> Result<(), Refused> {
        if channels.len() > self.limits.channels {
            return Err(Refused::Channels(self.limits.channels));
        }
        channels.iter().try_for_each(|channel| check_name(channel))
    }

    /// What a subscriber is told of itself.
    fn greeting(&self, subscriber: &Subscriber, base_url: &str) -> Fields {
        let (id, mut fields) = (&subscriber.id, subscriber.fields());
        fields.extend([
            ("id", id.clone()),
            ("unRegisterUrl", format!("{base_url}/event-unregister?id={id}")),
            ("heartbeatUrl", format!("{base_url}/event-heartbeat?id={id}")),
            ("updateSubscriberUrl", format!("{base_url}/event-subscribers/{id}")),
            ("heartbeatIntervalMs", self.limits.heartbeat.as_millis().to_string()),
            ("idleTimeoutMs", self.limits.idle.as_millis().to_string()),
        ]);
        fields
    }

    /// An id that no subscription has.
    fn new_id(&self, state: &State) -> String {
        loop {
            let id = self.ids.session_id();
            if state.number_of(&id).is_none() {
                return id;
            }
        }
    }

    /// No code panics while it holds the lock.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn number_of(&self, id: &str) -> Option<u64> {
        self.subscribers.iter().find(|(_, known)| known.id == id).map(|(number, _)| *number)
    }

    /// Tells each of these channels of a subscriber.
    fn tell(&mut self, channels: &[String], selector: &str, fields: &Fields) {
        for channel in channels {
            let text = format!("{channel}@{selector} {}", json_of(fields));
            self.send(&text.into(), |subscriber| subscriber.listens_to(channel));
        }
    }

    /// Sends an event to some; those who cannot take it are dropped. Gives how many got it.
    fn send(&mut self, text: &Arc<str>, gets: impl Fn(&Subscriber) -> bool) -> usize {
        let mut count = 0;
        self.subscribers.retain(|_, subscriber| {
            if !gets(subscriber) {
                return true;
            }
            let is_added = subscriber.queue.add(text);
            count += usize::from(is_added);
            is_added
        });
        count
    }

    /// Ends a subscription and tells the others of its channels.
    fn leave(&mut self, number: u64) -> Option<Fields> {
        let subscriber = self.subscribers.remove(&number)?;
        let fields = subscriber.fields();
        self.tell(&subscriber.channels, "cmd.onLeave", &fields);
        Some(fields)
    }
}
