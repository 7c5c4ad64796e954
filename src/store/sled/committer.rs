//! The one writer. It takes all changes that wait, decides each on the same draft, applies them as one batch, makes
//! the batch durable and only then lets the answers go. While one batch is on its way to the disk the next one
//! gathers, so that the cost of a sync is shared by all who wait.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError};

use ::sled::Tree;
use tokio::sync::watch;

use super::add::Adding;
use super::book::Book;
use super::decide;
use super::disk::Disk;
use super::draft::Draft;
use super::key::Keys;
use super::sweep::{Reset, Sweep};
use super::task::{Promise, Reply, Step, Task, promise};
use super::trouble::{Trouble, panic_text};
use crate::store::{Activate, Activation, Added, Addition, Change, CouponId, CouponKey, Spend, StoreError};

/// A change that waits for the writer.
pub(super) enum Message {
    Activate(Activate, Reply<Activation>),
    Spend(Spend, Reply<Change>),
    Void(CouponKey, Reply<Change>),
    Add(Box<Addition>, Reply<Added>),
    Reset(Reply<()>),
    /// Nothing comes after it.
    Close,
}

/// What readers have to know of the writer.
#[derive(Debug, Clone)]
pub(super) struct Progress {
    /// How many batches are durable.
    pub(super) durable: u64,
    /// The generation in force.
    pub(super) keys: Keys,
    /// The last coupon that exists.
    pub(super) last_id: CouponId,
    /// Why nothing is taken any more.
    pub(super) stopped: Option<StoreError>,
}

/// How much at once.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sizes {
    /// Most changes in a batch.
    pub(super) batch: usize,
    /// Most rows of a task in a batch.
    pub(super) step: usize,
    /// Most tasks that wait.
    pub(super) tasks: usize,
}

/// The writer's side of the store.
pub(super) struct Committer {
    pub(super) path: PathBuf,
    pub(super) tree: Tree,
    pub(super) disk: Box<dyn Disk>,
    pub(super) inbox: Receiver<Message>,
    pub(super) progress: watch::Sender<Progress>,
    /// How many batches with visible changes were begun; a reader that may have seen one waits until it is durable.
    pub(super) begun: Arc<AtomicU64>,
    pub(super) tasks: VecDeque<Box<dyn Task>>,
    pub(super) sizes: Sizes,
}

/// Whether the writer goes on.
#[derive(PartialEq)]
enum Flow {
    On,
    Close,
}

impl Committer {
    /// Works until it is closed or something fails.
    pub(super) fn run(mut self) {
        let end = loop {
            match catch_unwind(AssertUnwindSafe(|| self.round())) {
                Ok(Ok(Flow::On)) => {}
                Ok(Ok(Flow::Close)) => break StoreError::Stopped("it is closed".into()),
                Ok(Err(trouble)) => break trouble.told_of(&self.path),
                Err(panic) => {
                    break StoreError::Damaged { path: self.path.clone(), why: panic_text(&*panic).into() };
                }
            }
        };
        // Whoever waits still, here or in the queue, is told by the drop of his answer's sender.
        self.progress.send_modify(|progress| progress.stopped = Some(end));
    }

    fn round(&mut self) -> Result<Flow, Trouble> {
        let messages = self.gather();
        let tree = self.tree.clone();
        let mut book = self.open_book(&tree);
        let (mut promises, mut flow) = (Vec::new(), Flow::On);
        for message in messages {
            if self.decide(message, &mut book, &mut promises)? == Flow::Close {
                flow = Flow::Close;
            }
        }
        if flow == Flow::On {
            self.work(&mut book, &mut promises)?;
        }
        self.commit(book, promises)?;
        Ok(flow)
    }

    /// All changes that wait; sleeps only if there is nothing else to do.
    fn gather(&mut self) -> Vec<Message> {
        let mut messages = Vec::new();
        if self.tasks.is_empty() {
            messages.push(self.inbox.recv().unwrap_or(Message::Close));
        }
        while messages.len() < self.sizes.batch {
            match self.inbox.try_recv() {
                Ok(message) => messages.push(message),
                Err(TryRecvError::Empty) => break,
                Err(TryRecvError::Disconnected) => {
                    messages.push(Message::Close);
                    break;
                }
            }
        }
        messages
    }

    fn open_book<'a>(&self, tree: &'a Tree) -> Book<'a> {
        let progress = self.progress.borrow();
        Book { draft: Draft::over(tree), keys: progress.keys, last_id: progress.last_id }
    }

    fn decide(
        &mut self,
        message: Message,
        book: &mut Book<'_>,
        promises: &mut Vec<Promise>,
    ) -> Result<Flow, Trouble> {
        match message {
            Message::Activate(request, reply) => {
                promises.push(promise(reply, Ok(decide::activate(book, &request)?)));
            }
            Message::Spend(request, reply) => {
                promises.push(promise(reply, Ok(decide::spend(book, &request)?)))
            }
            Message::Void(name, reply) => promises.push(promise(reply, Ok(decide::void(book, &name)?))),
            Message::Add(addition, reply) if self.tasks.len() < self.sizes.tasks => {
                self.tasks.push_back(Box::new(Adding::new(*addition, reply)));
            }
            Message::Add(_, reply) => promises.push(promise(reply, Err(StoreError::Busy))),
            Message::Reset(reply) => {
                self.tasks.push_back(Box::new(Reset::new(reply)));
                self.tasks.push_back(Box::new(Sweep::Others));
            }
            Message::Close => return Ok(Flow::Close),
        }
        Ok(Flow::On)
    }

    /// Brings the tasks forward, in their order, as far as one batch allows.
    fn work(&mut self, book: &mut Book<'_>, promises: &mut Vec<Promise>) -> Result<(), Trouble> {
        let end = book.draft.len() + self.sizes.step;
        while let Some(mut task) = self.tasks.pop_front() {
            let budget = end.saturating_sub(book.draft.len());
            if budget == 0 {
                self.tasks.push_front(task);
                break;
            }
            match task.step(book, budget)? {
                Step::More => {
                    self.tasks.push_front(task);
                    break;
                }
                Step::Done => {}
                Step::Answer(promise) => promises.push(promise),
                Step::Undo(promise) => self.tasks.push_front(Box::new(Sweep::Unfinished(Some(promise)))),
            }
        }
        Ok(())
    }

    /// Makes the draft durable, then lets the answers go. Rows that nobody waits for cannot be seen yet, so they
    /// need no sync of their own.
    fn commit(&mut self, book: Book<'_>, promises: Vec<Promise>) -> Result<(), Trouble> {
        let Book { draft, keys, last_id } = book;
        if !draft.is_empty() {
            let awaited = !promises.is_empty();
            let begun = self.begun.fetch_add(u64::from(awaited), Ordering::SeqCst) + u64::from(awaited);
            self.disk.apply(draft.into_batch())?;
            if awaited {
                self.disk.sync()?;
                self.progress.send_modify(|progress| {
                    progress.durable = begun;
                    progress.keys = keys;
                    progress.last_id = last_id;
                });
            }
        }
        promises.into_iter().for_each(|keep| keep());
        Ok(())
    }
}
