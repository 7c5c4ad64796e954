//! Reading the folder again when something in it changed.

use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Weak};
use std::time::Duration;

use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::{Mistake, Stubs};

/// So long nothing must change: editors write a file in several steps.
const QUIET: Duration = Duration::from_millis(100);

/// So often a mistake is looked at again before it is reported.
const RETRIES: usize = 5;

/// How often it is looked whether the stubs are still served.
const PAUSE: Duration = Duration::from_secs(1);

type Events = Receiver<notify::Result<Event>>;

impl Stubs {
    /// Reads the folder again whenever something in it changes, as long as the stubs are served. A
    /// mistake is a line in the log, and the stubs before it stay in force.
    ///
    /// # Errors
    /// When the system does not watch the folder, or it is not there.
    pub fn watch(self: &Arc<Self>) -> Result<(), notify::Error> {
        let (sender, events) = channel();
        let mut watcher = notify::recommended_watcher(sender)?;
        watcher.watch(self.folder(), RecursiveMode::Recursive)?;
        let stubs = Arc::downgrade(self);
        let name = "stubs".to_owned();
        let thread =
            std::thread::Builder::new().name(name).spawn(move || follow(&stubs, &events, watcher));
        thread.map(drop).map_err(notify::Error::io)
    }
}

/// Until nobody has the stubs any more.
fn follow(stubs: &Weak<Stubs>, events: &Events, watcher: RecommendedWatcher) {
    loop {
        match events.recv_timeout(PAUSE) {
            Ok(event) if changes(&event) => wait_until_quiet(events),
            Ok(_) => continue,
            Err(RecvTimeoutError::Timeout) if stubs.strong_count() > 0 => continue,
            Err(_) => break,
        }
        let Some(stubs) = stubs.upgrade() else { break };
        match patiently(&stubs, events) {
            Ok(count) => {
                tracing::info!(folder = %stubs.folder().display(), count, "stubs read again")
            }
            Err(mistake) => {
                tracing::error!(%mistake, "stubs not read again: those before stay in force")
            }
        }
    }
    drop(watcher);
}

/// Reads again. A mistake may be a file that is being written, renamed or replaced: only one that
/// stays is one.
fn patiently(stubs: &Stubs, events: &Events) -> Result<usize, Mistake> {
    for _ in 0..RETRIES {
        match stubs.reload() {
            Ok(count) => return Ok(count),
            Err(_) => wait_until_quiet(events),
        }
    }
    stubs.reload()
}

/// Waits until nothing has changed for a while; not for ever.
fn wait_until_quiet(events: &Events) {
    for _ in 0..5 {
        if events.recv_timeout(QUIET).is_err() {
            return;
        }
    }
}

/// Whether something may be different: reading is an event, too.
fn changes(event: &notify::Result<Event>) -> bool {
    event.as_ref().map_or(true, |event| !event.kind.is_access())
}
