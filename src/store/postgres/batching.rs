//! Activations of one kind go to the database in batches: while a statement is under way the
//! callers that come gather, and the next statement takes a coupon for each of them. So one journey
//! and one flush of the database's log serve many, and callers of one process never stand in each
//! other's way for the same row. Nobody waits for others to come.
//!
//! A caller that gets nothing this way (its id is known, the series is used up, a statement failed)
//! looks around alone.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;
use tokio::time::{Instant, timeout_at};
use uuid::Uuid;

use super::database::Database;
use super::engine_error::EngineError;
use super::search::Searches;
use super::series_hint::{Kind, kind};
use crate::store::{Activate, Coupon, StoreError};

/// The most coupons that one statement takes.
const MOST: usize = 128;
/// Statements of one kind under way at once: while one waits for the disk the next one is carried
/// out.
const AT_ONCE: usize = 2;

/// A caller that wants a coupon.
struct Caller {
    request: Arc<Activate>,
    answer: oneshot::Sender<Option<Coupon>>,
}

/// Callers that want the same.
#[derive(Default)]
struct Queue {
    waiting: VecDeque<Caller>,
    /// The ids of statements under way.
    going: HashSet<Uuid>,
    /// Tasks that serve it.
    tasks: usize,
}

/// The waiting callers by what they want. A kind is here as long as a task serves it.
type Queues = HashMap<Kind, Queue>;

/// Gathers callers. A cheap handle: clones share everything.
#[derive(Clone)]
pub(super) struct Batching {
    database: Arc<Database>,
    searches: Searches,
    queues: Arc<Mutex<Queues>>,
}

impl Batching {
    pub(super) fn of(database: Arc<Database>, searches: Searches) -> Self {
        Batching { database, searches, queues: Arc::default() }
    }

    /// How many wait for a statement to begin.
    pub(super) fn waiting(&self) -> usize {
        self.lock().values().map(|queue| queue.waiting.len()).sum()
    }

    /// The coupon that was taken for a request; None if it has to look around alone.
    pub(super) async fn enqueue(
        &self,
        request: &Arc<Activate>,
        end: Instant,
    ) -> Result<Option<Coupon>, StoreError> {
        let kind = kind(request);
        if self.searches.starts.of(&kind, request.at).is_none() {
            return Ok(None);
        }
        let (answer, taken) = oneshot::channel();
        self.database.room_for(self.waiting())?;
        self.push(kind, Caller { request: Arc::clone(request), answer });
        match timeout_at(end, taken).await {
            // Without an answer the statement has failed.
            Ok(taken) => Ok(taken.ok().flatten()),
            Err(_) => Err(self.database.store_error(EngineError::Late)),
        }
    }

    fn push(&self, kind: Kind, caller: Caller) {
        let mut queues = self.lock();
        let queue = queues.entry(kind.clone()).or_default();
        queue.waiting.push_back(caller);
        if queue.tasks < AT_ONCE {
            queue.tasks += 1;
            // A task of its own: a caller that goes away must not take the others with it.
            tokio::spawn(self.clone().serve(kind));
        }
    }

    /// Serves callers that want the same, until none is left for this task.
    async fn serve(self, kind: Kind) {
        let mut serving = Serving { batching: self, kind, going: Vec::new() };
        while let Some(callers) = serving.next() {
            serving.batching.take(&serving.kind, callers).await;
        }
    }

    async fn take(&self, kind: &Kind, mut callers: Vec<Caller>) {
        callers.retain(|caller| !caller.answer.is_closed());
        let Some(earliest) = callers.iter().map(|caller| caller.request.at).min() else { return };
        let Some(series) = self.searches.starts.of(kind, earliest) else { return };
        let requests: Arc<[_]> = callers.iter().map(|caller| Arc::clone(&caller.request)).collect();
        let searches = self.searches.clone();
        let taken = self.database.attempt(self.database.end(), move |client| {
            let (searches, requests) = (searches.clone(), Arc::clone(&requests));
            Box::pin(async move { searches.take(client, &series, &requests).await })
        });
        let coupons = match taken.await {
            Ok(coupons) => coupons.unwrap_or_default(),
            Err(error) => return tracing::debug!(?error, "callers go on alone"),
        };
        if coupons.iter().all(Option::is_none) {
            self.searches.starts.forget(kind);
        }
        for (caller, coupon) in callers.into_iter().zip(coupons) {
            // A caller that does not listen any more will repeat the call with the same id.
            let _ = caller.answer.send(coupon);
        }
    }

    /// Nothing panics while it holds the lock.
    fn lock(&self) -> MutexGuard<'_, Queues> {
        self.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Queue {
    /// The next of the waiting callers. The same id does not go twice at once: the second time
    /// it is a repetition, and the task that is under way with it comes back for it.
    fn batch(&mut self) -> Vec<Caller> {
        let (waiting, going) = (&mut self.waiting, &mut self.going);
        let new = |caller: &&Caller| going.insert(caller.request.activate_id);
        let count = waiting.iter().take(MOST).take_while(new).count();
        waiting.drain(..count).collect()
    }

    fn end(&mut self, gone: &[Uuid]) {
        for id in gone {
            self.going.remove(id);
        }
    }
}

/// A task that serves a queue.
struct Serving {
    batching: Batching,
    kind: Kind,
    /// The ids of its statement under way.
    going: Vec<Uuid>,
}

impl Serving {
    fn next(&mut self) -> Option<Vec<Caller>> {
        let mut queues = self.batching.lock();
        let queue = queues.get_mut(&self.kind)?;
        queue.end(&self.going);
        let callers = queue.batch();
        self.going = callers.iter().map(|caller| caller.request.activate_id).collect();
        (!callers.is_empty()).then_some(callers)
    }
}

/// However the task ends, nobody waits for it any more: a caller that is still in the queue of the
/// last one goes on alone.
impl Drop for Serving {
    fn drop(&mut self) {
        let mut queues = self.batching.lock();
        let Some(queue) = queues.get_mut(&self.kind) else { return };
        queue.end(&self.going);
        queue.tasks -= 1;
        if queue.tasks == 0 {
            queues.remove(&self.kind);
        }
    }
}
