//! Errors of an engine. What a client may cause is no error but an answer (see
//! [`verbs`](super::Activation)).

use std::path::PathBuf;
use std::sync::Arc;

use super::coupon::MAX_TERMS;

/// Why the store cannot do a call. Every variant is one sentence for the operator; only
/// [`TooLarge`](Self::TooLarge) and [`IdsExhausted`](Self::IdsExhausted) are for the client as
/// well.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// The queue of changes is full; the caller should come again.
    #[error("the store has more changes waiting than it may hold; try again in a moment")]
    Busy,
    /// The store has stopped: a change could not be made durable, or it was closed.
    #[error("the store has stopped accepting writes: {0}")]
    Stopped(Arc<str>),
    /// There is no room for the change, which was not made. Reading goes on, and changes once there
    /// is room.
    #[error(
        "the disk of the store in {path} is full: {why}; changes are refused until there is room"
    )]
    Full {
        /// The directory.
        path: PathBuf,
        /// In words.
        why: Arc<str>,
    },
    /// The medium refused a write. The store stops after it.
    #[error("the store in {path} cannot be written: {why}")]
    Write {
        /// The directory.
        path: PathBuf,
        /// In words.
        why: Arc<str>,
    },
    /// Bytes that do not make sense.
    #[error(
        "the store in {path} is damaged ({why}); restore a backup, or move the directory away and start with an empty one"
    )]
    Damaged {
        /// The directory.
        path: PathBuf,
        /// In words.
        why: Arc<str>,
    },
    /// Another process has it.
    #[error(
        "the store in {path} is in use by another process; stop that one or choose another directory"
    )]
    Locked {
        /// The directory.
        path: PathBuf,
    },
    /// The directory cannot be read or written.
    #[error(
        "the directory {path} cannot be opened for the store: {why}; make it writable or choose another one"
    )]
    Directory {
        /// The directory.
        path: PathBuf,
        /// In words.
        why: Arc<str>,
    },
    /// Written before the format that this program reads first.
    #[error(
        "the store in {path} was written by version 0.1.0 or an earlier one, and this one reads format {known} alone; \
         export it with version 0.1.0 (the last commit of it is 61b0449) by `servicestack-emulator coupons export \
         --data {path} coupons.jsonl`, move the directory away and import it with this one by \
         `servicestack-emulator coupons import --data {path} coupons.jsonl`"
    )]
    OldDirectory {
        /// The directory.
        path: PathBuf,
        /// What this program can read.
        known: u32,
    },
    /// Written by another version of this program.
    #[error(
        "the store in {path} has format {found}, this program reads format {known}; export it with the program that wrote it and import it here"
    )]
    Format {
        /// The directory.
        path: PathBuf,
        /// What the directory says.
        found: String,
        /// What this program can read.
        known: u32,
    },
    /// The database does not answer, or accepts no connection. It is tried again with the next
    /// call.
    #[error("the database {address} cannot be reached: {why}")]
    Unreachable {
        /// The database, without its password.
        address: Arc<str>,
        /// In words.
        why: Arc<str>,
    },
    /// The database refuses the statement.
    #[error("the database {address} refuses: {why}")]
    Database {
        /// The database, without its password.
        address: Arc<str>,
        /// In words.
        why: Arc<str>,
    },
    /// A value is longer than the store can hold.
    #[error("{what} is longer than {limit} bytes")]
    TooLarge {
        /// Which value.
        what: &'static str,
        /// In bytes.
        limit: usize,
    },
    /// A snapshot could not be written where it was to go.
    #[error("the snapshot cannot be written: {0}")]
    Snapshot(Arc<str>),
    /// The coupons to be restored are not fit; nothing was changed.
    #[error("the coupons cannot be taken: {0}")]
    Source(Arc<str>),
    /// No number is left for a new coupon.
    #[error("there are no more Ids for coupons; reset the store")]
    IdsExhausted,
    /// The engine has one state alone.
    #[error("the store cannot be copied: its coupons are in a database")]
    NoCopies,
}

impl StoreError {
    /// The answer to [`Terms::is_too_large`](super::Terms).
    pub(super) fn terms_too_large() -> Self {
        StoreError::TooLarge { what: "the data of a coupon", limit: MAX_TERMS }
    }
}
