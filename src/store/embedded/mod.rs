//! The embedded engine: one directory, one process. The coupons are a `State` in memory; a
//! change is durable by the journal, and checkpoints in sled let the journal forget.

mod checkpoint;
mod files;
mod open;
mod record;
mod reply;
mod writer;

pub use open::has_store;
use std::path::Path;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use chrono::NaiveDateTime;
use crossbeam_channel::{Sender, TrySendError, bounded};
use smart_default::SmartDefault;
use tokio::sync::watch;

use self::reply::{Awaited, ask};
use self::writer::{Message, Progress, Writer};
use super::aside::{aside, gather, prepare};
use super::deferred::{all_durable, wait_or_defer};
use super::journal::Failure;
use super::memory::MemoryCoupons;
use super::state::{Command, State, Void};
use super::vitals::Meters;
use super::{
    Activate, Activation, Added, Addition, Answer, Change, Counts, Coupon, CouponId, CouponKey,
    Coupons, Expire, Filter, Page, Queue, Sink, Source, Spend, StoreError, Vitals,
};
use crate::lab::Seed;

/// Shows how far the writer is.
type Seen = watch::Receiver<Progress>;

/// How the embedded engine is run.
#[derive(Debug, Clone, SmartDefault)]
pub struct Settings {
    /// Most changes that may wait; one more is [`StoreError::Busy`].
    #[default = 4096]
    pub queue: usize,
    /// Most changes that share one sync of the disk.
    #[default = 1024]
    pub batch: usize,
    /// Bytes of changes in the journal until a checkpoint is written. A large store lets the
    /// journal grow to a quarter of its last checkpoint.
    #[default(16 * 1024 * 1024)]
    pub journal_bytes: u64,
    /// The key of the hash of ActivateIds is drawn of it. No answer shows it.
    #[default(Seed::from_os())]
    pub seed: Seed,
}

/// The coupons of one directory. A cheap handle: clones share everything.
#[derive(Clone)]
pub struct EmbeddedCoupons {
    queue: Sender<Message>,
    progress: Seen,
    meters: Arc<Meters>,
}

/// Keeps the writer at work. Dropping it decides what waits, makes it durable and joins the
/// writer's thread.
#[must_use = "the store closes when its guard is dropped"]
pub struct Guard {
    coupons: EmbeddedCoupons,
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
/// [`StoreError::Locked`], [`StoreError::Directory`], [`StoreError::Damaged`],
/// [`StoreError::Format`] or [`StoreError::OldDirectory`].
pub fn open(path: &Path, settings: &Settings) -> Result<(EmbeddedCoupons, Guard), StoreError> {
    let opened = open::open(path, settings)?;
    let unflushed = opened.journal.lock().active.end;
    let (sender, queue) = bounded(settings.queue);
    let (progress, seen) = watch::channel(Ok(Arc::new(opened.state.clone())));
    let coupons = EmbeddedCoupons { queue: sender.clone(), progress: seen, meters: Arc::default() };
    let writer = Writer {
        path: path.to_owned(),
        unflushed,
        limit: settings.journal_bytes,
        opened,
        settings: settings.clone(),
        queue,
        sender,
        progress,
        meters: Arc::clone(&coupons.meters),
        answered: (0, Duration::ZERO),
        checkpoint: None,
    };
    let thread = thread::Builder::new().name("coupons".into()).spawn(|| writer.run());
    let writer = Some(thread.map_err(|error| Failure::from(error).at_start(path))?);
    Ok((coupons.clone(), Guard { coupons, writer }))
}

impl Guard {
    /// Waits until the store takes no more changes, and returns why. A process should end with an
    /// error then, unless it closed the store itself.
    pub fn stopped(&self) -> impl Future<Output = StoreError> + Send + use<> {
        stopped(self.coupons.progress.clone())
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        // Neither can fail but for a writer that is gone already.
        let _ = self.coupons.queue.send(Message::Close);
        let _ = self.writer.take().map(JoinHandle::join);
    }
}

/// Why no more changes are taken, once that is so.
async fn stopped(mut progress: Seen) -> StoreError {
    let stopped = progress.wait_for(Result::is_err).await;
    let why = stopped.ok().and_then(|progress| progress.clone().err());
    why.unwrap_or_else(|| StoreError::Stopped("its writer is gone".into()))
}

impl EmbeddedCoupons {
    /// All coupons as they are durable, those that the running call changed among them.
    async fn current(&self) -> Result<Arc<State>, StoreError> {
        all_durable().await?;
        self.progress.borrow().clone()
    }

    /// Hands a command to the writer and waits for the answer.
    async fn apply<C: Command>(&self, command: C) -> Result<C::Outcome, StoreError> {
        let (message, decided, durable) = ask(command);
        if let Err(TrySendError::Full(_)) = self.queue.try_send(message) {
            return Err(StoreError::Busy);
        }
        wait_or_defer(Box::pin(answered(durable, self.progress.clone()))).await?;
        answered(decided, self.progress.clone()).await
    }
}

/// What the writer answers. It drops what it has just before it says why.
async fn answered<T>(awaited: Awaited<T>, progress: Seen) -> Result<T, StoreError> {
    match awaited.await {
        Ok(answer) => answer,
        Err(_) => Err(stopped(progress).await),
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

    fn expire(&self, request: Expire) -> Answer<'_, Change> {
        Box::pin(self.apply(request))
    }

    fn get(&self, coupon: CouponKey) -> Answer<'_, Option<Coupon>> {
        Box::pin(async move { Ok(self.current().await?.get(&coupon)) })
    }

    fn find(&self, filter: Filter, after: CouponId, limit: usize) -> Answer<'_, Page> {
        Box::pin(async move { Ok(self.current().await?.find(&filter, after, limit)) })
    }

    fn count(&self, at: NaiveDateTime) -> Answer<'_, Counts> {
        Box::pin(async move { Ok(self.current().await?.count(at)) })
    }

    fn snapshot(&self, sink: Sink) -> Answer<'_, u64> {
        Box::pin(async move {
            let state = self.current().await?;
            aside(move || state.show_to(sink)).await
        })
    }

    fn replace(&self, source: Source) -> Answer<'_, u64> {
        Box::pin(async { self.apply(gather(source, self.current().await?.salt).await?).await })
    }

    /// The coupons as they are durable. However many they are, nothing is copied.
    fn fork(&self) -> Result<Arc<dyn Coupons>, StoreError> {
        Ok(Arc::new(MemoryCoupons::of(self.progress.borrow().clone()?.fork())))
    }

    fn ready(&self) -> Answer<'_, ()> {
        Box::pin(async { self.current().await.map(drop) })
    }

    fn vitals(&self) -> Vitals {
        let queue = self.queue.capacity().map(|limit| Queue { waiting: self.queue.len(), limit });
        let (batches, syncs) = (Some(self.meters.batches.read()), Some(self.meters.syncs.read()));
        Vitals { queue, batches, syncs, pool: None }
    }
}
