//! The three addresses.

use std::sync::Arc;
use std::time::Duration;

use prometheus_client::encoding::text;
use prometheus_client::registry::Registry;

use super::Requests;
use super::census::Census;
use super::engine::Engine;
use crate::http::{Answer, Answering, Exchange, Site};
use crate::tenant::Tenants;

const TEXT: &str = "text/plain; charset=utf-8";
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// A store that does not answer within this time is not ready.
const PATIENCE: Duration = Duration::from_secs(2);

/// `/health`: the process answers. `/ready`: so does its store, and would take a change.
/// `/metrics`: the numbers, as OpenMetrics text.
pub struct Watch {
    requests: Requests,
    store: Option<Watched>,
}

/// The store of the default tenant.
struct Watched {
    tenants: Arc<Tenants>,
    census: Census,
}

impl Watch {
    /// The paths it answers.
    pub const PATHS: [&str; 3] = ["/health", "/ready", "/metrics"];

    /// Reports these requests and, where there is one, a store.
    pub fn new(requests: Requests, store: Option<Arc<Tenants>>) -> Self {
        let watched = |tenants| Watched { tenants, census: Census::default() };
        Self { requests, store: store.map(watched) }
    }

    async fn ready(&self) -> Answer {
        match &self.store {
            Some(store) if !store.is_ready().await => {
                Answer::of(503, TEXT, "not ready\n").header("Retry-After", "1")
            }
            _ => Answer::of(200, TEXT, "ready\n"),
        }
    }

    async fn metrics(&self) -> Answer {
        let mut registry = Registry::with_prefix("emulator");
        self.requests.register(&mut registry);
        if let Some(store) = &self.store {
            registry.register_collector(Box::new(store.engine().await));
        }
        let mut body = String::new();
        match text::encode(&mut body, &registry) {
            Ok(()) => Answer::of(200, OPEN_METRICS, body),
            Err(error) => {
                tracing::error!(%error, "the metrics could not be written");
                Answer::empty(500)
            }
        }
    }
}

impl Watched {
    async fn is_ready(&self) -> bool {
        let tenant = self.tenants.default();
        match tokio::time::timeout(PATIENCE, tenant.coupons().ready()).await {
            Ok(Ok(())) => true,
            Ok(Err(error)) => {
                tracing::warn!(%error, "the store is not ready");
                false
            }
            Err(_) => {
                tracing::warn!("the store did not say in time whether it is ready");
                false
            }
        }
    }

    async fn engine(&self) -> Engine {
        let tenant = self.tenants.default();
        let (ready, counts) = (self.is_ready().await, self.census.counts(&tenant).await);
        Engine { ready, counts, vitals: tenant.coupons().vitals() }
    }
}

impl Site for Watch {
    fn answer<'a>(&'a self, exchange: &'a Exchange) -> Answering<'a> {
        Box::pin(async move {
            let answer = match exchange.request.path() {
                "/ready" => self.ready().await,
                "/metrics" => self.metrics().await,
                _ => Answer::of(200, TEXT, "healthy\n"),
            };
            answer.header("Cache-Control", "no-store")
        })
    }

    fn refuse(&self, _: &Exchange, status: u16, _: &str, message: &str) -> Answer {
        Answer::of(status, TEXT, format!("{message}\n"))
    }
}
