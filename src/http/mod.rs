//! The way of a request: route → negotiate → bind → authenticate → validate → behave → encode.
//!
//! Each stage is one module with one entry function; [`answer`] is where they meet. `server` is the only module that
//! knows the HTTP libraries: everything here works on a [`Request`] of bytes and text and gives an [`Answer`].
//!
//! Binding comes before authentication because the host does it so: a body that cannot be read is refused with 400 and
//! no session cookie even to a caller without credentials (recorded: `PUT /xml/reply/ActivateCoupon` with a JSV body).
//!
//! The ways that few requests take are in boxes of their own, so that the future of every request is small: moving and
//! allocating it takes instructions by its size.

mod answer;
mod authenticate;
mod batch;
mod behave;
mod bind;
mod body;
mod cors;
mod credentials;
mod delivery;
mod error;
mod form;
mod headers;
mod host_site;
mod negotiate;
mod query;
mod reachable;
mod reply;
mod request;
mod route;
pub mod server;
mod session;
mod site;
mod tenant_choice;
mod text;
mod validate;
mod witness;

pub use answer::{Answer, Trace};
pub use body::{Body, Pieces};
pub use cors::CorsBehaviour;
pub use delivery::Delivery;
pub use headers::Headers;
pub use host_site::HostSite;
pub(crate) use query::Query;
pub use reachable::reachable;
pub(crate) use reply::{as_service, forbidden, not_found, with_global_headers, with_powered_by};
pub use request::Request;
pub(crate) use session::{SessionCookies, cookie};
pub use site::{Answering, Definition, PathTaken, Site, Sites};
pub use tenant_choice::TenantNames;
pub(crate) use text::decoded;
pub use witness::{RequestLog, Witness};

use std::sync::Arc;

use crate::host::{Profile, TenantHost};
use crate::service::ServiceError;
use crate::wire::Format;
use error::Refusal;
use reply::Outcome;
use route::{Call, Target};

/// Answers one request of a host. Never fails: every refusal becomes an answer in the negotiated
/// format.
async fn answer(host: &TenantHost<'_>, beside: &[Arc<dyn Site>], request: &Request) -> Answer {
    let cors = &host.parts.behaviour.cors;
    let behaviour =
        CorsBehaviour { max_age: host.parts.behaviour.profile == Profile::Modern, vary: !host.strict() };
    match cors.preflight(request, behaviour) {
        Some(answer) => answer,
        None => cors.mark(request, answer_verb(host, beside, request).await, behaviour),
    }
}

/// What the recorded host makes of odd verbs and bodies before it looks for an operation; a tolerant one passes over it.
async fn answer_verb(host: &TenantHost<'_>, beside: &[Arc<dyn Site>], request: &Request) -> Answer {
    if host.strict() && request.lacks_length {
        return reply::length_required();
    }
    if host.strict() && request.overrides_with_nothing {
        return Box::pin(async { answer_target(host, beside, &request.without_verb()).await }).await;
    }
    answer_target(host, beside, request).await
}

/// Operations come before what is beside them.
async fn answer_target(host: &TenantHost<'_>, beside: &[Arc<dyn Site>], request: &Request) -> Answer {
    match route::find(host, request) {
        Target::Operation(call) => answer_call(host, request, &call).await,
        Target::UnknownOperation { name, format } => {
            reply::refuse_unknown(host, &name, negotiate::at_endpoint(host, request, format))
        }
        Target::NotFound => match beside.iter().find(|site| site.has(request)) {
            Some(site) => site.answer(host.tenant(), request).await,
            None => reply::not_found(host, request),
        },
    }
}

/// Answers a request whose body could not be had.
fn refuse_body(host: &TenantHost<'_>, request: &Request, status: u16, code: &str, message: &str) -> Answer {
    let answer_type = match route::find(host, request) {
        Target::Operation(call) => negotiate::answer_type(host, request, &call),
        _ => Format::Json.into(),
    };
    reply::refuse(host, answer_type, &ServiceError::http(status, code, message))
}

/// The stages, in order.
async fn answer_call(host: &TenantHost<'_>, request: &Request, call: &Call<'_>) -> Answer {
    let answer_type = negotiate::answer_type(host, request, call);
    let mut cookies = SessionCookies::of(host, request);
    let outcome = match call.batch {
        false => perform(host, request, call, &mut cookies).await,
        true => Box::pin(batch::perform(host, request, call, &mut cookies)).await,
    };
    let outcome = match outcome {
        Ok(outcome) if outcome.is_listed() && !reply::may_stream(host, request, answer_type) => {
            Box::pin(outcome.whole(host.parts.behaviour.most_in_answer)).await
        }
        other => other,
    };
    reply::encode(host, request, call, answer_type, outcome, cookies)
}

async fn perform(
    host: &TenantHost<'_>,
    request: &Request,
    call: &Call<'_>,
    cookies: &mut SessionCookies<'_>,
) -> Result<Outcome, Refusal> {
    let bound = bind::bind(host, request, call)?;
    let access = authenticate::authenticate(host, request, call.operation, cookies).await?;
    validate::validate(host, call, &bound)?;
    behave::behave(host, call, bound, access, request).await
}
