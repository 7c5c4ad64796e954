//! `/event-stream` and `/event-heartbeat`.

use std::sync::Arc;

use super::{error_of, hub};
use crate::events::{Listener, Subscription};
use crate::service::validation::{Checks, SessionUse};
use crate::service::{
    Body, Context, Incoming, Live, LivePieces, NO_PICTURE, Reply, RequestView, Service,
    ServiceError, ServiceFuture,
};
use crate::tenant::Tenant;
use crate::value::Object;

/// Opens the stream of a subscriber, at the host of this name.
pub struct Stream(pub Arc<str>);

/// Notes that a subscriber is there.
pub struct Heartbeat(pub Arc<str>);

impl Live for Subscription {
    fn pieces(self: Arc<Self>) -> LivePieces {
        Box::pin(self.lines())
    }
}

impl Stream {
    fn open(&self, context: &Context, view: &dyn RequestView) -> Result<Reply, ServiceError> {
        let user = context.caller.as_ref().map(|caller| &caller.user);
        let named = view.query("channels").unwrap_or_default();
        let listener = Listener {
            user: user.map(|user| (user.id.clone(), user.name.clone())),
            session: session_of(context),
            channels: named.split(',').map(str::to_owned).collect(),
            base_url: view.base_url(),
            picture: NO_PICTURE,
        };
        let subscription = hub(context, &self.0)?.subscribe(listener, context.clock().now());
        let body = Body::Live(Arc::new(subscription.map_err(error_of)?));
        Ok(Reply { body, ..Reply::default() }
            .with_header("Content-Type", "text/event-stream")
            .with_header("Cache-Control", "no-cache")
            .with_header("X-Accel-Buffering", "no"))
    }
}

/// The id that names the caller's session; empty without authentication.
fn session_of(context: &Context) -> String {
    let caller = context.caller.as_ref().map(|caller| caller.session_id.clone());
    let presented = || context.presented.as_ref().map(|presented| presented.session_id.clone());
    caller.or_else(presented).unwrap_or_default()
}

impl Service for Stream {
    fn call(&self, _: Object, _: Context) -> ServiceFuture {
        Box::pin(async { Err(unseen()) })
    }

    /// A stream belongs to a user who sends a password with it, too (recorded).
    fn checks(&self, _: &Tenant) -> Option<Arc<Checks>> {
        Some(Arc::new(Checks::of_session(SessionUse::LooksFirst)))
    }

    fn call_viewing(&self, incoming: Incoming<'_>) -> ServiceFuture {
        let opened = self.open(&incoming.context, incoming.view);
        Box::pin(async move { opened })
    }
}

impl Service for Heartbeat {
    fn call(&self, _: Object, _: Context) -> ServiceFuture {
        Box::pin(async { Err(unseen()) })
    }

    /// A handler answers, without a session (recorded).
    fn checks(&self, _: &Tenant) -> Option<Arc<Checks>> {
        Some(Arc::new(Checks::of_session(SessionUse::Without)))
    }

    /// The id counts in the query alone (recorded).
    fn call_viewing(&self, incoming: Incoming<'_>) -> ServiceFuture {
        let id = incoming.view.query("id").unwrap_or_default();
        let reply = hub(&incoming.context, &self.0).map(|hub| match hub.heartbeat(id) {
            true => Reply { body: Body::Bare(None), ..Reply::default() },
            false => {
                // A status line is one line of ASCII.
                let shown: String = id.chars().filter(char::is_ascii_graphic).take(100).collect();
                let reason = format!("Subscription '{shown}' does not exist");
                Reply { body: Body::Bare(Some(reason)), ..Reply::default() }.with_status(404)
            }
        });
        Box::pin(async move { reply })
    }
}

/// Within a batch there is no request that could be looked at.
fn unseen() -> ServiceError {
    ServiceError::exception("NotSupportedException", "Specified method is not supported.")
}
