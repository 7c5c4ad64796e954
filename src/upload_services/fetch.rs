//! `GET /uploads/{Name}/{FilePath*}`.

use std::sync::Arc;

use serde::Deserialize;

use super::{Host, content_type, disk_failed, stopping};
use crate::service::validation::Checks;
use crate::service::{Context, Reply, Service, ServiceError, ServiceFuture, StoredFile, admit};
use crate::tenant::Tenant;
use crate::value::Object;

/// Sends a file.
pub struct Fetch(pub Host);

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct GetFileUpload {
    name: Option<String>,
    file_path: Option<String>,
}

impl Service for Fetch {
    fn call(&self, request: Object, context: Context) -> ServiceFuture {
        match self.found(request, &context) {
            Ok((files, location, name)) => Box::pin(async move {
                let path = name.clone();
                let read = tokio::task::spawn_blocking(move || files.get(&location, &path)).await;
                let stored = read.map_err(|_| stopping())?.map_err(|error| disk_failed(&error))?;
                let stored = stored.ok_or_else(no_file)?;
                let file = StoredFile {
                    content_type: content_type::of_name(&name).to_owned(),
                    name,
                    bytes: stored.bytes.into(),
                    modified: stored.modified,
                };
                // Whether or not it is asked for as an attachment (recorded).
                Ok(Reply::file(file, true))
            }),
            Err(error) => Box::pin(async move { Err(error) }),
        }
    }

    fn checks(&self, _tenant: &Tenant) -> Option<Arc<Checks>> {
        Some(self.0.checks.clone())
    }
}

/// The files of a tenant, and location and name of one of them.
type Found = (Arc<crate::uploads::Files>, String, String);

impl Fetch {
    fn found(&self, request: Object, context: &Context) -> Result<Found, ServiceError> {
        let request: GetFileUpload = context.request(request)?;
        let location = self.0.location(request.name.as_deref().unwrap_or_default())?;
        admit(&location.read, context.caller.as_ref())?;
        if !location.operations.read {
            return Err(ServiceError::http(403, "Forbidden", "Reading file not permitted"));
        }
        let name = request.file_path.unwrap_or_default();
        Ok((self.0.files(context)?, location.name.clone(), name))
    }
}

pub(super) fn no_file() -> ServiceError {
    ServiceError::not_found("File not found")
}
