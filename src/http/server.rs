//! The server: the only module that knows sockets and HTTP libraries. From bytes to requests, from
//! answers to bytes.
//!
//! ```text
//! socket → tap → HTTP/1: http1 (inbound, outbound) ┐
//!                HTTP/2: hyper → http2             ┴→ service → sites
//! ```
//!
//! HTTP/1 is read and written here: a real host reads what HTTP libraries refuse, and spells and
//! orders its headers as none of them does.

mod answer_head;
mod body;
mod date;
mod deadline;
mod decoded;
mod framing;
mod front;
mod http1;
mod http2;
mod inbound;
mod listener;
mod outbound;
mod refused;
mod request_again;
mod request_head;
mod service;
mod socket;
mod tap;
mod tls;

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

pub use actix_server::{Server, ServerHandle};

use super::{Faults, Observer, Sites, TenantNames};
use crate::lab::Clock;
use crate::tenant::Tenants;
pub use front::Front;
pub(crate) use request_again::request_of;
pub use tap::WireObserver;
pub use tls::{Tls, TlsError};

/// Limits of the server itself.
#[derive(Debug, Clone)]
pub struct Limits {
    /// The longest request body in bytes.
    pub body_bytes: Option<usize>,
    /// How long a client may take to send its request head, and then its body.
    pub request_timeout: Duration,
    /// How long a client may take none of an answer that waits for it.
    pub write_timeout: Duration,
    /// How long an idle connection is kept.
    pub keep_alive: Duration,
    /// How long running requests may take to finish when the server stops.
    pub shutdown_timeout: Duration,
    /// The most requests under way at once on one HTTP/2 connection.
    pub streams: u32,
    /// Threads that serve requests.
    pub workers: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: None,
            request_timeout: Duration::from_secs(10),
            write_timeout: Duration::from_secs(30),
            keep_alive: Duration::from_secs(30),
            shutdown_timeout: Duration::from_secs(10),
            streams: 100,
            workers: 2,
        }
    }
}

impl Limits {
    /// The longest body in bytes: as it is set, or as a strict Kestrel has it (recorded: topic K6).
    fn longest_body(&self, front: Front) -> usize {
        self.body_bytes.unwrap_or(if front.is_kestrel() { 30_000_000 } else { 1024 * 1024 })
    }
}

/// What a server serves, and how it speaks.
pub struct Serving {
    /// Who answers.
    pub sites: Sites,
    /// In which state.
    pub tenants: Arc<Tenants>,
    /// What names a tenant besides header and path.
    pub tenant_names: TenantNames,
    /// What clients may not exceed.
    pub limits: Limits,
    /// HTTPS.
    pub tls: Option<rustls::ServerConfig>,
    /// Who sees every exchange.
    pub observers: Vec<Arc<dyn Observer>>,
    /// What may let exchanges go wrong.
    pub faults: Option<Arc<dyn Faults>>,
    /// Whether a request may name the time at which it is answered.
    pub clock_by_header: bool,
    /// Who sees every byte.
    pub wire_observer: Option<Arc<dyn WireObserver>>,
    /// Whose web server is emulated.
    pub front: Front,
    /// What `Date` shows where no tenant is known.
    pub clock: Clock,
}

/// What every worker shares.
struct Shared {
    sites: Sites,
    tenants: Arc<Tenants>,
    tenant_names: TenantNames,
    limits: Limits,
    next_id: AtomicU64,
    observers: Vec<Arc<dyn Observer>>,
    faults: Option<Arc<dyn Faults>>,
    clock_by_header: bool,
    wire: Arc<Wire>,
}

/// How the server speaks, for every site.
struct Wire {
    front: Front,
    clock: Clock,
    write_timeout: Duration,
    observer: Option<Arc<dyn WireObserver>>,
    /// How many bytes of each exchange and direction an observer keeps.
    keeps: usize,
}

/// Serves on a listener that is already bound, until the server is stopped.
///
/// # Errors
/// When the listener cannot be used.
pub fn serve(serving: Serving, listener: TcpListener) -> io::Result<(Server, SocketAddr)> {
    let address = listener.local_addr()?;
    let wire = Wire {
        front: serving.front,
        clock: serving.clock,
        write_timeout: serving.limits.write_timeout,
        observer: serving.wire_observer,
        keeps: serving.observers.iter().map(|observer| observer.keeps()).max().unwrap_or_default(),
    };
    let shared = Shared {
        sites: serving.sites,
        tenants: serving.tenants,
        tenant_names: serving.tenant_names,
        limits: serving.limits,
        next_id: AtomicU64::new(1),
        observers: serving.observers,
        faults: serving.faults,
        clock_by_header: serving.clock_by_header,
        wire: Arc::new(wire),
    };
    Ok((listener::listen(Arc::new(shared), listener, serving.tls)?, address))
}
