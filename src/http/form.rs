//! Form bodies: their fields as a .NET `NameValueCollection` holds them.

mod multipart;
mod urlencoded;

use super::Request;
use super::query::Query;
use crate::service::UploadedFile;

/// The fields of a form, urlencoded or multipart; `None` when the body is no form.
pub fn read(request: &Request) -> Option<Query> {
    match &*request.content_type() {
        "application/x-www-form-urlencoded" => Some(urlencoded::read(&request.body)),
        "multipart/form-data" => Some(multipart::read(request)),
        _ => None,
    }
}

/// The files of a form; none when the body is no multipart form.
pub fn files(request: &Request) -> Vec<UploadedFile> {
    match &*request.content_type() {
        "multipart/form-data" => multipart::files(request),
        _ => Vec::new(),
    }
}

/// Whether a media type is that of a form.
pub fn is_form(media_type: &str) -> bool {
    matches!(media_type, "application/x-www-form-urlencoded" | "multipart/form-data")
}
