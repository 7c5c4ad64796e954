//! The one writer. It takes all commands that wait, applies each to the same state, makes what they
//! changed durable as one write batch, and only then lets readers see it and the answers go. What
//! comes of a command may be known before, so that its answer is written while the disk works.
//! While one batch is on its way to the disk the next one gathers, so that the cost of a sync is
//! shared by all who wait.

use std::iter;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender};
use tokio::sync::watch;

use super::open::Opened;
use super::record::Record;
use super::reply::{Replies, release};
use super::{Settings, checkpoint};
use crate::store::StoreError;
use crate::store::journal::{Failure, Journal};
use crate::store::state::{State, WriteBatch};
use crate::store::vitals::Meters;

/// A command, which gives its answer.
type Decide = Box<dyn FnOnce(&mut State, &mut WriteBatch, &mut Replies) + Send>;

/// What the writer is sent.
pub(super) enum Message {
    Command(Decide),
    /// A checkpoint ended.
    Checkpointed,
    /// Nothing comes after it.
    Close,
}

/// All coupons as the last durable batch left them, or why nothing is taken any more.
pub(super) type Progress = Result<Arc<State>, StoreError>;

/// A checkpoint at the end of a process is not worth it for a shorter journal.
const SHORT: u64 = 1024 * 1024;
/// The journal may be as long as this part of a checkpoint, so that a large store is not written
/// again and again.
const PART: u64 = 4;
/// While a faster disk syncs, later callers gather for the next sync.
const SLOW: Duration = Duration::from_millis(1);

/// The writer's side of the store.
pub(super) struct Writer {
    pub(super) path: PathBuf,
    pub(super) opened: Opened,
    pub(super) settings: Settings,
    pub(super) queue: Receiver<Message>,
    pub(super) sender: Sender<Message>,
    pub(super) progress: watch::Sender<Progress>,
    pub(super) meters: Arc<Meters>,
    /// How many were answered at once the last time, and how long the sync took that they waited
    /// for.
    pub(super) answered: (usize, Duration),
    /// A checkpoint under way.
    pub(super) checkpoint: Option<JoinHandle<Result<Record, Failure>>>,
    /// Bytes of batches that no checkpoint has, and how many there may be.
    pub(super) unflushed: u64,
    pub(super) limit: u64,
}

impl Writer {
    /// Works until it is closed or something fails.
    pub(super) fn run(mut self) {
        let end = loop {
            let round = catch_unwind(AssertUnwindSafe(|| self.round()));
            match round.unwrap_or_else(|_| Err(Failure::fatal("its writer panicked"))) {
                Ok(true) => {}
                Ok(false) => break self.close(),
                Err(failure) => break failure.at(&self.path),
            }
        };
        // Callers that still wait, here or in the queue, learn it by the drop of their answer's
        // sender.
        drop(self.progress.send_replace(Err(end)));
    }

    /// Makes one batch; gives whether there may be another.
    fn round(&mut self) -> Result<bool, Failure> {
        let messages = self.gather();
        let (mut replies, mut batch) = (Replies::default(), WriteBatch::default());
        let mut open = true;
        for message in messages {
            match message {
                Message::Command(act) => act(&mut self.opened.state, &mut batch, &mut replies),
                Message::Checkpointed => self.end_checkpoint()?,
                Message::Close => open = false,
            }
        }
        if batch.0.is_empty() {
            release(replies.0.into_iter().chain(replies.1).collect(), None);
        } else {
            self.commit(batch, replies)?;
        }
        self.begin_checkpoint()?;
        Ok(open)
    }

    /// All messages that wait; sleeps until there is one.
    fn gather(&self) -> Vec<Message> {
        let mut messages = vec![self.queue.recv().unwrap_or(Message::Close)];
        // Others who are about to ask may wait for nothing but this core.
        thread::yield_now();
        messages.extend(self.queue.try_iter().take(self.settings.batch - 1));
        let (answered, took) = self.answered;
        if took >= SLOW {
            // Callers that were answered together call again together, or nearly. Those that just
            // missed the others would wait for two syncs, so a part of one is given for as many as
            // last time.
            let missing = answered.min(self.settings.batch).saturating_sub(messages.len());
            let until = Instant::now() + took / 8;
            let later = iter::from_fn(|| self.queue.recv_deadline(until).ok());
            messages.extend(later.take(missing));
        }
        messages
    }

    /// Makes a batch durable, then answers its callers; those that want to learn early what comes
    /// of their commands do so before.
    fn commit(&mut self, batch: WriteBatch, (decided, replies): Replies) -> Result<(), Failure> {
        self.opened.state.version += 1;
        let (number, length) = (self.opened.state.version, batch.0.len() as u64);
        let begun = Instant::now();
        // What comes of the commands can be written while the disk is at work. It begins first, as
        // this thread may have to leave its core to those that are answered.
        let write = move |journal: &mut Journal| journal.commit(number, &batch.0);
        let meanwhile = (!decided.is_empty()).then_some(|| release(decided, None));
        let written = self.opened.journal.both(write, meanwhile);
        if let Err(failure) = written.ok_or_else(|| Failure::fatal("its journal panicked"))? {
            let Failure::Full(_) = failure else { return Err(failure) };
            if let Ok(durable) = &*self.progress.borrow() {
                self.opened.state = State::clone(durable);
            }
            release(replies, Some(&failure.at(&self.path)));
            return Ok(());
        }
        self.answered = (replies.len(), begun.elapsed());
        self.meters.syncs.record(self.answered.1.as_secs_f64());
        self.meters.batches.record(replies.len() as f64);
        self.unflushed += length;
        // Readers look at it when they want to; only the end is waited for. What they saw before is
        // dropped after the answers left.
        let (before, new) = (self.progress.borrow().clone(), Arc::new(self.opened.state.clone()));
        self.progress.send_if_modified(|progress| mem::replace(progress, Ok(new)).is_err());
        release(replies, None);
        drop(before);
        Ok(())
    }

    /// Begins a checkpoint of what is durable, beside the writer, if it is time.
    fn begin_checkpoint(&mut self) -> Result<(), Failure> {
        if self.checkpoint.as_ref().is_some_and(JoinHandle::is_finished) {
            self.end_checkpoint()?;
        }
        if self.unflushed < self.limit || self.checkpoint.is_some() {
            return Ok(());
        }
        let state = self.opened.state.clone();
        self.opened.journal.lock().rotate(state.version + 1)?;
        let (directory, mut record) = (self.opened.directory.clone(), self.opened.record.clone());
        record.journal = self.opened.journal.lock().first();
        let sender = self.sender.clone();
        let work = move || {
            let written = checkpoint::write(&directory, record, &state);
            // Where the queue is full the writer is awake.
            let _ = sender.try_send(Message::Checkpointed);
            written
        };
        let thread = thread::Builder::new().name("checkpoint".into());
        self.checkpoint = Some(thread.spawn(work).map_err(Failure::Fatal)?);
        Ok(())
    }

    /// Waits for the checkpoint under way, if there is one. It makes older files of the journal
    /// needless.
    fn end_checkpoint(&mut self) -> Result<(), Failure> {
        let Some(checkpoint) = self.checkpoint.take() else { return Ok(()) };
        let panicked = |_| Err(Failure::fatal("the checkpoint panicked"));
        match checkpoint.join().unwrap_or_else(panicked) {
            Ok(record) => {
                self.unflushed = self.opened.journal.lock().active.end;
                let bytes = record.checkpoint.as_ref().map_or(0, |checkpoint| checkpoint.bytes);
                self.limit = self.settings.journal_bytes.max(bytes / PART);
                self.opened.record = record;
                Ok(self.opened.journal.lock().forget(self.opened.record.journal)?)
            }
            Err(failure) => {
                tracing::warn!(?failure, "no checkpoint was made; the journal is kept");
                self.limit = self.unflushed + SHORT;
                failure.unless_full()
            }
        }
    }

    /// Leaves a directory that opens quickly.
    fn close(&mut self) -> StoreError {
        let closed = self.end_checkpoint().and_then(|()| {
            self.limit = SHORT;
            self.begin_checkpoint()?;
            self.end_checkpoint()
        });
        let stopped = |()| StoreError::Stopped("it is closed".into());
        closed.map_or_else(|failure| failure.at(&self.path), stopped)
    }
}
