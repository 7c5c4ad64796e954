//! `POST /uploads/{Name}`, `PUT` and `DELETE /uploads/{Name}/{FilePath*}`.

use std::sync::Arc;

use serde::Serialize;

use super::host::{Found, Host};
use super::{may_not, no_file, path_of, permitted, stored};
use crate::service::validation::Checks;
use crate::service::{
    Context, Incoming, Reply, Service, ServiceError, ServiceFuture, UploadedFile, admit,
};
use crate::tenant::Tenant;
use crate::uploads::{Files, Location, NewFile};
use crate::value::Object;

/// Stores files: those of a form, or one in the place of another.
pub struct Writing {
    host: Host,
    change: fn(&Host, Object, &Context, Vec<UploadedFile>) -> Result<Change, ServiceError>,
    answer: fn(&Context, &[NewFile]) -> Result<Reply, ServiceError>,
}

/// Removes a file.
pub struct Delete(pub Host);

/// What is to be stored where.
type Change = (Arc<Files>, Vec<NewFile>);

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

impl Writing {
    /// All files of a form, beside those that are there.
    pub fn all(host: Host) -> Self {
        let answer = |context: &Context, new: &[NewFile]| {
            context.reply(&StoreFileUploadResponse { results: new.iter().map(path_of).collect() })
        };
        Self { host, change: all_of, answer }
    }

    /// One file, in the place of another.
    pub fn in_place(host: Host) -> Self {
        let answer =
            |context: &Context, _: &[NewFile]| context.reply(&ReplaceFileUploadResponse {});
        Self { host, change: in_place_of, answer }
    }

    fn answered(
        &self,
        request: Object,
        context: Context,
        sent: Vec<UploadedFile>,
    ) -> ServiceFuture {
        let change = (self.change)(&self.host, request, &context, sent);
        let answer = self.answer;
        Box::pin(async move {
            let (files, new) = change?;
            let reply = answer(&context, &new)?;
            stored(files, new, context.clock().now()).await?;
            Ok(reply)
        })
    }
}

impl Service for Writing {
    fn call(&self, request: Object, context: Context) -> ServiceFuture {
        self.answered(request, context, Vec::new())
    }

    fn checks(&self, _tenant: &Tenant) -> Option<Arc<Checks>> {
        Some(self.host.checks.clone())
    }

    fn call_viewing(&self, incoming: Incoming<'_>) -> ServiceFuture {
        self.answered(incoming.request, incoming.context, incoming.view.files())
    }
}

/// Files are missed before it is asked who calls (recorded).
fn all_of(
    host: &Host,
    request: Object,
    context: &Context,
    sent: Vec<UploadedFile>,
) -> Result<Change, ServiceError> {
    let (location, _) = host.addressed(request, context)?;
    if sent.is_empty() {
        return Err(ServiceError::http(400, "BadRequest", "No files uploaded"));
    }
    admit(&location.write, context.caller.as_ref())?;
    let (files, count) = (host.files(context)?, sent.len());
    let new = sent.into_iter().map(|file| {
        may_write(location, files.has(&location.name, &file.file_name))?;
        taken(location, file, count)
    });
    let new = new.collect::<Result<_, _>>()?;
    Ok((files, new))
}

fn in_place_of(
    host: &Host,
    request: Object,
    context: &Context,
    sent: Vec<UploadedFile>,
) -> Result<Change, ServiceError> {
    let (location, name) = host.addressed(request, context)?;
    admit(&location.write, context.caller.as_ref())?;
    may_write(location, true)?;
    let files = host.files(context)?;
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
        let found = self.found(request, &context);
        Box::pin(async move {
            let result = found?.with(Files::remove).await?;
            context.reply(&DeleteFileUploadResponse { result })
        })
    }

    fn checks(&self, _tenant: &Tenant) -> Option<Arc<Checks>> {
        Some(self.0.checks.clone())
    }
}

impl Delete {
    fn found(&self, request: Object, context: &Context) -> Result<Found, ServiceError> {
        let (location, name) = self.0.addressed(request, context)?;
        admit(&location.write, context.caller.as_ref())?;
        permitted(location.operations.delete, "Deleting file not permitted")?;
        self.0.found((location, name), context)
    }
}
