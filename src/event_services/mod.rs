//! ServiceStack's operations of server events: `/event-stream` and what belongs to it.
//!
//! Who listens is the tenant's ([`events`](crate::events)). A real host answers the stream and the
//! heartbeat by handlers, the others by services; here all are operations, so that faults and
//! stubs meet them as any other.

mod stream;
mod subscribers;

use crate::events::{Hub, Refused};
use crate::service::{Context, ServiceError, Services};
use std::sync::Arc;

/// Lets the operations answer from who listens at the host of this name. A contract has them
/// besides its own where its host serves events.
pub fn register(services: &mut Services, host: &str) {
    let host: Arc<str> = host.into();
    services.serve("EventStream", stream::Stream(host.clone()));
    services.serve("EventHeartbeat", stream::Heartbeat(host.clone()));
    subscribers::register(services, &host);
}

/// Who listens in the tenant of a call.
fn hub<'c>(context: &'c Context, host: &str) -> Result<&'c Arc<Hub>, ServiceError> {
    context.tenant().events().at(host).ok_or_else(|| {
        tracing::error!(host, "this host serves no events");
        ServiceError::not_found("No server events")
    })
}

/// What a client is answered where nothing was done.
pub(crate) fn error_of(refused: Refused) -> ServiceError {
    let message = refused.to_string();
    match refused {
        Refused::Subscribers(_) => ServiceError::unavailable(message),
        Refused::Channels(_) => ServiceError::argument("channels", message),
        Refused::Name => ServiceError::argument("channel", message),
        Refused::At => ServiceError::argument("selector", message),
    }
}
