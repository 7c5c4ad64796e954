//! What can go wrong below the store, before it is told with the directory's name.

use std::io;
use std::path::Path;

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

/// What sled said when it gave up.
pub(super) fn panic_text(panic: &(dyn std::any::Any + Send)) -> &str {
    panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("sled gave up")
}
