//! The one writer. It takes all changes that wait, decides each on the same draft, applies them as one batch, makes
//! the batch durable and only then lets the answers go. While one batch is on its way to the disk the next one
//! gathers, so that the cost of a sync is shared by all who wait.

use std::collections::VecDeque;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::watch;

use super::add::Adding;
use super::asked::Asked;
use super::book::{Book, Kept};
use super::decide;
use super::disk::Disk;
use super::draft::Draft;
use super::inbox::Inbox;
use super::key::{BATCH, Keys};
use super::memo::Memo;
use super::promise::{Promise, Reply, keep};
use super::pulse::Pulse;
use super::replace::Replacing;
use super::snapshot::Snapshot;
use super::sweep::Sweep;
use super::table::Table;
use super::task::{Step, Task};
use super::trouble::{Trouble, panic_text};
use crate::store::{
    Activate, Activation, Added, Addition, Change, CouponId, CouponKey, Sink, Source, Spend, StoreError,
};

/// A change that waits for the writer.
pub(super) enum Message {
    Activate(Activate, Reply<Activation>),
    Spend(Spend, Reply<Change>),
    Void(CouponKey, Reply<Change>),
    Add(Box<Addition>, Reply<Added>),
    Snapshot(Sink, Reply<u64>),
    Replace(Source, Reply<u64>),
    /// Nothing comes after it.
    Close,
}

/// What readers have to know of the writer.
#[derive(Debug, Clone)]
pub(super) struct Progress {
    /// The last batch that is durable.
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
    /// Most rows of a task in a batch.
    pub(super) step: usize,
    /// Most tasks that wait.
    pub(super) tasks: usize,
}

/// The writer's side of the store.
pub(super) struct Committer {
    pub(super) path: PathBuf,
    pub(super) table: Arc<Table>,
    pub(super) disk: Box<dyn Disk>,
    pub(super) inbox: Inbox,
    pub(super) progress: watch::Sender<Progress>,
    /// The last batch.
    pub(super) batch: u64,
    /// The last batch with visible changes that was begun; a reader that may have seen one waits until it is durable.
    pub(super) begun: Arc<AtomicU64>,
    pub(super) pulse: Arc<Pulse>,
    pub(super) tasks: VecDeque<Box<dyn Task>>,
    pub(super) sizes: Sizes,
    /// What a snapshot under way needs of the past.
    pub(super) kept: Option<Kept>,
    pub(super) memo: Memo,
    pub(super) asked: Asked,
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
                Ok(Ok(Flow::Close)) => break self.close(),
                Ok(Err(trouble)) => break trouble.told_of(&self.path),
                Err(panic) => {
                    break StoreError::Damaged { path: self.path.clone(), why: panic_text(&*panic).into() };
                }
            }
        };
        // Whoever waits still, here or in the queue, is told by the drop of his answer's sender.
        self.progress.send_modify(|progress| progress.stopped = Some(end));
    }

    /// Leaves a directory that opens at once.
    fn close(&mut self) -> StoreError {
        match self.disk.close() {
            Ok(()) => StoreError::Stopped("it is closed".into()),
            Err(trouble) => trouble.told_of(&self.path),
        }
    }

    fn round(&mut self) -> Result<Flow, Trouble> {
        let messages = self.inbox.gather(self.tasks.is_empty());
        let asked = messages.iter().filter(|message| !matches!(message, Message::Close)).count();
        self.pulse.leave(asked);
        let table = Arc::clone(&self.table);
        let mut book = self.open_book(&table);
        let (mut promises, mut flow) = (Vec::with_capacity(messages.len()), Flow::On);
        for message in messages {
            if self.decide(message, &mut book, &mut promises)? == Flow::Close {
                flow = Flow::Close;
            }
        }
        book.write_held();
        if flow == Flow::On {
            self.work(&mut book, &mut promises)?;
        }
        self.commit(book, promises)?;
        Ok(flow)
    }

    fn open_book<'a>(&mut self, table: &'a Table) -> Book<'a> {
        let (kept, memo, asked) = (self.kept.take(), mem::take(&mut self.memo), mem::take(&mut self.asked));
        let Progress { keys, last_id, .. } = *self.progress.borrow();
        Book { draft: Draft::over(table), keys, last_id, kept, memo, asked, known: None }
    }

    fn decide(
        &mut self,
        message: Message,
        book: &mut Book<'_>,
        promises: &mut Vec<Promise>,
    ) -> Result<Flow, Trouble> {
        match message {
            Message::Activate(request, reply) => {
                promises.push(reply.promise(Ok(decide::activate(book, request)?)));
            }
            Message::Spend(request, reply) => {
                promises.push(reply.promise(Ok(decide::spend(book, &request)?)))
            }
            Message::Void(name, reply) => promises.push(reply.promise(Ok(decide::void(book, &name)?))),
            Message::Add(addition, reply) if self.tasks.len() < self.sizes.tasks => {
                self.tasks.push_back(Box::new(Adding::new(*addition, reply)));
            }
            Message::Add(_, reply) => promises.push(reply.promise(Err(StoreError::Busy))),
            Message::Snapshot(sink, reply) => self.tasks.push_back(Box::new(Snapshot::new(sink, reply))),
            Message::Replace(source, reply) => {
                self.tasks.push_back(Box::new(Replacing::new(source, reply)));
                // Of the coupons that were replaced, or of those that were refused.
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
            let step = task.step(book, budget)?;
            book.forget();
            match step {
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

    /// Makes the draft durable, then lets the answers go.
    fn commit(&mut self, mut book: Book<'_>, promises: Vec<Promise>) -> Result<(), Trouble> {
        (self.kept, self.memo) = (book.kept.take(), mem::take(&mut book.memo));
        self.asked = mem::take(&mut book.asked);
        match (book.draft.is_empty(), promises.is_empty()) {
            (true, _) => {}
            // Rows that nobody waits for cannot be seen yet, so they need no sync of their own.
            (false, true) => self.apply(book.draft)?,
            (false, false) => self.make_durable(book, promises.len())?,
        }
        keep(promises);
        Ok(())
    }

    fn apply(&mut self, mut draft: Draft<'_>) -> Result<(), Trouble> {
        self.batch += 1;
        draft.put(BATCH.to_vec(), self.batch.to_string().as_bytes());
        self.disk.apply(self.batch, draft.into_writes())
    }

    fn make_durable(&mut self, book: Book<'_>, answers: usize) -> Result<(), Trouble> {
        let Book { draft, keys, last_id, .. } = book;
        let number = self.batch + 1;
        self.begun.store(number, Ordering::SeqCst);
        self.apply(draft)?;
        let (synced, took) = self.pulse.timed(answers, || self.disk.sync(number));
        synced?;
        self.inbox.answered(answers, took);
        self.progress.send_modify(|progress| {
            progress.durable = number;
            progress.keys = keys;
            progress.last_id = last_id;
        });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::mpsc::Receiver;

    use ::sled::Tree;
    use chrono::DateTime;
    use uuid::Uuid;

    use super::*;
    use crate::store::sled::open::Found;
    use crate::store::sled::writes::Writes;
    use crate::store::sled::{Guard, Settings, SledCoupons, start};
    use crate::store::{Coupons, Life, Terms};

    /// Which step of a batch goes wrong.
    #[derive(Clone, Copy, PartialEq)]
    enum Fault {
        Apply,
        Sync,
        Panic,
    }

    /// A disk that fails once it is told to.
    struct FaultyDisk {
        table: Arc<Table>,
        fault: Fault,
        armed: Arc<AtomicBool>,
    }

    impl FaultyDisk {
        fn fails(&self, fault: Fault) -> Result<(), Trouble> {
            match self.fault == fault && self.armed.load(Ordering::SeqCst) {
                true => Err(std::io::Error::other("no space left on device").into()),
                false => Ok(()),
            }
        }
    }

    impl Disk for FaultyDisk {
        fn apply(&mut self, _: u64, writes: Writes) -> Result<(), Trouble> {
            self.fails(Fault::Apply)?;
            Ok(self.table.apply(writes)?)
        }

        fn sync(&mut self, _: u64) -> Result<(), Trouble> {
            self.fails(Fault::Sync)?;
            assert!(self.fails(Fault::Panic).is_ok(), "sled gave up");
            Ok(())
        }

        fn close(&mut self) -> Result<(), Trouble> {
            Ok(())
        }
    }

    /// What an empty tree has.
    fn found() -> Found {
        Found { keys: Keys { generation: 1 }, batch: 0, asked: Asked::with([7; 16]) }
    }

    fn empty() -> Arc<Table> {
        Arc::new(Table::of(Tree::clone(&::sled::Config::new().temporary(true).open().unwrap())))
    }

    fn faulty(fault: Fault) -> (SledCoupons, Guard, Arc<AtomicBool>) {
        let table = empty();
        let armed = Arc::new(AtomicBool::new(false));
        let disk = Box::new(FaultyDisk { table: Arc::clone(&table), fault, armed: Arc::clone(&armed) });
        let (store, guard) = start("/data".as_ref(), table, disk, found(), &Settings::default()).unwrap();
        (store, guard, armed)
    }

    fn numbers(count: u32) -> Addition {
        let end = DateTime::from_timestamp(2_000_000_000, 0).unwrap().naive_utc();
        let tails = Box::new((0..count).map(|number| number.to_string()));
        Addition { prefix: "A".into(), tails, terms: Terms::new(1, end), life: Life::default() }
    }

    fn wanted(id: u128) -> Activate {
        let at = DateTime::from_timestamp(1_000_000_000, 0).unwrap().naive_utc();
        Activate { coupon_type: 1, prefix: "A".into(), activate_id: Uuid::from_u128(id), at, receipt: None }
    }

    #[tokio::test]
    async fn a_change_that_cannot_be_made_durable_stops_the_store() {
        for (fault, told) in [
            (Fault::Apply, "the store in /data cannot be written: no space left on device"),
            (Fault::Sync, "the store in /data cannot be written: no space left on device"),
            (Fault::Panic, "the store in /data is damaged (sled gave up"),
        ] {
            let (store, guard, armed) = faulty(fault);
            store.add(numbers(10)).await.unwrap();
            store.activate(wanted(1)).await.unwrap();
            armed.store(true, Ordering::SeqCst);
            let error = store.activate(wanted(2)).await.unwrap_err();
            assert!(error.to_string().starts_with(told), "{error}");
            armed.store(false, Ordering::SeqCst);
            // Even if the disk has come to itself: what the tree holds now is not what was made durable.
            let refused = [
                store.activate(wanted(3)).await.unwrap_err(),
                store.get(CouponKey::Id(1)).await.unwrap_err(),
                store.find(Default::default(), 0, 10).await.unwrap_err(),
                store.count(wanted(1).at).await.unwrap_err(),
                store.add(numbers(10)).await.unwrap_err(),
                store.ready().await.unwrap_err(),
                guard.stopped().await,
            ];
            assert!(refused.iter().all(|error| error.to_string().starts_with(told)), "{refused:?}");
        }
    }

    #[tokio::test]
    async fn a_large_addition_that_cannot_be_written_is_told() {
        let (store, _guard, armed) = faulty(Fault::Apply);
        armed.store(true, Ordering::SeqCst);
        let error = store.add(numbers(100_000)).await.unwrap_err();
        assert!(matches!(error, StoreError::Write { .. }), "{error:?}");
    }

    /// A disk whose syncs wait for a permit.
    struct SlowDisk {
        table: Arc<Table>,
        permits: Receiver<()>,
    }

    impl Disk for SlowDisk {
        fn apply(&mut self, _: u64, writes: Writes) -> Result<(), Trouble> {
            Ok(self.table.apply(writes)?)
        }

        fn sync(&mut self, _: u64) -> Result<(), Trouble> {
            self.permits.recv().map_err(std::io::Error::other)?;
            Ok(())
        }

        fn close(&mut self) -> Result<(), Trouble> {
            Ok(())
        }
    }

    #[tokio::test]
    async fn nobody_is_told_of_a_change_before_it_is_durable() {
        let table = empty();
        let (permit, permits) = std::sync::mpsc::channel();
        let disk = Box::new(SlowDisk { table: Arc::clone(&table), permits });
        let (store, guard) =
            start("/data".as_ref(), Arc::clone(&table), disk, found(), &Settings::default()).unwrap();
        permit.send(()).unwrap();
        store.add(numbers(10)).await.unwrap();
        let change = tokio::spawn({
            let store = store.clone();
            async move { store.activate(wanted(1)).await }
        });
        let written = || Book::of_reader(&table, found().keys, 10).member(1).unwrap().life.activate_id;
        while written().is_none() {
            tokio::task::yield_now().await;
        }
        // The tree has it, the disk has not.
        let repeated = tokio::spawn({
            let store = store.clone();
            async move { store.activate(wanted(1)).await }
        });
        let read = tokio::spawn({
            let store = store.clone();
            async move { store.get(CouponKey::Id(1)).await }
        });
        let listed = tokio::spawn({
            let store = store.clone();
            async move { store.find(Default::default(), 0, 1).await }
        });
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        assert!(
            !change.is_finished() && !repeated.is_finished() && !read.is_finished() && !listed.is_finished()
        );
        permit.send(()).unwrap();
        assert!(matches!(change.await.unwrap(), Ok(Activation::Activated(_))));
        assert!(read.await.unwrap().unwrap().unwrap().life.activate_id.is_some());
        assert!(listed.await.unwrap().unwrap().coupons[0].life.activate_id.is_some());
        assert!(matches!(repeated.await.unwrap(), Ok(Activation::Replayed(_))));
        drop((permit, guard));
    }
}
