//! Work that takes longer than a look-up, off the threads that serve requests.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use crossbeam_channel::{Sender, bounded};

use super::state::{Loader, Prepared, Replacement, Salt};
use super::{Addition, Source, StoreError};

/// Runs it where it may take its time.
pub(super) async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    let ending = |_| StoreError::Stopped("the process is ending".into());
    tokio::task::spawn_blocking(work).await.map_err(ending)?
}

/// Something that a thread of its own works on, while who asks for it does something else.
pub(super) struct Aside<T> {
    value: Arc<Mutex<T>>,
    thread: Sender<Box<dyn FnOnce() + Send>>,
}

impl<T: Send + 'static> Aside<T> {
    /// # Errors
    /// When there can be no further thread.
    pub(super) fn start(name: &str, value: T) -> io::Result<Self> {
        let (thread, work) = bounded::<Box<dyn FnOnce() + Send>>(1);
        let named = thread::Builder::new().name(name.to_owned());
        named.spawn(move || work.iter().for_each(|work| work()))?;
        Ok(Self { value: Arc::new(Mutex::new(value)), thread })
    }

    /// Works on it here.
    pub(super) fn lock(&self) -> MutexGuard<'_, T> {
        lock(&self.value)
    }

    /// Has the thread work on it, and does something else meanwhile; none if the thread panicked.
    /// With nothing else to do a change of threads is not worth it.
    pub(super) fn both<R: Send + 'static>(
        &self,
        work: impl FnOnce(&mut T) -> R + Send + 'static,
        meanwhile: Option<impl FnOnce()>,
    ) -> Option<R> {
        let Some(meanwhile) = meanwhile else { return Some(work(&mut self.lock())) };
        let (value, (sender, done)) = (Arc::clone(&self.value), bounded(1));
        let work = move || {
            let done = work(&mut lock(&value));
            // Who asked may have ended.
            let _ = sender.send(done);
        };
        // Without a thread nobody sends what is waited for below.
        let _ = self.thread.send(Box::new(work));
        // Where it waits for this core, it begins before those that are woken below.
        thread::yield_now();
        meanwhile();
        done.recv().ok()
    }
}

fn lock<T>(value: &Mutex<T>) -> MutexGuard<'_, T> {
    value.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Makes an addition ready.
pub(super) async fn prepare(addition: Addition) -> Result<Prepared, StoreError> {
    aside(|| Prepared::of(addition)).await
}

/// Gathers the coupons that are to be in the place of all.
pub(super) async fn gather(source: Source, salt: Salt) -> Result<Replacement, StoreError> {
    aside(move || {
        let mut loader = Loader::new(salt);
        for coupon in source {
            loader.push(coupon.map_err(|why| StoreError::Source(why.into()))?)?;
        }
        Ok(Replacement::of(loader.finish()?))
    })
    .await
}
