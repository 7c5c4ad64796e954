//! The embedded engine: one directory, one process. The coupons are a `State` in memory; a
//! change is durable by the journal, and checkpoints in sled let the journal forget.

mod checkpoint;
mod durable;
mod inbox;
mod open;
mod record;
mod reply;
mod statistics;
mod trouble;
mod watermark;
mod writer;

pub use open::has_store;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;
pub use trouble::expects_panic;

use chrono::NaiveDateTime;
use tokio::sync::watch;

use self::inbox::Inbox;
use self::reply::Reply;
use self::statistics::Statistics;
use self::writer::{Message, Progress, Writer};
use super::aside::{aside, gather, prepare};
use super::memory::MemoryCoupons;
use super::state::{Command, Replacement, Salt, State, Void};
use super::{
    Activate, Activation, Added, Addition, Answer, Change, Counts, Coupon, CouponId, CouponKey, Coupons,
    Filter, Page, Sink, Source, Spend, StoreError, Vitals,
};
use crate::lab::Seed;

/// How the embedded engine is run.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Most changes that may wait; one more is [`StoreError::Busy`].
    pub queue: usize,
    /// Most changes that share one sync of the disk.
    pub batch: usize,
    /// Memory for pages of a checkpoint while it is written or read, in bytes.
    pub cache_bytes: u64,
    /// Bytes of changes in the journal until a checkpoint is written. A large store lets the journal grow to an eighth
    /// of its last checkpoint.
    pub journal_bytes: u64,
    /// The key of the hash of ActivateIds is drawn of it. No answer shows it.
    pub seed: Seed,
}

const MIB: u64 = 1024 * 1024;

impl Default for Settings {
    fn default() -> Self {
        Settings {
            queue: 4096,
            batch: 1024,
            cache_bytes: 16 * MIB,
            journal_bytes: 16 * MIB,
            seed: Seed::from_os(),
        }
    }
}

/// The coupons of one directory. A cheap handle: clones share everything.
#[derive(Clone)]
pub struct EmbeddedCoupons {
    shared: Arc<Shared>,
}

struct Shared {
    queue: SyncSender<Message>,
    progress: watch::Receiver<Progress>,
    statistics: Arc<Statistics>,
    salt: Salt,
}

/// Keeps the writer at work. Dropping it decides what waits, makes it durable and joins the writer's thread.
#[must_use = "the store closes when its guard is dropped"]
pub struct Guard {
    queue: SyncSender<Message>,
    progress: watch::Receiver<Progress>,
    writer: Option<JoinHandle<()>>,
}

/// Opens the store in a directory, which is made if it does not exist.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use servicestack_emulator::store::embedded::{Settings, open};
///
/// let directory = tempfile::tempdir()?;
/// let (coupons, guard) = open(directory.path(), &Settings::default())?;
/// // … requests are served from `coupons` …
/// drop(guard);
/// # Ok(()) }
/// ```
///
/// # Errors
/// [`StoreError::Locked`], [`StoreError::Directory`], [`StoreError::Damaged`], [`StoreError::Format`] or
/// [`StoreError::OldDirectory`].
pub fn open(path: &Path, settings: &Settings) -> Result<(EmbeddedCoupons, Guard), StoreError> {
    let opened = open::open(path, settings)?;
    let salt = opened.salt;
    let (queue, inbox) = sync_channel(settings.queue);
    let state = Arc::new(opened.state.clone());
    let (sender, progress) = watch::channel(Progress { state, stopped: None });
    let statistics = Arc::new(Statistics::new(settings.queue));
    let inbox = Inbox::of(inbox, settings.batch);
    let counted = Arc::clone(&statistics);
    let writer = Writer::new(path, opened, settings, inbox, queue.clone(), sender, counted);
    let cannot_start = |error: std::io::Error| StoreError::Directory {
        path: path.to_owned(),
        why: error.to_string().into(),
    };
    let thread = std::thread::Builder::new().name("coupons".into());
    let writer = thread.spawn(|| writer.run()).map_err(cannot_start)?;
    let guard = Guard { queue: queue.clone(), progress: progress.clone(), writer: Some(writer) };
    Ok((EmbeddedCoupons { shared: Arc::new(Shared { queue, progress, statistics, salt }) }, guard))
}

impl Guard {
    /// Waits until the store takes no more changes, and tells why. A process should end with an error then, unless
    /// it closed the store itself.
    pub fn stopped(&self) -> impl Future<Output = StoreError> + Send + use<> {
        stopped(self.progress.clone())
    }
}

async fn stopped(mut progress: watch::Receiver<Progress>) -> StoreError {
    let stopped = progress.wait_for(|progress| progress.stopped.is_some()).await;
    let told = stopped.ok().and_then(|progress| progress.stopped.clone());
    told.unwrap_or_else(|| StoreError::Stopped("its writer is gone".into()))
}

impl Drop for Guard {
    fn drop(&mut self) {
        // Neither can fail but for a writer that is gone already.
        let _ = self.queue.send(Message::Close);
        let _ = self.writer.take().map(JoinHandle::join);
    }
}

impl EmbeddedCoupons {
    /// All coupons as they are durable, without a look at the writer.
    fn current(&self) -> Result<Arc<State>, StoreError> {
        let progress = self.shared.progress.borrow();
        progress.stopped.clone().map_or_else(|| Ok(Arc::clone(&progress.state)), Err)
    }

    /// Hands a command to the writer and waits for the answer.
    async fn apply<C: Command>(&self, command: C) -> Result<C::Outcome, StoreError> {
        let Shared { queue, progress, statistics, .. } = &*self.shared;
        let (reply, answer) = Reply::channel();
        statistics.enters();
        let sent = queue.try_send(Message::of(command, reply));
        if sent.is_err() {
            statistics.leave(1);
        }
        match sent {
            Ok(()) => match answer.await {
                Ok(told) => told.take(),
                // The writer drops what it had in hand just before it tells why.
                Err(_) => Err(stopped(progress.clone()).await),
            },
            Err(TrySendError::Full(_)) => Err(StoreError::Busy),
            Err(TrySendError::Disconnected(_)) => Err(stopped(progress.clone()).await),
        }
    }
}

impl Coupons for EmbeddedCoupons {
    fn add(&self, addition: Addition) -> Answer<'_, Added> {
        Box::pin(async { self.apply(prepare(addition).await?).await })
    }

    fn activate(&self, request: Activate) -> Answer<'_, Activation> {
        Box::pin(self.apply(request))
    }

    fn spend(&self, request: Spend) -> Answer<'_, Change> {
        Box::pin(self.apply(request))
    }

    fn void(&self, coupon: CouponKey) -> Answer<'_, Change> {
        Box::pin(self.apply(Void(coupon)))
    }

    fn get(&self, coupon: CouponKey) -> Answer<'_, Option<Coupon>> {
        Box::pin(async move { Ok(self.current()?.get(&coupon)) })
    }

    fn find(&self, filter: Filter, after: CouponId, limit: usize) -> Answer<'_, Page> {
        Box::pin(async move {
            let state = self.current()?;
            if filter.code.is_some() {
                // One coupon at most: not worth another thread.
                return Ok(state.find(&filter, after, limit));
            }
            aside(move || Ok(state.find(&filter, after, limit))).await
        })
    }

    fn count(&self, at: NaiveDateTime) -> Answer<'_, Counts> {
        Box::pin(async move { Ok(self.current()?.count(at)) })
    }

    fn snapshot(&self, sink: Sink) -> Answer<'_, u64> {
        Box::pin(async move {
            let state = self.current()?;
            aside(move || state.show_to(sink)).await
        })
    }

    fn replace(&self, source: Source) -> Answer<'_, u64> {
        Box::pin(async {
            let replacement = gather(source, self.shared.salt).await?;
            let encoded = aside(move || Ok(replacement.encoded())).await?;
            self.apply(encoded).await
        })
    }

    fn reset(&self) -> Answer<'_, ()> {
        Box::pin(async {
            let empty = Replacement::of(State::new(self.shared.salt)).encoded();
            self.apply(empty).await.map(drop)
        })
    }

    /// The coupons as they are durable. However many they are, nothing is copied.
    fn fork(&self) -> Result<Arc<dyn Coupons>, StoreError> {
        Ok(Arc::new(MemoryCoupons::of(self.current()?.fork(), self.shared.salt)))
    }

    fn ready(&self) -> Answer<'_, ()> {
        let stopped = self.shared.progress.borrow().stopped.clone();
        Box::pin(async move { stopped.map_or(Ok(()), Err) })
    }

    fn vitals(&self) -> Vitals {
        self.shared.statistics.vitals()
    }
}
