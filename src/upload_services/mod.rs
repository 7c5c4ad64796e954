//! ServiceStack's operations of uploaded files, `/uploads/{Name}/{FilePath*}`, and the members of
//! requests that take files (`[UploadTo]`).
//!
//! Which files a host takes is said by [`Uploads`]; what a tenant has is in its [`Files`].

mod change;
mod content_type;
mod fetch;
mod members;

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::service::validation::{Checks, SessionUse};
use crate::service::{Context, ServiceError, Services};
use crate::tenant::Tenant;
use crate::uploads::{Files, Location, NewFile, NotStored, Uploads, WriteRefusal};

pub use members::{Pending, of_members};

/// Lets the operations answer from the files of the tenant. A contract has them besides its own
/// where its host takes files.
pub fn register(services: &mut Services, uploads: &Arc<Uploads>) {
    let of_host = || Host { uploads: uploads.clone(), checks: looking() };
    services.serve("StoreFileUpload", change::Store(of_host()));
    services.serve("ReplaceFileUpload", change::Replace(of_host()));
    services.serve("DeleteFileUpload", change::Delete(of_host()));
    services.serve("GetFileUpload", fetch::Fetch(of_host()));
}

/// What the operations have in common.
struct Host {
    uploads: Arc<Uploads>,
    checks: Arc<Checks>,
}

/// A location decides who may do what, so it must be known who calls.
fn looking() -> Arc<Checks> {
    Arc::new(Checks::of_session(SessionUse::Looks))
}

impl Host {
    fn location(&self, name: &str) -> Result<&Location, ServiceError> {
        location(&self.uploads, name)
    }

    fn files(&self, context: &Context) -> Result<Arc<Files>, ServiceError> {
        files(&self.uploads, context.tenant())
    }
}

fn location<'u>(uploads: &'u Uploads, name: &str) -> Result<&'u Location, ServiceError> {
    let unknown = || ServiceError::not_found(format!("Unknown upload location: {name}"));
    uploads.location(name).ok_or_else(unknown)
}

fn files(uploads: &Uploads, tenant: &Tenant) -> Result<Arc<Files>, ServiceError> {
    tenant.uploads().at(&uploads.host).cloned().ok_or_else(|| {
        tracing::error!(host = uploads.host, "this host takes no files");
        ServiceError::not_found("File not found")
    })
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

fn may_not(refusal: WriteRefusal) -> ServiceError {
    ServiceError::http(403, "Forbidden", refusal.to_string())
}

fn stopping() -> ServiceError {
    ServiceError::unavailable("The host is stopping.")
}

fn disk_failed(reason: &std::io::Error) -> ServiceError {
    tracing::error!(%reason, "an uploaded file could not be kept or read");
    ServiceError::unavailable("The uploaded files cannot be reached now.")
}
