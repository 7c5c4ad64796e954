//! Why records were not changed.

use super::document::DocumentError;
use crate::store::StoreError;

/// Why records were not changed; nothing of the change was made.
#[derive(Debug, Clone, thiserror::Error)]
pub enum RecordsError {
    /// There is no class of this name, or it has no rows.
    #[error("there are no records of a type {0}")]
    UnknownType(String),
    /// A row has this key.
    #[error("UNIQUE constraint failed: {0}")]
    Exists(String),
    /// As many rows or bytes as may be.
    #[error("there may be no more than {0}: the limit is a setting of records.toml")]
    Full(String),
    /// A key that is made here has no number left.
    #[error("{0} has no number left: the greatest of its type was used")]
    NoKey(String),
    /// The disk.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A row or a document that does not fit.
    #[error(transparent)]
    Document(#[from] DocumentError),
}
