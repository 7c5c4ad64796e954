//! `GET /uploads/{Name}/{FilePath*}`.

use std::sync::Arc;

use super::host::{Found, Host};
use super::{content_type, no_file, permitted};
use crate::service::validation::Checks;
use crate::service::{Context, Reply, Service, ServiceError, ServiceFuture, StoredFile, admit};
use crate::tenant::Tenant;
use crate::uploads::Files;
use crate::value::Object;

/// Sends a file.
pub struct Fetch(pub Host);

impl Service for Fetch {
    fn call(&self, request: Object, context: Context) -> ServiceFuture {
        let found = self.found(request, &context);
        Box::pin(async move { sent(found?).await })
    }

    fn checks(&self, _tenant: &Tenant) -> Option<Arc<Checks>> {
        Some(self.0.checks.clone())
    }
}

impl Fetch {
    fn found(&self, request: Object, context: &Context) -> Result<Found, ServiceError> {
        let (location, name) = self.0.addressed(request, context)?;
        admit(&location.read, context.caller.as_ref())?;
        permitted(location.operations.read, "Reading file not permitted")?;
        self.0.found((location, name), context)
    }
}

/// As an attachment, whether or not it is asked for so (recorded).
async fn sent(found: Found) -> Result<Reply, ServiceError> {
    let name = found.name.clone();
    let stored = found.with(Files::get).await?.ok_or_else(no_file)?;
    let content_type = content_type::of_name(&name).to_owned();
    let (bytes, modified) = (stored.bytes.into(), stored.modified);
    Ok(Reply::file(StoredFile { name, content_type, bytes, modified }, true))
}
