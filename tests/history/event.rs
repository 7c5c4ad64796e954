//! What a history is made of: which client called what, when, and what came of it.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use uuid::Uuid;

/// What a client asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Call {
    /// Coupons with the codes prefix + four digits. No two calls ask for the same codes, but for
    /// retries.
    Add { prefix: String, count: u32 },
    /// One coupon whose code begins so.
    Activate { prefix: String, id: Uuid },
    /// One coupon.
    Spend { code: String, id: Uuid },
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// So many were made, so many existed.
    Added { inserted: u32, omitted: u32 },
    /// This coupon is the caller's.
    Activated { code: String },
    /// The coupon is taken.
    Spent,
    /// Nothing was done, and why.
    Refused(String),
    /// No answer, or one that does not say: it may have been done, or be done later.
    Unknown,
}

/// One call. The moments are those of one counter for all clients.
#[derive(Debug, Clone)]
pub struct Event {
    pub call: Call,
    pub invoked: u64,
    pub returned: u64,
    pub outcome: Outcome,
}

/// A coupon as it is at the end.
#[derive(Debug, Clone, Default)]
pub struct Coupon {
    pub id: i64,
    pub code: String,
    pub status: i64,
    pub used: bool,
    pub activate_id: Option<Uuid>,
    pub spend_id: Option<Uuid>,
}

/// A history being written.
#[derive(Default)]
pub struct Recorder {
    moments: AtomicU64,
    answered: AtomicUsize,
    events: Mutex<Vec<Event>>,
}

impl Recorder {
    /// The next moment.
    pub fn moment(&self) -> u64 {
        self.moments.fetch_add(1, Ordering::SeqCst)
    }

    pub fn record(&self, call: Call, invoked: u64, outcome: Outcome) {
        let returned = self.moment();
        if outcome != Outcome::Unknown {
            self.answered.fetch_add(1, Ordering::SeqCst);
        }
        self.events.lock().unwrap().push(Event { call, invoked, returned, outcome });
    }

    /// How many calls have been answered.
    pub fn answered(&self) -> usize {
        self.answered.load(Ordering::SeqCst)
    }

    pub fn into_events(self) -> Vec<Event> {
        self.events.into_inner().unwrap()
    }
}

impl Call {
    /// The codes that an addition asks for.
    pub fn codes(&self) -> impl Iterator<Item = String> + '_ {
        let (prefix, count) = match self {
            Call::Add { prefix, count } => (prefix.as_str(), *count),
            _ => ("", 0),
        };
        (1..=count).map(move |number| format!("{prefix}{number:04}"))
    }
}
