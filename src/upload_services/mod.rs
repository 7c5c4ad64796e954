//! ServiceStack's operations of uploaded files, `/uploads/{Name}/{FilePath*}`, and the members of
//! requests that take files (`[UploadTo]`).
//!
//! Which files a host takes is said by [`Uploads`]; what a tenant has is in its [`Files`].

mod change;
mod content_type;
mod fetch;
mod host;
mod members;

use std::sync::Arc;

use chrono::{DateTime, Utc};

use self::change::{Delete, Writing};
use self::fetch::Fetch;
use self::host::Host;
use crate::service::{ServiceError, Services};
use crate::uploads::{Files, NewFile, NotStored, Uploads, WriteRefusal};

pub use members::{Pending, of_members};

/// Lets the operations answer from the files of the tenant. A contract has them besides its own
/// where its host takes files.
pub fn register(services: &mut Services, uploads: &Arc<Uploads>) {
    let host = || Host::of(uploads.clone());
    services.serve("StoreFileUpload", Writing::all(host()));
    services.serve("ReplaceFileUpload", Writing::in_place(host()));
    services.serve("DeleteFileUpload", Delete(host()));
    services.serve("GetFileUpload", Fetch(host()));
}

/// Stores files: off the threads that serve requests, for a disk takes its time.
async fn stored(
    files: Arc<Files>,
    new: Vec<NewFile>,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let put = tokio::task::spawn_blocking(move || files.put(new, now)).await;
    put.map_err(|_| stopping())?.map_err(|error| match error {
        NotStored::NoRoom(_) => ServiceError::http(507, "InsufficientStorage", error.to_string()),
        NotStored::Refused(refusal) => may_not(refusal),
        NotStored::Disk(reason) => disk_failed(&reason),
    })
}

/// The address of a file.
fn path_of(file: &NewFile) -> String {
    format!("/uploads/{}/{}", file.location, file.name)
}

/// Whether a location allows something.
///
/// # Errors
/// The host's 403.
fn permitted(is_allowed: bool, refusal: &str) -> Result<(), ServiceError> {
    if is_allowed { Ok(()) } else { Err(ServiceError::http(403, "Forbidden", refusal)) }
}

fn may_not(refusal: WriteRefusal) -> ServiceError {
    ServiceError::http(403, "Forbidden", refusal.to_string())
}

fn no_file() -> ServiceError {
    ServiceError::not_found("File not found")
}

fn stopping() -> ServiceError {
    ServiceError::unavailable("The host is stopping.")
}

fn disk_failed(reason: &std::io::Error) -> ServiceError {
    tracing::error!(%reason, "an uploaded file could not be kept or read");
    ServiceError::unavailable("The uploaded files cannot be reached now.")
}
