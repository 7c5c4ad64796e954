//! Form bodies.

use super::multipart;
use crate::http::Request;
use crate::http::query::Query;

/// The pairs of a form, urlencoded or multipart; `None` when the body is no form.
pub fn read(request: &Request) -> Option<Query> {
    match &*request.content_type() {
        "application/x-www-form-urlencoded" => Some(Query::parse(&String::from_utf8_lossy(&request.body))),
        "multipart/form-data" => Some(multipart::read(request)),
        _ => None,
    }
}
