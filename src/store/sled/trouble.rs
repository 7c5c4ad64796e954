//! What can go wrong below the store, before it is told with the directory's name.

use std::cell::Cell;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Once;

use super::record::Unreadable;
use crate::store::StoreError;

/// Trouble with the tree or the file under it. It ends the store.
#[derive(Debug, thiserror::Error)]
pub(super) enum Trouble {
    #[error(transparent)]
    Tree(#[from] ::sled::Error),
    #[error(transparent)]
    Row(#[from] Unreadable),
    #[error(transparent)]
    File(#[from] io::Error),
}

impl Trouble {
    /// In the words of the boundary.
    pub(super) fn told_of(self, path: &Path) -> StoreError {
        let path = path.to_owned();
        match self {
            Trouble::Row(_)
            | Trouble::Tree(::sled::Error::Corruption { .. } | ::sled::Error::ReportableBug(_)) => {
                StoreError::Damaged { path, why: self.to_string().into() }
            }
            Trouble::Tree(::sled::Error::Io(error)) | Trouble::File(error) => {
                StoreError::Write { path, why: error.to_string().into() }
            }
            Trouble::Tree(error) => StoreError::Damaged { path, why: error.to_string().into() },
        }
    }
}

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Calls what may panic over a damaged file, without the panic's report: what comes of it is told in a sentence.
pub(super) fn quietly<T>(call: impl FnOnce() -> T) -> std::thread::Result<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let report = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !QUIET.get() {
                report(panic);
            }
        }));
    });
    QUIET.set(true);
    let result = catch_unwind(AssertUnwindSafe(call));
    QUIET.set(false);
    result
}

/// What sled said when it gave up.
pub(super) fn panic_text(panic: &(dyn std::any::Any + Send)) -> &str {
    panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("sled gave up")
}
