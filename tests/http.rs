//! The way of a request, seen from outside.

#[path = "http/limits.rs"]
mod limits;
#[path = "http/sessions.rs"]
mod sessions;
mod support;
