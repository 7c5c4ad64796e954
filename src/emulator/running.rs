//! A serving emulator.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Weak};
use std::time::Duration;

use tokio::task::JoinHandle;

use crate::http::server::{Server, ServerHandle};
use crate::tenant::Tenants;

/// A serving emulator. It stops when it is dropped; [`Running::stop`] lets running requests finish.
pub struct Running {
    address: SocketAddr,
    scheme: &'static str,
    tenants: Arc<Tenants>,
    handle: ServerHandle,
    /// None once it is awaited.
    task: Option<JoinHandle<io::Result<()>>>,
    sweeper: JoinHandle<()>,
}

impl Running {
    /// Runs a server beside its caller.
    pub(super) fn new(
        address: SocketAddr,
        scheme: &'static str,
        tenants: Arc<Tenants>,
        server: Server,
    ) -> Self {
        let handle = server.handle();
        let task = Some(tokio::spawn(server));
        let sweeper = tokio::spawn(drop_idle(Arc::downgrade(&tenants)));
        Self { address, scheme, tenants, handle, task, sweeper }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The states it serves, to be looked at, copied and reset beside it.
    pub fn tenants(&self) -> &Arc<Tenants> {
        &self.tenants
    }

    /// `http://127.0.0.1:7580`.
    pub fn base_url(&self) -> String {
        format!("{}://{}", self.scheme, self.address)
    }

    /// Takes no new connections, lets running requests finish, and returns when all is done.
    pub async fn stop(mut self) {
        // They would go on for ever.
        self.tenants.all().iter().for_each(|tenant| tenant.events().close());
        self.handle.stop(true).await;
        let Some(task) = self.task.take() else { return };
        if let Ok(Err(error)) = task.await {
            tracing::error!(%error, "the server ended with an error");
        }
    }
}

impl Drop for Running {
    /// Ends all connections, whatever is under way.
    fn drop(&mut self) {
        self.sweeper.abort();
        // The order is given here; waiting for its end is left out.
        drop(self.handle.stop(false));
    }
}

/// Drops idle tenants as long as there are tenants.
async fn drop_idle(tenants: Weak<Tenants>) {
    let mut pause = Duration::from_secs(1);
    loop {
        tokio::time::sleep(pause).await;
        let Some(tenants) = tenants.upgrade() else { return };
        tenants.drop_idle();
        pause =
            (tenants.idle_limit() / 4).clamp(Duration::from_millis(100), Duration::from_secs(60));
    }
}
