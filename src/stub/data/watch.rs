//! Reading rows again when their files change.

use std::path::Path;
use std::sync::{Arc, Weak};

use notify::RecursiveMode;

use super::{Data, Notation};
use crate::records::Records;
use crate::watched::{self, Reader};

struct Rereading {
    data: Arc<Data>,
    records: Weak<Records>,
}

impl Data {
    /// Reads the rows again whenever one of their files changes, as long as the records are
    /// served: resets and new tenants begin with them, and so does a tenant in memory whose rows
    /// nobody changed. A mistake is a line in the log, and the rows before it stay.
    ///
    /// # Errors
    /// When the system does not watch, or the folder above is not there.
    pub fn watch(self: Arc<Self>, records: &Arc<Records>) -> Result<(), notify::Error> {
        let (folder, records) = (self.folder.clone(), Arc::downgrade(records));
        let reader = Rereading { data: self, records };
        watched::follow(&folder, RecursiveMode::NonRecursive, ("data", reader))
    }
}

impl Reader for Rereading {
    fn is_needed(&self) -> bool {
        self.records.strong_count() > 0
    }

    fn concerns(&self, path: &Path) -> bool {
        Notation::of(path).is_some()
    }

    fn read_again(&self, is_final: bool) -> bool {
        let Some(records) = self.records.upgrade() else { return true };
        let folder = self.data.folder.display();
        match self.data.again() {
            Ok(seed) => {
                tracing::info!(%folder, rows = seed.count(), "rows read again");
                records.reseed(seed);
            }
            Err(_) if !is_final => return false,
            Err(mistake) => tracing::error!(%mistake, "rows not read again: those before stay"),
        }
        true
    }
}
