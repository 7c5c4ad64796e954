//! The way of a request, seen from outside.

#[path = "http/credentials.rs"]
mod credentials;
#[path = "http/hostile/mod.rs"]
mod hostile;
#[path = "http/limits.rs"]
mod limits;
#[path = "http/negotiation.rs"]
mod negotiation;
#[path = "http/references.rs"]
mod references;
#[path = "http/sessions.rs"]
mod sessions;
mod support;
#[path = "http/transport.rs"]
mod transport;
