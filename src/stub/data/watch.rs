//! Reading rows again when their files change.

use std::path::Path;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Weak};
use std::time::Duration;

use notify::{Event, RecursiveMode, Watcher as _};

use super::{Data, Notation};
use crate::records::Records;

/// So long nothing must change: editors write a file in several steps.
const QUIET: Duration = Duration::from_millis(100);

/// How often it is looked whether the records are still served.
const PAUSE: Duration = Duration::from_secs(1);

impl Data {
    /// Reads the rows again whenever one of their files changes, as long as the records are served: resets
    /// and new tenants begin with them, and so does a tenant in memory whose rows nobody changed. A mistake
    /// is a line in the log, and the rows before it stay.
    ///
    /// # Errors
    /// When the system does not watch the folder, or it is not there.
    pub fn watch(self: Arc<Self>, records: &Arc<Records>) -> Result<(), notify::Error> {
        let (sender, events) = channel();
        let mut watcher = notify::recommended_watcher(sender)?;
        watcher.watch(&self.folder, RecursiveMode::NonRecursive)?;
        let records = Arc::downgrade(records);
        let follow = move || {
            loop {
                match events.recv_timeout(PAUSE) {
                    Ok(event) if is_of_rows(&event) => {
                        while events.recv_timeout(QUIET).is_ok() {}
                        self.reread(&records);
                    }
                    Ok(_) => {}
                    Err(RecvTimeoutError::Timeout) if records.strong_count() > 0 => {}
                    Err(_) => break,
                }
            }
            drop(watcher);
        };
        let thread = std::thread::Builder::new().name("data".to_owned());
        thread.spawn(follow).map(drop).map_err(notify::Error::io)
    }

    fn reread(&self, records: &Weak<Records>) {
        let Some(records) = records.upgrade() else { return };
        let folder = self.folder.display();
        match self.again() {
            Ok(seed) => {
                tracing::info!(%folder, rows = seed.count(), "rows read again");
                records.reseed(seed);
            }
            Err(mistake) => tracing::error!(%mistake, "rows not read again: those before stay"),
        }
    }
}

/// Whether a file of rows may be different: reading is an event, too.
fn is_of_rows(event: &notify::Result<Event>) -> bool {
    let holds_rows = |path: &Path| Notation::of(path).is_some();
    event.as_ref().is_ok_and(|event| {
        !event.kind.is_access() && event.paths.iter().any(|path| holds_rows(path))
    })
}
