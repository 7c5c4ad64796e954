//! Request bodies, read up to the limit.

use std::future::poll_fn;
use std::mem;
use std::task::{Context, Waker};
use std::time::Duration;

use actix_http::error::PayloadError;
use actix_http::{HttpMessage, Payload, Request as Incoming};
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_LENGTH};
use bytes::Bytes;
use futures_util::StreamExt;

use super::{Limits, decoded};
use crate::http::{Answer, Request, Site};

/// Why a body could not be had.
pub enum BodyRefusal {
    /// Longer than the limit, in bytes.
    TooLong(usize),
    /// The client stopped in the middle, or sent something else than it said.
    Broken(String),
    /// Not there in time.
    TooSlow(Duration),
}

/// Reads a body and undoes its encodings.
///
/// A length beyond the limit is refused before a byte is read, a body without one at the first byte beyond it.
pub async fn read(incoming: &mut Incoming, limits: &Limits) -> Result<Vec<u8>, BodyRefusal> {
    let payload = incoming.take_payload();
    if matches!(payload, Payload::None) {
        return Ok(Vec::new());
    }
    let header = |name| incoming.headers().get(name).and_then(|value| value.to_str().ok());
    let announced = header(CONTENT_LENGTH).and_then(|length| length.parse::<u64>().ok());
    let limit = limits.body_bytes;
    if announced.is_some_and(|length| usize::try_from(length).is_ok_and(|length| length > limit)) {
        return Err(BodyRefusal::TooLong(limit));
    }
    let collected = tokio::time::timeout(limits.request_timeout, collect(payload, limit)).await;
    let body = collected.unwrap_or(Err(BodyRefusal::TooSlow(limits.request_timeout)))?;
    match header(CONTENT_ENCODING) {
        Some(encodings) => decoded::decode(body, encodings, limit),
        None => Ok(body),
    }
}

async fn collect(mut payload: Payload, limit: usize) -> Result<Vec<u8>, BodyRefusal> {
    let mut body = Vec::new();
    let mut next = first(&mut payload).await;
    while let Some(chunk) = next {
        let chunk = chunk.map_err(|error| BodyRefusal::Broken(error.to_string()))?;
        if body.len() + chunk.len() > limit {
            return Err(BodyRefusal::TooLong(limit));
        }
        body.extend_from_slice(&chunk);
        next = payload.next().await;
    }
    Ok(body)
}

/// The first part of a body. On HTTP/1 a connection looks for its answer before it hands over what has come of the body,
/// and again whenever more has come. So the first look asks for no waking: that would have all of the connection gone
/// through once more for nothing.
async fn first(payload: &mut Payload) -> Option<Result<Bytes, PayloadError>> {
    let mut is_first = matches!(payload, Payload::H1 { .. });
    poll_fn(|context| {
        let mut asleep = Context::from_waker(Waker::noop());
        let context = if mem::take(&mut is_first) { &mut asleep } else { context };
        payload.poll_next_unpin(context)
    })
    .await
}

impl BodyRefusal {
    /// The answer: 413, 408 or 400, in the error shape of the site.
    pub fn answer(&self, site: &dyn Site, request: &Request) -> Answer {
        match self {
            Self::TooLong(limit) => {
                let message = format!("The request body is longer than {limit} bytes.");
                site.refuse_body(request, 413, "RequestEntityTooLarge", &message)
            }
            Self::Broken(reason) => {
                tracing::debug!(reason, "a request body could not be read");
                let message = format!("The request body could not be read: {reason}.");
                site.refuse_body(request, 400, "BadRequest", &message)
            }
            Self::TooSlow(limit) => {
                let message = format!("The request body did not arrive within {} s.", limit.as_secs());
                site.refuse_body(request, 408, "RequestTimeout", &message)
            }
        }
    }
}
