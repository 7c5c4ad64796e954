//! The only module that knows actix: from its request to ours, from our answer to its response.

mod body;
mod decoded;
mod incoming;
mod reason;
mod response;
mod service;
mod tls;

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use actix_web::HttpServer;
use actix_web::dev::Server;
pub use actix_web::dev::ServerHandle;

use super::{Sites, Witness};
use service::Factory;
pub use tls::{Tls, TlsError};

/// Limits of the server itself.
#[derive(Debug, Clone)]
pub struct Limits {
    /// The longest request body in bytes.
    pub body_bytes: usize,
    /// How long a client may take to send its request head, and then its body.
    pub request_timeout: Duration,
    /// How long an idle connection is kept.
    pub keep_alive: Duration,
    /// How long running requests may take to finish when the server stops.
    pub shutdown_timeout: Duration,
    /// Threads that serve requests.
    pub workers: usize,
}

/// What every worker shares.
struct Shared {
    sites: Sites,
    limits: Limits,
    next_id: AtomicU64,
    witnesses: Vec<Arc<dyn Witness>>,
}

/// Serves sites on a listener that is already bound, until the server is stopped.
///
/// # Errors
/// When the listener cannot be used.
pub fn serve(
    sites: Sites,
    listener: TcpListener,
    limits: Limits,
    tls: Option<rustls::ServerConfig>,
    witnesses: Vec<Arc<dyn Witness>>,
) -> io::Result<(Server, SocketAddr)> {
    let address = listener.local_addr()?;
    let shared = Arc::new(Shared { sites, limits: limits.clone(), next_id: AtomicU64::new(1), witnesses });
    let server = HttpServer::new(move || Factory(Arc::clone(&shared)))
        .workers(limits.workers)
        .client_request_timeout(limits.request_timeout)
        .keep_alive(limits.keep_alive)
        .shutdown_timeout(limits.shutdown_timeout.as_secs())
        .disable_signals();
    // HTTP/2 by ALPN under TLS, by prior knowledge without.
    let server = match tls {
        Some(config) => server.listen_rustls_0_23(listener, config)?,
        None => server.listen_auto_h2c(listener)?,
    };
    Ok((server.run(), address))
}
