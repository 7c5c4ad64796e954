//! The one writer. It takes all commands that wait, applies each to the same state, makes what they changed durable as
//! one write batch, and only then lets readers see it and the answers go. While one batch is on its way to the disk the
//! next one gathers, so that the cost of a sync is shared by all who wait.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::watch;

use super::inbox::Inbox;
use super::open::Opened;
use super::record::Record;
use super::reply::{PendingReply, Reply, release};
use super::statistics::Statistics;
use super::trouble::panic_text;
use super::{Settings, checkpoint};
use crate::store::StoreError;
use crate::store::journal::Failure;
use crate::store::state::{Command, State, WriteBatch};

/// A command that waits for the writer, and where its answer goes.
type Waiting = Box<dyn FnOnce(&mut State, &mut WriteBatch) -> PendingReply + Send>;

/// What the writer is sent.
pub(super) enum Message {
    Command(Waiting),
    /// A checkpoint ended.
    Checkpointed,
    /// Nothing comes after it.
    Close,
}

impl Message {
    pub(super) fn of<C: Command>(command: C, reply: Reply<C::Outcome>) -> Self {
        Message::Command(Box::new(move |state, batch| reply.pending(state.apply(command, batch))))
    }
}

/// What everybody may know of the writer.
#[derive(Clone)]
pub(super) struct Progress {
    /// All coupons, as the last durable batch left them.
    pub(super) state: Arc<State>,
    /// Why nothing is taken any more.
    pub(super) stopped: Option<StoreError>,
}

/// A checkpoint at the end of a process is not worth it for a shorter journal.
const SHORT: u64 = 1024 * 1024;
/// The journal may be as long as this part of a checkpoint, so that a large store is not written again and again.
const PART: u64 = 8;
/// How long a process that ends waits for a checkpoint under way. Without it the next start has more to read.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long to wait with the next checkpoint if there was no room for the last one.
const PAUSE: Duration = Duration::from_secs(1);

/// The writer's side of the store.
pub(super) struct Writer {
    path: PathBuf,
    opened: Opened,
    settings: Settings,
    inbox: Inbox,
    queue: SyncSender<Message>,
    progress: watch::Sender<Progress>,
    statistics: Arc<Statistics>,
    /// What a checkpoint under way will have brought about.
    checkpoint: Option<Receiver<Written>>,
    /// Bytes of batches that no checkpoint has.
    lacking: u64,
    /// When a checkpoint found no room.
    full: Option<Instant>,
}

/// What came of a checkpoint: the record, and how many bytes of batches it made needless.
struct Written {
    record: Record,
    covers: u64,
    result: Result<(), Failure>,
}

/// Whether the writer goes on.
#[derive(PartialEq)]
enum Flow {
    On,
    Close,
}

impl Writer {
    pub(super) fn new(
        path: &Path,
        opened: Opened,
        settings: &Settings,
        inbox: Inbox,
        queue: SyncSender<Message>,
        progress: watch::Sender<Progress>,
        statistics: Arc<Statistics>,
    ) -> Self {
        let (path, settings, lacking) = (path.to_owned(), settings.clone(), opened.journal.filled());
        let (checkpoint, full) = (None, None);
        Writer { path, opened, settings, inbox, queue, progress, statistics, checkpoint, lacking, full }
    }

    /// Works until it is closed or something fails.
    pub(super) fn run(mut self) {
        let end = loop {
            match catch_unwind(AssertUnwindSafe(|| self.round())) {
                Ok(Ok(Flow::On)) => {}
                Ok(Ok(Flow::Close)) => break self.close(),
                Ok(Err(failure)) => break self.told_of(failure),
                Err(panic) => {
                    let why = panic_text(&*panic).into();
                    break StoreError::Damaged { path: self.path.clone(), why };
                }
            }
        };
        // Whoever waits still, here or in the queue, is told by the drop of his answer's sender.
        self.progress.send_modify(|progress| progress.stopped = Some(end));
    }

    fn told_of(&self, failure: Failure) -> StoreError {
        let path = self.path.clone();
        match failure {
            Failure::Full(error) => StoreError::Full { path, why: error.to_string().into() },
            Failure::Fatal(error) => StoreError::Write { path, why: error.to_string().into() },
        }
    }

    fn round(&mut self) -> Result<Flow, Failure> {
        let messages = self.inbox.gather();
        let (mut replies, mut batch) = (Vec::with_capacity(messages.len()), WriteBatch::default());
        let mut flow = Flow::On;
        let durable = self.opened.state.version();
        self.opened.state.begin(durable + 1);
        for message in messages {
            match message {
                Message::Command(waiting) => replies.push(waiting(&mut self.opened.state, &mut batch)),
                Message::Checkpointed => self.end_checkpoint()?,
                Message::Close => flow = Flow::Close,
            }
        }
        self.statistics.leave(replies.len());
        if batch.is_empty() {
            self.opened.state.begin(durable);
            release(replies, None);
        } else {
            self.commit(durable + 1, &batch, replies)?;
        }
        self.begin_checkpoint()?;
        Ok(flow)
    }

    /// Makes a batch durable, then lets the answers go.
    fn commit(&mut self, number: u64, batch: &WriteBatch, replies: Vec<PendingReply>) -> Result<(), Failure> {
        match self.opened.journal.write(number, batch.bytes()) {
            Ok(()) => {}
            Err(Failure::Full(error)) => {
                self.opened.state = State::clone(&self.progress.borrow().state);
                let error = self.told_of(Failure::Full(error));
                release(replies, Some(&error));
                return Ok(());
            }
            Err(fatal) => return Err(fatal),
        }
        let (synced, took) = self.statistics.timed(replies.len(), || self.opened.journal.sync());
        synced?;
        self.inbox.answered(replies.len(), took);
        self.lacking += batch.bytes().len() as u64;
        let state = Arc::new(self.opened.state.clone());
        self.progress.send_modify(|progress| progress.state = state);
        match self.opened.watermark.write(number).map_err(Failure::from) {
            Err(fatal @ Failure::Fatal(_)) => return Err(fatal),
            // An older number there makes the check weaker, not wrong.
            Ok(()) | Err(Failure::Full(_)) => {}
        }
        release(replies, None);
        Ok(())
    }

    /// Begins a checkpoint of what is durable, beside the writer, if it is time.
    fn begin_checkpoint(&mut self) -> Result<(), Failure> {
        let limit = self.settings.journal_bytes.max(self.opened.record.bytes() / PART);
        let waits = self.full.is_some_and(|full| full.elapsed() < PAUSE);
        if self.lacking < limit || waits || self.checkpoint.is_some() {
            return Ok(());
        }
        let state = Arc::clone(&self.progress.borrow().state);
        match self.opened.journal.rotate(state.version() + 1) {
            // The file in use goes on.
            Ok(()) | Err(Failure::Full(_)) => {}
            Err(fatal) => return Err(fatal),
        }
        let (directory, covers) = (self.opened.directory.clone(), self.lacking);
        let mut record = self.opened.record.clone();
        record.journal = self.opened.journal.sequence();
        let (cache_bytes, queue) = (self.settings.cache_bytes, self.queue.clone());
        let (sender, receiver) = mpsc::channel();
        let work = move || {
            let result = checkpoint::write(&directory, &mut record, &state, cache_bytes);
            // Neither fails but for a writer that is gone.
            let _ = sender.send(Written { record, covers, result });
            let _ = queue.send(Message::Checkpointed);
        };
        thread::Builder::new().name("checkpoint".into()).spawn(work).map_err(Failure::Fatal)?;
        self.checkpoint = Some(receiver);
        Ok(())
    }

    /// Waits for the checkpoint under way, if there is one.
    fn end_checkpoint(&mut self) -> Result<(), Failure> {
        let Some(receiver) = self.checkpoint.take() else { return Ok(()) };
        let gone = |_| Failure::Fatal(std::io::Error::other("the checkpoint gave up"));
        let Written { record, covers, result } = receiver.recv_timeout(PATIENCE).map_err(gone)?;
        self.opened.record = record;
        match result {
            Ok(()) => {
                (self.lacking, self.full) = (self.lacking.saturating_sub(covers), None);
                Ok(self.opened.journal.forget(self.opened.record.oldest_batch())?)
            }
            Err(Failure::Full(error)) => {
                tracing::warn!(%error, "no room for a checkpoint; the journal is kept");
                self.full = Some(Instant::now());
                Ok(())
            }
            Err(fatal) => Err(fatal),
        }
    }

    /// Leaves a directory that opens quickly.
    fn close(&mut self) -> StoreError {
        let closed = self.end_checkpoint().and_then(|()| {
            if self.lacking < SHORT {
                return Ok(());
            }
            self.opened.journal.rotate(self.opened.state.version() + 1)?;
            let Opened { directory, record, state, journal, .. } = &mut self.opened;
            record.journal = journal.sequence();
            checkpoint::write(directory, record, state, self.settings.cache_bytes)?;
            Ok(journal.forget(record.oldest_batch())?)
        });
        match closed {
            Err(fatal @ Failure::Fatal(_)) => self.told_of(fatal),
            Ok(()) | Err(Failure::Full(_)) => StoreError::Stopped("it is closed".into()),
        }
    }
}
