//! The way of a request: route → negotiate → bind → authenticate → validate → behave → encode.
//!
//! Each stage is one module with one entry function; `answer` is where they meet. `server` is the
//! only module that knows the HTTP libraries: everything here works on a [`Request`] of bytes and
//! text and gives an [`Answer`].
//!
//! Binding comes before authentication because the host does it so: a body that cannot be read is
//! refused with 400 and no session cookie even to a caller without credentials (recorded:
//! `PUT /xml/reply/ActivateCoupon` with a JSV body).
//!
//! The ways that few requests take are in boxes of their own, so that the future of every request
//! is small: moving and allocating it takes instructions by its size.

mod answer;
mod authenticate;
mod batch;
mod behave;
mod bind;
mod body;
mod caller;
mod cors;
mod credentials;
mod delivery;
mod error;
mod exchange;
mod form;
mod headers;
mod host_exchange;
mod host_site;
mod kept;
mod kept_answer;
mod links;
mod negotiate;
mod observer;
mod query;
mod reachable;
mod read_again;
mod reply;
mod request;
mod route;
pub mod server;
mod session;
mod site;
mod status_name;
mod tenant_choice;
mod text;
mod uploads;
mod validate;

pub use crate::lab::fault::Point;
pub use answer::Answer;
pub use body::{Body, Pieces};
pub(crate) use caller::caller_of;
pub use cors::CorsBehaviour;
pub use delivery::Delivery;
pub(crate) use error::{ErrorResponse, error_of};
pub use exchange::{
    Arrival, Changing, Connection, Details, Exchange, Faults, Noted, Passing, Version,
};
pub use headers::Headers;
pub use host_site::HostSite;
pub use kept::Kept;
use links::with_member;
pub(crate) use links::{address, base_url};
pub use observer::{Observer, RequestLog, Sent};
pub(crate) use query::Query;
pub use reachable::reachable;
pub(crate) use reply::{
    as_service, forbidden, not_found, other_verb, with_global_headers, with_powered_by,
};
pub use request::Request;
pub(crate) use route::is_index;
pub(crate) use server::request_of;
pub(crate) use session::{SessionCookies, cookie, sessions_of};
pub use site::{Answering, Definition, PathTaken, Site, Sites};
pub(crate) use status_name::status_name;
pub use tenant_choice::TenantNames;
pub(crate) use tenant_choice::host_name;
pub(crate) use text::decoded;

use std::sync::Arc;

use crate::host::{Host, Hosting};
use crate::service::ServiceError;
use crate::store::deferring;
use crate::wire::Format;
use error::Refusal;
use form::FormFault;
use host_exchange::{HostCall, HostExchange};
use reply::Outcome;
use route::Target;

/// Answers an exchange of a host. Never fails: every refusal becomes an answer in the negotiated
/// format.
async fn answer(host: &HostExchange<'_>, fallbacks: &[Arc<dyn Site>]) -> Answer {
    let cors = &host.parts.behaviour.cors;
    let behaviour = CorsBehaviour {
        newer: host.version() == crate::edition::Version::V10,
        vary: !host.strict(),
        routed: host.strict() && host.hosting() == Hosting::Endpoints,
    };
    match cors.preflight(host.request, behaviour) {
        Some(answer) if behaviour.newer => return reply::with_global_headers(host, answer),
        Some(answer) => return answer,
        None => {}
    }
    let answer = if let Some(answer) = refused_early(host) {
        answer
    } else if let Some(request) = with_verb_in_force(host, host.request) {
        Box::pin(async { answer_target(&host.with_request(&request), fallbacks).await }).await
    } else {
        answer_target(host, fallbacks).await
    };
    cors.mark(host.request, answer, behaviour)
}

/// What the recorded hosts make of odd bodies before they look for an operation; a tolerant one
/// passes over it.
fn refused_early(host: &HostExchange<'_>) -> Option<Answer> {
    if !host.strict() {
        return None;
    }
    let is_endpoint = host.hosting() == Hosting::Endpoints;
    let is_framework = host.platform() == crate::edition::Platform::Framework;
    if !is_endpoint && is_framework && host.request.lacks_length {
        return Some(reply::length_required());
    }
    match host.request.form_fault() {
        Some(FormFault::Text(_)) if is_endpoint => Some(Answer::empty(500)),
        Some(FormFault::Text(text)) => Some(Answer::of(200, "text/plain", text)),
        _ => None,
    }
}

/// The request with the verb by which the host looks for an operation, where it is another one.
/// Endpoint routing looks at the verb as it was sent.
fn with_verb_in_force(host: &Host, request: &Request) -> Option<Box<Request>> {
    let in_force = match host.hosting() {
        Hosting::Endpoints => request.with_sent_verb(),
        _ => (host.strict() && request.overrides_with_nothing).then(|| request.without_verb()),
    };
    in_force.map(Box::new)
}

/// Operations come before what is beside them.
async fn answer_target(host: &HostExchange<'_>, fallbacks: &[Arc<dyn Site>]) -> Answer {
    let request = host.request;
    match route::find(host, request) {
        Target::Operation(call) if authenticate::lacks_scheme(host, call.operation) => {
            Answer::empty(500)
        }
        Target::Operation(call) => {
            if host.parts.auth.as_ref().is_some_and(|auth| auth.identity.is_some())
                && let Some(answer) = Box::pin(authenticate::challenge(host, call.operation)).await
            {
                return answer;
            }
            let answer_type = negotiate::answer_type(host, request, &call.address);
            if answer_type.format.is_some_and(|format| host.config().refuses(format)) {
                return reply::refuse_format(host, answer_type);
            }
            answer_call(HostCall { host, call: &call, answer_type }).await
        }
        Target::UnknownOperation { name, address } => {
            let answer_type = negotiate::answer_type(host, request, &address);
            reply::refuse_unknown(host, name.as_deref(), answer_type)
        }
        Target::OtherVerb(allow) => reply::other_verb(allow),
        Target::SwitchedOff(format) => reply::refuse_feature(host, format),
        Target::NotFound => match fallbacks.iter().find(|site| site.has(request)) {
            Some(site) => site.answer(host.exchange).await,
            None => reply::not_found(host, request),
        },
    }
}

/// Answers a request that no stage sees.
fn refuse(host: &HostExchange<'_>, status: u16, code: &str, message: &str) -> Answer {
    let answer_type = match route::find(host, host.request) {
        Target::Operation(call) => negotiate::answer_type(host, host.request, &call.address),
        _ => Format::Json.into(),
    };
    reply::refuse(host, answer_type, &ServiceError::http(status, code, message))
}

/// The stages, in order.
async fn answer_call(call: HostCall<'_>) -> Answer {
    note_call(call);
    // In a box, so that the futures of the stages before it are small.
    let answered = deferring(Box::pin(encoded(call))).await;
    answered.unwrap_or_else(|error| {
        let mut cookies = SessionCookies::of(call.host, call.request());
        // As before each operation.
        cookies.complete();
        reply::encode(call, Err(Refusal::Service(error.into())), cookies)
    })
}

/// The answer, whose changes may still be on their way to the disk.
async fn encoded(call: HostCall<'_>) -> Answer {
    let mut cookies = SessionCookies::of(call.host, call.request());
    let outcome = if call.call.batch {
        Box::pin(batch::perform(call, &mut cookies)).await
    } else {
        perform(call, &mut cookies).await
    };
    let outcome = match outcome {
        Ok(outcome) if outcome.is_listed() && !reply::may_stream(call) => {
            Box::pin(outcome.whole(call.host.parts.behaviour.most_in_answer)).await
        }
        other => other,
    };
    reply::encode(call, outcome, cookies)
}

fn note_call(HostCall { host, call, answer_type }: HostCall<'_>) {
    let mut noted = host.exchange.noted();
    noted.operation = Some(call.operation.name.clone());
    noted.format = answer_type.name();
}

async fn perform(
    host_call: HostCall<'_>,
    cookies: &mut SessionCookies<'_>,
) -> Result<Outcome, Refusal> {
    let HostCall { host, call, .. } = host_call;
    host.exchange.pass(Point::BeforeBind).await.map_err(Refusal::Service)?;
    let mut bound = bind::bind(host, host.request, call)?;
    let in_force = host.provided(call.place).in_force(host.tenant());
    let asked = (call.operation, Some(&bound));
    let access = authenticate::authenticate(host, asked, &in_force, cookies).await?;
    let pending = uploads::take(host, call, &mut bound, &access)?;
    validate::validate(host, call, &bound, (&in_force, &access, &host.request.verb))?;
    if let Some(pending) = pending {
        let now = host.tenant().clock().now();
        Box::pin(pending.store(now)).await.map_err(Refusal::Thrown)?;
    }
    let cache = in_force.cache().or(host.provided(call.place).cache.as_ref());
    behave::behave(host_call, bound, access, cache).await
}
