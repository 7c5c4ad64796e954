//! What the operations have in common: how they find locations and files.

use std::io;
use std::sync::Arc;

use serde::Deserialize;

use super::{disk_failed, stopping};
use crate::service::validation::{Checks, SessionUse};
use crate::service::{Context, ServiceError};
use crate::tenant::Tenant;
use crate::uploads::{Files, Location, Uploads};
use crate::value::Object;

/// A host that takes files.
pub struct Host {
    uploads: Arc<Uploads>,
    pub checks: Arc<Checks>,
}

/// A file that is there or not.
pub struct Found {
    pub files: Arc<Files>,
    pub location: String,
    pub name: String,
}

/// The members of all operations.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Addressed {
    name: Option<String>,
    file_path: Option<String>,
}

impl Host {
    /// A location decides who may do what, so it must be known who calls.
    pub fn of(uploads: Arc<Uploads>) -> Self {
        Self { uploads, checks: Arc::new(Checks::of_session(SessionUse::Looks)) }
    }

    /// The location that a request names, and the name of its file.
    pub fn addressed(
        &self,
        request: Object,
        context: &Context,
    ) -> Result<(&Location, String), ServiceError> {
        let request: Addressed = context.request(request)?;
        let location = location(&self.uploads, request.name.as_deref().unwrap_or_default())?;
        Ok((location, request.file_path.unwrap_or_default()))
    }

    /// The files of the tenant.
    pub fn files(&self, context: &Context) -> Result<Arc<Files>, ServiceError> {
        files(&self.uploads, context.tenant())
    }

    /// The file of a location; it is not looked for yet.
    pub fn found(
        &self,
        (location, name): (&Location, String),
        context: &Context,
    ) -> Result<Found, ServiceError> {
        Ok(Found { files: self.files(context)?, location: location.name.clone(), name })
    }
}

impl Found {
    /// Does something with the file: off the threads that serve requests, for a disk takes its
    /// time.
    pub async fn with<T: Send + 'static>(
        self,
        work: fn(&Files, &str, &str) -> io::Result<T>,
    ) -> Result<T, ServiceError> {
        let work = move || work(&self.files, &self.location, &self.name);
        let done = tokio::task::spawn_blocking(work).await;
        done.map_err(|_| stopping())?.map_err(|error| disk_failed(&error))
    }
}

/// The location of a name.
///
/// # Errors
/// The host's 404.
pub fn location<'u>(uploads: &'u Uploads, name: &str) -> Result<&'u Location, ServiceError> {
    let unknown = || ServiceError::not_found(format!("Unknown upload location: {name}"));
    uploads.location(name).ok_or_else(unknown)
}

/// The files of a tenant.
///
/// # Errors
/// A 404 where the tenant has none of this host.
pub fn files(uploads: &Uploads, tenant: &Tenant) -> Result<Arc<Files>, ServiceError> {
    tenant.uploads().at(&uploads.host).cloned().ok_or_else(|| {
        tracing::error!(host = uploads.host, "this host takes no files");
        ServiceError::not_found("File not found")
    })
}
