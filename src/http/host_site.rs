//! A host as a site: its operations, and beside them what else it shows.

use std::sync::Arc;

use super::route::{self, Target};
use super::site::{Answering, Definition, Site};
use super::{Answer, Exchange, HostExchange, Request, answer, refuse};
use crate::edition::Platform;
use crate::host::Host;
use crate::journal::Reader;

/// A ServiceStack host. Its operations come first; pages, documents and console are sites beside
/// them, below the same base path, and pass the same line.
pub struct HostSite {
    host: Arc<Host>,
    /// The first that has something at an address answers.
    fallbacks: Vec<Arc<dyn Site>>,
}

impl HostSite {
    /// A host with nothing but its operations.
    pub fn new(host: Arc<Host>) -> Self {
        Self { host, fallbacks: Vec::new() }
    }

    /// Lets a site answer where neither the operations nor the sites before it have anything.
    #[must_use]
    pub fn fallback(mut self, site: impl Site + 'static) -> Self {
        self.fallbacks.push(Arc::new(site));
        self
    }
}

impl Site for HostSite {
    fn answer<'a>(&'a self, exchange: &'a Exchange) -> Answering<'a> {
        Box::pin(
            async move { answer(&HostExchange::new(&self.host, exchange), &self.fallbacks).await },
        )
    }

    fn refuse(&self, exchange: &Exchange, status: u16, code: &str, message: &str) -> Answer {
        refuse(&HostExchange::new(&self.host, exchange), status, code, message)
    }

    /// Kestrel refuses it only where the host reads it, and so a path that is not there is 404.
    fn takes_beyond(&self, request: &Request) -> bool {
        let is_beside = || {
            matches!(route::find(&self.host, request), Target::NotFound)
                && self.fallbacks.iter().any(|site| site.has(request))
        };
        self.host.strict() && self.host.platform() == Platform::Kestrel && !is_beside()
    }

    fn definition(&self) -> Option<Definition> {
        self.fallbacks.iter().find_map(|site| site.definition())
    }

    fn reader(&self) -> Option<Arc<dyn Reader>> {
        Some(self.host.clone())
    }

    fn operation(&self, request: &Request) -> Option<String> {
        match route::find(&self.host, request) {
            Target::Operation(call) => Some(call.operation.name.clone()),
            _ => None,
        }
    }

    fn has(&self, request: &Request) -> bool {
        !matches!(route::find(&self.host, request), Target::NotFound)
            || self.fallbacks.iter().any(|site| site.has(request))
    }

    fn takes(&self, segment: &str) -> bool {
        route::take(&self.host, segment) || self.fallbacks.iter().any(|site| site.takes(segment))
    }
}
