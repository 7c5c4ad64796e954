//! The embedded engine: one directory, one process, [sled](https://docs.rs/sled/0.34.7) under a committer that makes
//! durable what sled alone does not.

mod add;
mod asked;
mod book;
mod candidate;
mod checkpoint;
mod codes;
mod committer;
mod decide;
mod disk;
mod draft;
mod free;
mod held;
mod inbox;
mod journal;
mod key;
mod known;
mod lives;
mod memo;
mod merged;
mod open;
mod pledge;
#[cfg(test)]
mod power_cut;
mod promise;
mod pulse;
mod read;
mod recent;
mod record;
mod replace;
mod snapshot;
mod stored;
mod sweep;
mod table;
mod tails;
mod task;
mod trouble;
mod why;
mod writes;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;

use chrono::NaiveDateTime;
use tokio::sync::watch;

use self::book::Book;
use self::committer::{Committer, Message, Progress, Sizes};
use self::disk::{Disk, Media};
use self::inbox::Inbox;
use self::key::Keys;
use self::known::Known;
use self::memo::Memo;
pub use self::open::sum_up;
use self::open::{Found, Opened};
use self::promise::Reply;
use self::pulse::Pulse;
use self::record::Record;
use self::sweep::Sweep;
use self::table::Table;
use self::task::Task;
use self::trouble::{Trouble, panic_text};
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
    /// Rows of a large addition that are written between other changes.
    pub step: usize,
    /// Memory for pages of the tree, in bytes.
    pub cache_bytes: u64,
    /// Bytes of changes, in each of the journal's two files, until the tree itself is made durable.
    pub journal_bytes: u64,
    /// The key of a new directory's hash of ActivateIds is drawn of it. No answer shows it.
    pub seed: Seed,
}

const MIB: u64 = 1024 * 1024;

impl Default for Settings {
    fn default() -> Self {
        Settings {
            queue: 4096,
            batch: 1024,
            step: 2048,
            cache_bytes: 64 * MIB,
            journal_bytes: 16 * MIB,
            seed: Seed::from_os(),
        }
    }
}

/// The coupons of one directory. A cheap handle: clones share everything.
#[derive(Clone)]
pub struct SledCoupons {
    shared: Arc<Shared>,
}

struct Shared {
    path: PathBuf,
    table: Arc<Table>,
    queue: SyncSender<Message>,
    progress: watch::Receiver<Progress>,
    begun: Arc<AtomicU64>,
    pulse: Arc<Pulse>,
    known: Known,
}

/// Keeps the writer at work. Dropping it decides what waits, makes it durable and joins the writer's thread; an
/// addition that is not finished by then leaves nothing behind.
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
/// use servicestack_emulator::store::sled::{Settings, open};
///
/// let directory = tempfile::tempdir()?;
/// let (coupons, guard) = open(directory.path(), &Settings::default())?;
/// // … hand `coupons` to whoever serves requests …
/// drop(guard);
/// # Ok(()) }
/// ```
///
/// # Errors
/// [`StoreError::Locked`], [`StoreError::Directory`], [`StoreError::Damaged`] or [`StoreError::Format`].
pub fn open(path: &Path, settings: &Settings) -> Result<(SledCoupons, Guard), StoreError> {
    let Opened { table, disk, found } = open::open(path, settings, Media::of)?;
    start(path, table, Box::new(disk), found, settings).map_err(|trouble| trouble.told_of(path))
}

fn start(
    path: &Path,
    table: Arc<Table>,
    disk: Box<dyn Disk>,
    Found { keys, batch, asked }: Found,
    settings: &Settings,
) -> Result<(SledCoupons, Guard), Trouble> {
    let last_id =
        table.get(&keys.last_id())?.map(|bytes| CouponId::from_bytes(&bytes)).transpose()?.unwrap_or(0);
    let (queue, inbox) = sync_channel(settings.queue);
    let (sender, progress) = watch::channel(Progress { durable: batch, keys, last_id, stopped: None });
    let begun = Arc::new(AtomicU64::new(batch));
    let pulse = Arc::new(Pulse::new(settings.queue));
    // What a crash left behind goes first, because an addition would give the same Ids again.
    let tasks = [Sweep::Unfinished(None), Sweep::Others].map(|sweep| Box::new(sweep) as Box<dyn Task>);
    let committer = Committer {
        path: path.to_owned(),
        table: Arc::clone(&table),
        disk,
        inbox: Inbox::of(inbox, settings.batch),
        progress: sender,
        batch,
        begun: Arc::clone(&begun),
        pulse: Arc::clone(&pulse),
        sizes: Sizes { step: settings.step, tasks: settings.queue + tasks.len() },
        tasks: tasks.into(),
        kept: None,
        memo: Memo::default(),
        asked,
    };
    let writer = std::thread::Builder::new().name("coupons".into()).spawn(|| committer.run())?;
    let guard = Guard { queue: queue.clone(), progress: progress.clone(), writer: Some(writer) };
    let known = Known::default();
    let shared = Shared { path: path.to_owned(), table, queue, progress, begun, pulse, known };
    Ok((SledCoupons { shared: Arc::new(shared) }, guard))
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

impl Shared {
    /// Why nothing is taken any more. The writer drops what it had in hand just before it tells.
    async fn end(&self) -> StoreError {
        stopped(self.progress.clone()).await
    }

    /// Hands a change to the writer and waits for the answer.
    async fn ask<T: Send + 'static>(
        &self,
        message: impl FnOnce(Reply<T>) -> Message,
    ) -> Result<T, StoreError> {
        let (reply, answer) = Reply::channel();
        self.pulse.enters();
        let sent = self.queue.try_send(message(reply));
        if sent.is_err() {
            self.pulse.leave(1);
        }
        match sent {
            Ok(()) => match answer.await {
                Ok(told) => told.take(),
                Err(_) => Err(self.end().await),
            },
            Err(TrySendError::Full(_)) => Err(StoreError::Busy),
            Err(TrySendError::Disconnected(_)) => Err(self.end().await),
        }
    }

    /// Reads once, from the generation in force.
    fn look<T>(&self, read: impl Fn(&Book<'_>) -> Result<T, Trouble>) -> (Keys, Result<T, StoreError>) {
        let Progress { keys, last_id, .. } = *self.progress.borrow();
        let book = Book { known: Some(&self.known), ..Book::of_reader(&self.table, keys, last_id) };
        let seen = match catch_unwind(AssertUnwindSafe(|| read(&book))) {
            Ok(seen) => seen.map_err(|trouble| trouble.told_of(&self.path)),
            Err(panic) => {
                Err(StoreError::Damaged { path: self.path.clone(), why: panic_text(&*panic).into() })
            }
        };
        (keys, seen)
    }

    /// Waits until every change that may have been seen is durable. Tells whether the generation is still in force;
    /// the rows of one that ended are being removed, so what was seen of it may be torn.
    async fn confirms(&self, keys: Keys) -> Result<bool, StoreError> {
        let begun = self.begun.load(Ordering::SeqCst);
        let done = |progress: &Progress| progress.durable >= begun || progress.stopped.is_some();
        let in_force = |progress: &Progress| progress.stopped.is_none().then_some(progress.keys == keys);
        let now = {
            let progress = self.progress.borrow();
            done(&progress).then(|| in_force(&progress))
        };
        let told = match now {
            // Nearly always nobody has to wait.
            Some(told) => told,
            None => self.progress.clone().wait_for(done).await.ok().and_then(|then| in_force(&then)),
        };
        match told {
            Some(in_force) => Ok(in_force),
            None => Err(self.end().await),
        }
    }

    /// Reads on the thread that asks; for what is a few look-ups.
    async fn read<T>(&self, read: impl Fn(&Book<'_>) -> Result<T, Trouble>) -> Result<T, StoreError> {
        loop {
            let (keys, seen) = self.look(&read);
            if self.confirms(keys).await? {
                return seen;
            }
        }
    }

    /// Reads off the threads that serve requests; for what may take many pages from the disk.
    async fn read_aside<T: Send + 'static>(
        self: Arc<Self>,
        read: impl Fn(&Book<'_>) -> Result<T, Trouble> + Send + Sync + 'static,
    ) -> Result<T, StoreError> {
        let read = Arc::new(read);
        loop {
            let (this, read) = (Arc::clone(&self), Arc::clone(&read));
            let task = tokio::task::spawn_blocking(move || this.look(&*read));
            let (keys, seen) = task.await.map_err(|_| StoreError::Stopped("the process is ending".into()))?;
            if self.confirms(keys).await? {
                return seen;
            }
        }
    }
}

impl Coupons for SledCoupons {
    fn add(&self, addition: Addition) -> Answer<'_, Added> {
        Box::pin(self.shared.ask(|reply| Message::Add(Box::new(addition), reply)))
    }

    fn activate(&self, request: Activate) -> Answer<'_, Activation> {
        Box::pin(self.shared.ask(|reply| Message::Activate(request, reply)))
    }

    fn spend(&self, request: Spend) -> Answer<'_, Change> {
        Box::pin(self.shared.ask(|reply| Message::Spend(request, reply)))
    }

    fn void(&self, coupon: CouponKey) -> Answer<'_, Change> {
        Box::pin(self.shared.ask(|reply| Message::Void(coupon, reply)))
    }

    fn get(&self, coupon: CouponKey) -> Answer<'_, Option<Coupon>> {
        Box::pin(self.shared.read(move |book| read::get(book, &coupon)))
    }

    fn find(&self, filter: Filter, after: CouponId, limit: usize) -> Answer<'_, Page> {
        match filter.code {
            // One coupon at most: not worth another thread.
            Some(_) => Box::pin(self.shared.read(move |book| read::find(book, &filter, after, limit))),
            None => {
                let shared = Arc::clone(&self.shared);
                Box::pin(shared.read_aside(move |book| read::find(book, &filter, after, limit)))
            }
        }
    }

    fn count(&self, at: NaiveDateTime) -> Answer<'_, Counts> {
        Box::pin(Arc::clone(&self.shared).read_aside(move |book| read::count(book, at)))
    }

    fn snapshot(&self, sink: Sink) -> Answer<'_, u64> {
        Box::pin(self.shared.ask(|reply| Message::Snapshot(sink, reply)))
    }

    fn replace(&self, source: Source) -> Answer<'_, u64> {
        Box::pin(self.shared.ask(|reply| Message::Replace(source, reply)))
    }

    fn ready(&self) -> Answer<'_, ()> {
        let stopped = self.shared.progress.borrow().stopped.clone();
        Box::pin(async move { stopped.map_or(Ok(()), Err) })
    }

    fn vitals(&self) -> Vitals {
        self.shared.pulse.vitals()
    }
}
