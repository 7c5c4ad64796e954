//! Reading the folder again when something in it changed.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Weak};
use std::time::Duration;

use notify::{RecursiveMode, Watcher as _};

use super::FaultFiles;

/// So long nothing must change: editors write a file in several steps.
const QUIET: Duration = Duration::from_millis(150);

/// How often it is looked whether the faults are still in use.
const PAUSE: Duration = Duration::from_secs(1);

impl FaultFiles {
    /// Reads the folder again whenever something in it changes, as long as somebody has the faults.
    /// A mistake is a line in the log, and the faults before it stay in force.
    ///
    /// # Errors
    /// When the system does not watch the folder, or it is not there.
    pub fn watch(self: &Arc<Self>) -> Result<(), notify::Error> {
        let (sender, events) = channel();
        let mut watcher = notify::recommended_watcher(sender)?;
        watcher.watch(self.folder(), RecursiveMode::NonRecursive)?;
        let files = Arc::downgrade(self);
        let follow = move || {
            loop {
                match events.recv_timeout(PAUSE) {
                    Ok(Ok(event)) if event.kind.is_access() => {}
                    Ok(_) => {
                        while events.recv_timeout(QUIET).is_ok() {}
                        reread(&files);
                    }
                    Err(RecvTimeoutError::Timeout) if files.strong_count() > 0 => {}
                    Err(_) => break,
                }
            }
            drop(watcher);
        };
        let thread = std::thread::Builder::new().name("faults".to_owned());
        thread.spawn(follow).map(drop).map_err(notify::Error::io)
    }
}

fn reread(files: &Weak<FaultFiles>) {
    let Some(files) = files.upgrade() else { return };
    match files.reload() {
        Ok(count) => {
            tracing::info!(folder = %files.folder().display(), count, "faults read again");
        }
        Err(mistake) => {
            tracing::error!(%mistake, "faults not read again: those before stay in force");
        }
    }
}
