//! Reading the folder again when something in it changed.

use std::sync::{Arc, Weak};

use notify::RecursiveMode;

use super::FaultFiles;
use crate::watched::{self, Reader};

struct Rereading(Weak<FaultFiles>);

impl FaultFiles {
    /// Reads the folder again whenever something in it changes, as long as somebody has the faults.
    /// A mistake is a line in the log, and the faults before it stay in force.
    ///
    /// # Errors
    /// When the system does not watch, or the folder above is not there.
    pub fn watch(self: &Arc<Self>) -> Result<(), notify::Error> {
        let reader = Rereading(Arc::downgrade(self));
        watched::follow(self.folder(), RecursiveMode::NonRecursive, ("faults", reader))
    }
}

impl Reader for Rereading {
    fn is_needed(&self) -> bool {
        self.0.strong_count() > 0
    }

    fn read_again(&self, is_final: bool) -> bool {
        let Some(files) = self.0.upgrade() else { return true };
        let folder = files.folder().display();
        match files.reload() {
            Ok(count) => tracing::info!(%folder, count, "faults read again"),
            Err(_) if !is_final => return false,
            Err(mistake) => {
                tracing::error!(%mistake, "faults not read again: those before stay in force");
            }
        }
        true
    }
}
