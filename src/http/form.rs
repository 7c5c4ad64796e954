//! Form bodies: their fields as a .NET `NameValueCollection` holds them.

mod limits;
mod multipart;
mod urlencoded;

pub use limits::FormFault;

use super::Request;
use super::query::Query;
use crate::edition::Platform;
use crate::service::UploadedFile;

/// The fields of a form, urlencoded or multipart; `None` when the body is no form.
pub fn read(request: &Request) -> Option<Query> {
    match &*request.content_type() {
        "application/x-www-form-urlencoded" => {
            Some(urlencoded::read(request.platform, &request.body))
        }
        "multipart/form-data" => Some(multipart::read(request)),
        _ => None,
    }
}

/// What ASP.NET Core would not read of a form; only its own kind asks.
pub fn fault(request: &Request) -> Option<FormFault> {
    match &*request.content_type() {
        _ if request.platform == Platform::Framework => None,
        "application/x-www-form-urlencoded" => limits::of_urlencoded(&request.body),
        "multipart/form-data" => limits::of_multipart(request),
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
