//! Form bodies.

use crate::http::Request;
use crate::http::query::Query;

/// The pairs of an `application/x-www-form-urlencoded` body; `None` when the body is no form.
pub fn read(request: &Request) -> Option<Query> {
    (request.content_type() == "application/x-www-form-urlencoded")
        .then(|| Query::parse(&String::from_utf8_lossy(&request.body)))
}
