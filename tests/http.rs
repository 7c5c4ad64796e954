//! The way of a request, seen from outside.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

#[path = "http/bodies.rs"]
mod bodies;
#[path = "http/chance.rs"]
mod chance;
#[path = "http/connection.rs"]
mod connection;
#[path = "http/credentials.rs"]
mod credentials;
#[path = "http/delivery.rs"]
mod delivery;
#[path = "http/embedding.rs"]
mod embedding;
#[path = "http/endpoints.rs"]
mod endpoints;
#[path = "http/exchange.rs"]
mod exchange;
#[path = "http/hostile/mod.rs"]
mod hostile;
#[path = "http/limits.rs"]
mod limits;
#[path = "http/negotiation.rs"]
mod negotiation;
#[path = "http/pressure.rs"]
mod pressure;
#[path = "http/references.rs"]
mod references;
#[path = "http/routes.rs"]
mod routes;
#[path = "http/sessions.rs"]
mod sessions;
#[path = "http/streaming.rs"]
mod streaming;
mod support;
#[path = "http/tenants.rs"]
mod tenants;
#[path = "http/time.rs"]
mod time;
#[path = "http/transport.rs"]
mod transport;
#[path = "http/watch.rs"]
mod watch;
