//! Auto-batches: several requests of one operation in one call, `POST /json/reply/Hello[]`
//! (docs/wire/http.md#batches).

use super::authenticate::Access;
use super::error::Refusal;
use super::reply::{Outcome, is_http_result, value_of};
use super::route::Call;
use super::session::SessionCookies;
use super::{HostCall, Point, authenticate, behave, bind, validate};
use crate::contract::{Scalar, TypeRef};
use crate::host::{Host, Version};
use crate::service::{Body, InForce, Reply, ServiceError, too_large};
use crate::value::Object;

/// Performs the requests in order and stops at the first that is refused.
pub async fn perform(
    host_call: HostCall<'_>,
    cookies: &mut SessionCookies<'_>,
) -> Result<Outcome, Refusal> {
    let HostCall { host, call, .. } = host_call;
    host.exchange.pass(Point::BeforeBind).await.map_err(Refusal::Service)?;
    host.exchange.note_details(|details| details.is_batch = true);
    let bound = bind::bind_batch(host, host.request, call)?;
    if bound.is_empty() {
        // No request, nobody to authenticate (recorded).
        return Ok(Outcome::Batch(Vec::new()));
    }
    let in_force = host.provided(call.place).in_force(host.tenant());
    // A list is no DTO that carries a token.
    let asked = (call.operation, None);
    let access = authenticate::authenticate(host, asked, &in_force, cookies).await?;
    let requests = validated(host, call, bound, (&in_force, &access, &host.request.verb))?;
    behave::has_method(call.operation, &host.request.verb)?;
    let mut replies = Vec::with_capacity(requests.len());
    let mut left = host.parts.behaviour.most_in_answer;
    for (index, object) in requests.into_iter().enumerate() {
        let reply = perform_item(host_call, object, access.clone(), &mut left).await;
        replies
            .push(reply.map_err(|refusal| Refusal::InBatch { index, refusal: Box::new(refusal) })?);
    }
    gathered(host, call, replies)
}

/// The answers of a batch as one. The recorded host puts them into an array of the first one's
/// type, which takes neither numbers nor others.
fn gathered(host: &Host, call: &Call<'_>, replies: Vec<Reply>) -> Result<Outcome, Refusal> {
    let first_is_result = replies.first().is_some_and(is_http_result);
    let refuse = |name, message| {
        let error = ServiceError::exception(name, message);
        Err(Refusal::AfterBatch { done: replies.len(), error })
    };
    if host.strict() {
        if replies.iter().any(|reply| is_http_result(reply) != first_is_result) {
            const MESSAGE: &str =
                "Attempted to access an element as a type incompatible with the array.";
            return refuse("ArrayTypeMismatchException", MESSAGE);
        }
        if is_number(call) {
            const OF_FRAMEWORK: &str = "Specified cast is not valid.";
            const OF_NET: &str =
                "Unable to cast object of type 'System.Int32[]' to type 'System.Object[]'.";
            let message = if host.version() == Version::V5 { OF_FRAMEWORK } else { OF_NET };
            return refuse("InvalidCastException", message);
        }
        if first_is_result {
            return Ok(Outcome::HttpResults(replies));
        }
    }
    Ok(Outcome::Batch(replies.into_iter().map(|reply| value_of(reply.body)).collect()))
}

/// Whether an operation answers with a value type of .NET.
fn is_number(call: &Call<'_>) -> bool {
    match &call.operation.response {
        Some(TypeRef::Scalar(scalar)) => !matches!(
            scalar,
            Scalar::String
                | Scalar::Bytes
                | Scalar::Uri
                | Scalar::Object
                | Scalar::Type
                | Scalar::Stream
                | Scalar::Version
        ),
        _ => false,
    }
}

/// The requests, when all of them keep the rules: the filters see all before the service sees one
/// (recorded).
fn validated(
    host: &Host,
    call: &Call<'_>,
    bound: Vec<Option<Object>>,
    checked: (&InForce<'_>, &Access, &str),
) -> Result<Vec<Object>, Refusal> {
    let check = |(index, object): (usize, Option<Object>)| {
        let object = object.ok_or(Refusal::NullInBatch { index })?;
        let broken = |refusal| Refusal::InBatch { index, refusal: Box::new(refusal) };
        validate::validate(host, call, &object, checked).map_err(broken)?;
        Ok(object)
    };
    bound.into_iter().enumerate().map(check).collect()
}

async fn perform_item(
    host_call: HostCall<'_>,
    object: Object,
    access: Access,
    left: &mut usize,
) -> Result<Reply, Refusal> {
    let outcome = behave::behave(host_call, object, access, None).await?;
    let reply = outcome.whole(*left).await?.into_reply();
    if let Body::Value(value) = &reply.body {
        *left = left.checked_sub(value.count()).ok_or_else(|| Refusal::Service(too_large()))?;
    }
    Ok(reply)
}
