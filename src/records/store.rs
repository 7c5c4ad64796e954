//! The records of a tenant at one host.

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};
use tokio::sync::watch;

use super::difference::difference;
use super::draft::Draft;
use super::durable::Disk;
use super::error::RecordsError;
use super::state::State;
use crate::store::StoreError;

/// What bounds the records of a tenant at one host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Most rows.
    pub rows: usize,
    /// Most bytes of memory, about.
    pub bytes: usize,
}

impl Default for Limits {
    /// Two million rows in a gigabyte.
    fn default() -> Self {
        Self { rows: 2_000_000, bytes: 1 << 30 }
    }
}

impl Limits {
    pub(super) fn check(self, state: &State) -> Result<(), RecordsError> {
        match state {
            state if state.count() > self.rows => {
                Err(RecordsError::Full(format!("{} rows", self.rows)))
            }
            state if state.bytes() > self.bytes => {
                Err(RecordsError::Full(format!("{} bytes of rows", self.bytes)))
            }
            _ => Ok(()),
        }
    }
}

/// Changes that may wait for the disk; one more is refused.
const QUEUE: usize = 4096;

/// Changes that share one sync of the disk.
const BATCH: usize = 256;

/// A state with more rows is freed by a thread of its own.
const MANY: usize = 20_000;

/// The records of a tenant at one host.
pub struct Records {
    current: Arc<RwLock<Arc<State>>>,
    /// What a reset goes back to; that of all tenants.
    seed: Arc<RwLock<Arc<State>>>,
    limits: Limits,
    /// One change at a time.
    changing: Mutex<()>,
    writer: Option<Writer>,
}

/// A change on its way to the disk. What it gives back says how it ended.
type Job = Box<dyn FnOnce(&mut Draft) -> Finish + Send>;
type Finish = Box<dyn FnOnce(Result<(), RecordsError>) + Send>;

enum Message {
    Change(Job),
    /// All rows are these from now on.
    Replace(Arc<State>, Finish),
}

/// The thread that writes; it ends with the queue.
struct Writer {
    queue: Option<Sender<Message>>,
    thread: Option<std::thread::JoinHandle<()>>,
    /// Why it writes no more.
    end: watch::Receiver<Option<StoreError>>,
}

impl Records {
    /// Records in memory that begin with these.
    pub fn new(seed: State, limits: Limits) -> Self {
        let seed = Arc::new(seed);
        Self::with(seed.clone(), Arc::new(RwLock::new(seed)), limits)
    }

    /// Records of a directory. Those that begin there begin with the seed; a change that was answered survives
    /// the end of the process and a power cut.
    ///
    /// # Errors
    /// When the directory cannot be opened.
    pub fn durable(seed: State, limits: Limits, directory: &Path) -> Result<Self, StoreError> {
        let (state, disk) = Disk::open(directory, &seed)?;
        let mut records = Self::new(seed, limits);
        records.current = Arc::new(RwLock::new(Arc::new(state)));
        let (sender, queue) = bounded(QUEUE);
        let (ended, end) = watch::channel(None);
        let current = records.current.clone();
        let work = Work { disk, queue, current, limits, stopped: None, ended };
        let thread = std::thread::Builder::new().name("records".to_owned());
        let cannot_start = |error: std::io::Error| StoreError::Directory {
            path: directory.to_owned(),
            why: error.to_string().into(),
        };
        let thread = thread.spawn(move || work.run()).map_err(cannot_start)?;
        records.writer = Some(Writer { queue: Some(sender), thread: Some(thread), end });
        Ok(records)
    }

    fn with(current: Arc<State>, seed: Arc<RwLock<Arc<State>>>, limits: Limits) -> Self {
        let current = Arc::new(RwLock::new(current));
        Self { current, seed, limits, changing: Mutex::new(()), writer: None }
    }

    /// All rows as they are now.
    pub fn read(&self) -> Arc<State> {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What a reset goes back to.
    pub fn seed(&self) -> Arc<State> {
        self.seed.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Other rows for new tenants and resets. Those of a tenant in memory that nobody changed become these as well.
    pub fn reseed(&self, seed: State) {
        let seed = Arc::new(seed);
        let before = std::mem::replace(
            &mut *self.seed.write().unwrap_or_else(PoisonError::into_inner),
            seed.clone(),
        );
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        if self.writer.is_none() && Arc::ptr_eq(&current, &before) {
            *current = seed;
        }
    }

    /// Whether changes outlive the process.
    pub fn is_durable(&self) -> bool {
        self.writer.is_some()
    }

    /// Waits until the disk takes no more changes, because nobody knows any more what it holds; for
    /// ever in memory. The process should end then: the next one reads what is there.
    pub fn stopped(&self) -> impl Future<Output = StoreError> + Send + use<> {
        let end = self.writer.as_ref().map(|writer| writer.end.clone());
        async move {
            let Some(mut end) = end else { return std::future::pending().await };
            match end.wait_for(Option::is_some).await.ok().and_then(|why| why.clone()) {
                Some(why) => why,
                // The records were closed.
                None => std::future::pending().await,
            }
        }
    }

    /// Those of a new tenant: the seed, in memory.
    pub fn fresh(&self) -> Self {
        Self::with(self.seed(), self.seed.clone(), self.limits)
    }

    /// The same rows for another tenant, in memory. Takes no longer for many than for few.
    pub fn fork(&self) -> Self {
        Self::with(self.read(), self.seed.clone(), self.limits)
    }

    /// Goes back to the seed. In memory it takes no longer for many rows than for few; on disk what is different
    /// is written, and the caller waits.
    ///
    /// # Errors
    /// The disk.
    pub fn reset(&self) -> Result<(), RecordsError> {
        self.replace_all(self.seed())
    }

    /// Puts other rows in the place of all, those of a snapshot for one; as [`Records::reset`].
    ///
    /// # Errors
    /// The disk.
    pub fn replace_all(&self, state: Arc<State>) -> Result<(), RecordsError> {
        let Some(writer) = &self.writer else {
            let _alone = self.alone();
            self.publish(state);
            return Ok(());
        };
        let (done, answer) = bounded(1);
        writer.send(Message::Replace(state, Box::new(move |result| _ = done.send(result))))?;
        answer.recv().unwrap_or_else(|_| Err(gone()))
    }

    /// Changes rows: all that is done to the draft, or nothing when it ends with an error. It is durable when
    /// this returns, if the tenant is.
    ///
    /// # Errors
    /// The caller's own, and what the disk says.
    pub async fn change<T, E>(
        &self,
        work: impl FnOnce(&mut Draft) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<RecordsError> + Send + 'static,
    {
        let Some(writer) = &self.writer else {
            let _alone = self.alone();
            let mut draft = Draft::new(State::clone(&self.read()), self.limits);
            let done = work(&mut draft)?;
            if !draft.changes.is_empty() {
                self.publish(Arc::new(draft.state));
            }
            return Ok(done);
        };
        let (done, answer) = tokio::sync::oneshot::channel();
        let job: Job = Box::new(move |draft| {
            let (before, count) = (draft.state.clone(), draft.changes.len());
            let outcome = work(draft);
            if outcome.is_err() {
                draft.state = before;
                draft.changes.truncate(count);
            }
            Box::new(move |synced| {
                // A caller that went away gets no answer.
                _ = done.send(synced.map_err(E::from).and(outcome));
            })
        });
        writer.send(Message::Change(job))?;
        answer.await.unwrap_or_else(|_| Err(gone().into()))
    }

    fn publish(&self, state: Arc<State>) {
        let before = {
            let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
            std::mem::replace(&mut *current, state)
        };
        free(before);
    }

    fn alone(&self) -> MutexGuard<'_, ()> {
        self.changing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Records {
    fn drop(&mut self) {
        if let Some(Writer { queue, thread, .. }) = &mut self.writer {
            drop(queue.take());
            // What a thread that panicked left behind is read at the next start.
            _ = thread.take().map(std::thread::JoinHandle::join);
        }
        free(self.read());
    }
}

/// Lets a state go. Many rows take longer to free than a caller should wait.
fn free(state: Arc<State>) {
    if state.count() > MANY && Arc::strong_count(&state) <= 2 {
        // Without a thread it is freed here.
        _ = std::thread::Builder::new().name("freeing".to_owned()).spawn(move || drop(state));
    }
}

impl Writer {
    fn send(&self, message: Message) -> Result<(), RecordsError> {
        let queue = self.queue.as_ref().ok_or_else(gone)?;
        queue.try_send(message).map_err(|error| match error {
            TrySendError::Full(_) => StoreError::Busy.into(),
            TrySendError::Disconnected(_) => gone(),
        })
    }
}

fn gone() -> RecordsError {
    StoreError::Stopped("the writer of records is gone".into()).into()
}

/// What the writer's thread has.
struct Work {
    disk: Disk,
    queue: Receiver<Message>,
    current: Arc<RwLock<Arc<State>>>,
    limits: Limits,
    /// Why nothing is written any more: after a failed sync nobody knows what the disk holds.
    stopped: Option<StoreError>,
    /// Tells those who wait for that.
    ended: watch::Sender<Option<StoreError>>,
}

impl Work {
    fn run(mut self) {
        while let Ok(message) = self.queue.recv() {
            let mut jobs = Vec::new();
            let rest: Vec<Message> = self.queue.try_iter().take(BATCH).collect();
            for message in std::iter::once(message).chain(rest) {
                match message {
                    Message::Change(job) => jobs.push(job),
                    Message::Replace(state, finish) => {
                        self.change(std::mem::take(&mut jobs));
                        self.replace(state, finish);
                    }
                }
            }
            self.change(jobs);
            if self.disk.is_long() {
                let state = self.read();
                if let Err(error) = self.disk.checkpoint(&state) {
                    tracing::warn!(%error, "no checkpoint of records: the journal goes on");
                }
            }
        }
    }

    /// Does what waits, with one sync.
    fn change(&mut self, jobs: Vec<Job>) {
        if jobs.is_empty() {
            return;
        }
        let mut draft = Draft::new(State::clone(&self.read()), self.limits);
        let finishes: Vec<Finish> = jobs.into_iter().map(|job| job(&mut draft)).collect();
        let written = self.write(&draft);
        if written.is_ok() {
            self.publish(Arc::new(draft.state));
        }
        finishes.into_iter().for_each(|finish| finish(written.clone().map_err(RecordsError::from)));
    }

    fn write(&mut self, draft: &Draft) -> Result<(), StoreError> {
        if draft.changes.is_empty() {
            return Ok(());
        }
        if let Some(error) = &self.stopped {
            return Err(error.clone());
        }
        let written = self.disk.write(draft.state.schema(), &draft.changes);
        self.noted(written)
    }

    fn replace(&mut self, state: Arc<State>, finish: Finish) {
        let written = match &self.stopped {
            Some(error) => Err(error.clone()),
            None => self.put(&state),
        };
        let written = self.noted(written);
        if written.is_ok() {
            self.publish(state);
        }
        finish(written.map_err(RecordsError::from));
    }

    /// What is different goes into the journal; a checkpoint is written where that is most of it.
    fn put(&mut self, state: &State) -> Result<(), StoreError> {
        let changes = difference(&self.read(), state);
        match changes.len() {
            0 => Ok(()),
            count if count < state.count() / 2 => self.disk.write(state.schema(), &changes),
            _ => self.disk.checkpoint(state),
        }
    }

    fn noted(&mut self, written: Result<(), StoreError>) -> Result<(), StoreError> {
        if let Err(error) = &written
            && !matches!(error, StoreError::Full { .. })
            && self.stopped.is_none()
        {
            tracing::error!(%error, "records take no more changes until the next start");
            self.stopped = Some(error.clone());
            self.ended.send_replace(Some(error.clone()));
        }
        written
    }

    fn read(&self) -> Arc<State> {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn publish(&self, state: Arc<State>) {
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        let before = std::mem::replace(&mut *current, state);
        drop(current);
        free(before);
    }
}
