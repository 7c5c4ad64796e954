//! `POST /uploads/{Name}`, `PUT` and `DELETE /uploads/{Name}/{FilePath*}`.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::fetch::no_file;
use super::{Host, disk_failed, may_not, stopping, stored};
use crate::service::validation::Checks;
use crate::service::{
    Context, Incoming, Service, ServiceError, ServiceFuture, UploadedFile, admit,
};
use crate::tenant::Tenant;
use crate::uploads::{Files, Location, NewFile};
use crate::value::Object;

/// Stores the files of a form.
pub struct Store(pub Host);

/// Stores a file in the place of another.
pub struct Replace(pub Host);

/// Removes a file.
pub struct Delete(pub Host);

/// The members of all three.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Addressed {
    name: Option<String>,
    #[serde(default)]
    file_path: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct StoreFileUploadResponse {
    results: Vec<String>,
}

#[derive(Serialize)]
struct ReplaceFileUploadResponse {}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct DeleteFileUploadResponse {
    result: bool,
}

/// What is to be stored where.
type Change = (Arc<Files>, Vec<NewFile>);

impl Service for Store {
    fn call(&self, request: Object, context: Context) -> ServiceFuture {
        changed(self.change(request, &context, Vec::new()), context, paths)
    }

    fn checks(&self, _tenant: &Tenant) -> Option<Arc<Checks>> {
        Some(self.0.checks.clone())
    }

    fn call_viewing(&self, incoming: Incoming<'_>) -> ServiceFuture {
        let Incoming { request, context, view } = incoming;
        changed(self.change(request, &context, view.files()), context, paths)
    }
}

impl Service for Replace {
    fn call(&self, request: Object, context: Context) -> ServiceFuture {
        changed(self.change(request, &context, Vec::new()), context, nothing)
    }

    fn checks(&self, _tenant: &Tenant) -> Option<Arc<Checks>> {
        Some(self.0.checks.clone())
    }

    fn call_viewing(&self, incoming: Incoming<'_>) -> ServiceFuture {
        let Incoming { request, context, view } = incoming;
        changed(self.change(request, &context, view.files()), context, nothing)
    }
}

fn paths(new: &[NewFile]) -> StoreFileUploadResponse {
    let path = |file: &NewFile| format!("/uploads/{}/{}", file.location, file.name);
    StoreFileUploadResponse { results: new.iter().map(path).collect() }
}

fn nothing(_: &[NewFile]) -> ReplaceFileUploadResponse {
    ReplaceFileUploadResponse {}
}

/// Carries a change out, and answers.
fn changed<A: Serialize + Send + 'static>(
    change: Result<Change, ServiceError>,
    context: Context,
    answer: fn(&[NewFile]) -> A,
) -> ServiceFuture {
    match change {
        Err(error) => Box::pin(async move { Err(error) }),
        Ok((files, new)) => Box::pin(async move {
            let answer = answer(&new);
            stored(files, new, context.clock().now()).await?;
            context.reply(&answer)
        }),
    }
}

impl Store {
    /// Files are missed before it is asked who calls (recorded).
    fn change(
        &self,
        request: Object,
        context: &Context,
        sent: Vec<UploadedFile>,
    ) -> Result<Change, ServiceError> {
        let request: Addressed = context.request(request)?;
        let location = self.0.location(request.name.as_deref().unwrap_or_default())?;
        if sent.is_empty() {
            return Err(ServiceError::http(400, "BadRequest", "No files uploaded"));
        }
        admit(&location.write, context.caller.as_ref())?;
        let files = self.0.files(context)?;
        let count = sent.len();
        let mut new = Vec::with_capacity(count);
        for file in sent {
            may_write(location, files.has(&location.name, &file.file_name))?;
            new.push(taken(location, file, count)?);
        }
        Ok((files, new))
    }
}

impl Replace {
    fn change(
        &self,
        request: Object,
        context: &Context,
        sent: Vec<UploadedFile>,
    ) -> Result<Change, ServiceError> {
        let request: Addressed = context.request(request)?;
        let location = self.0.location(request.name.as_deref().unwrap_or_default())?;
        admit(&location.write, context.caller.as_ref())?;
        may_write(location, true)?;
        let (files, name) = (self.0.files(context)?, request.file_path.unwrap_or_default());
        if !files.has(&location.name, &name) {
            return Err(no_file());
        }
        let Ok([file]) = <[UploadedFile; 1]>::try_from(sent) else {
            return Err(ServiceError::http(400, "BadRequest", "Bad Request"));
        };
        // The address says what it is called.
        let new = taken(location, UploadedFile { file_name: name, ..file }, 1)?;
        Ok((files, vec![new]))
    }
}

/// Whether a file may be written where there is one of its name, or none. It is asked again when
/// it is stored.
///
/// # Errors
/// The host's 403.
pub(super) fn may_write(location: &Location, is_there: bool) -> Result<(), ServiceError> {
    location.operations.allow_write(is_there).map_err(may_not)
}

/// A file of a form, if its location takes it.
///
/// # Errors
/// The host's words, and the name of the part (recorded).
pub(super) fn taken(
    location: &Location,
    file: UploadedFile,
    count: usize,
) -> Result<NewFile, ServiceError> {
    let taken = location.takes(&file.file_name, file.bytes.len(), count);
    taken.map_err(|refused| ServiceError::argument(file.name, refused.to_string()))?;
    let (location, operations) = (location.name.clone(), location.operations);
    Ok(NewFile { location, name: file.file_name, bytes: file.bytes, operations })
}

impl Service for Delete {
    fn call(&self, request: Object, context: Context) -> ServiceFuture {
        match self.found(request, &context) {
            Err(error) => Box::pin(async move { Err(error) }),
            Ok((files, location, name)) => Box::pin(async move {
                let removed = tokio::task::spawn_blocking(move || files.remove(&location, &name));
                let removed = removed.await.map_err(|_| stopping())?;
                let result = removed.map_err(|error| disk_failed(&error))?;
                context.reply(&DeleteFileUploadResponse { result })
            }),
        }
    }

    fn checks(&self, _tenant: &Tenant) -> Option<Arc<Checks>> {
        Some(self.0.checks.clone())
    }
}

impl Delete {
    fn found(
        &self,
        request: Object,
        context: &Context,
    ) -> Result<(Arc<Files>, String, String), ServiceError> {
        let request: Addressed = context.request(request)?;
        let location = self.0.location(request.name.as_deref().unwrap_or_default())?;
        admit(&location.write, context.caller.as_ref())?;
        if !location.operations.delete {
            return Err(ServiceError::http(403, "Forbidden", "Deleting file not permitted"));
        }
        let name = request.file_path.unwrap_or_default();
        Ok((self.0.files(context)?, location.name.clone(), name))
    }
}
