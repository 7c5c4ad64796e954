//! Answers that are kept, for faults that give them again, and what else is done to an answer
//! before it leaves.

use std::io;

use bytes::Bytes;
use futures_util::{StreamExt as _, stream};
use sha2::{Digest as _, Sha256};

use super::Injector;
use crate::http::{Answer, Body, Exchange};
use crate::tenant::KeptAnswer;

/// A longer body is not kept.
const LONGEST: usize = 1 << 20;

/// What an answer is kept under: verb, address and body. The caller is left out, as caches in
/// front of a host do.
pub(super) fn request_of(exchange: &Exchange) -> String {
    let request = &exchange.request;
    let body = Sha256::digest(&request.body);
    format!("{} {} {}", request.verb, request.target, hex::encode(body))
}

impl Injector {
    /// The answer that leaves.
    pub(super) async fn finish(&self, exchange: &Exchange, answer: Answer) -> Answer {
        let (instead, retry_after) = {
            let mut noted = exchange.noted();
            (noted.instead.take(), noted.retry_after)
        };
        if let Some(kept) = instead {
            return again(&kept);
        }
        if let Some(seconds) = retry_after {
            return with_retry_after(answer, seconds);
        }
        let is_endless = answer
            .headers
            .iter()
            .any(|(name, value)| name == "Content-Type" && value.starts_with("text/event-stream"));
        if !is_endless && exchange.noted().fault.is_none() && self.may_be_stale(exchange) {
            return keep(exchange, answer).await;
        }
        answer
    }
}

fn with_retry_after(mut answer: Answer, seconds: u32) -> Answer {
    answer.headers.retain(|(name, _)| name != "Retry-After");
    answer.header("Retry-After", seconds.to_string())
}

fn again(kept: &KeptAnswer) -> Answer {
    let mut answer = Answer::empty(kept.status);
    (answer.reason, answer.headers) = (kept.reason.clone(), kept.headers.clone());
    let pieces = kept.pieces.clone();
    if kept.is_streamed {
        let pieces = stream::iter(pieces.into_iter().map(Ok));
        return answer.body(Body::Streamed(Box::pin(pieces)));
    }
    answer.body(pieces.concat())
}

/// Keeps an answer that is not too long. One that is made while it is sent is made now; its first
/// bytes are kept in memory until then.
async fn keep(exchange: &Exchange, answer: Answer) -> Answer {
    let Answer { status, reason, headers, body, delivery } = answer;
    let is_streamed = matches!(body, Body::Streamed(_));
    let (body, pieces) = match body {
        Body::Whole(bytes) if bytes.len() > LONGEST => (Body::Whole(bytes), None),
        // It has no end that one could wait for.
        Body::Live(pieces) => (Body::Live(pieces), None),
        Body::Whole(bytes) => (Body::Whole(bytes.clone()), Some(vec![Bytes::from(bytes)])),
        Body::Streamed(mut rest) => {
            let (mut begun, mut length) = (Vec::new(), 0);
            let mut is_whole = true;
            while let Some(piece) = rest.next().await {
                length += piece.as_ref().map_or(0, Bytes::len);
                let goes_on = piece.is_ok() && length <= LONGEST;
                begun.push(piece);
                if !goes_on {
                    is_whole = false;
                    break;
                }
            }
            let kept = begun.iter().filter_map(|piece| piece.as_ref().ok().cloned()).collect();
            let begun: Vec<io::Result<Bytes>> = begun;
            let body = Body::Streamed(Box::pin(stream::iter(begun).chain(rest)));
            (body, is_whole.then_some(kept))
        }
    };
    if let Some(pieces) = pieces {
        let (reason, headers) = (reason.clone(), headers.clone());
        let kept = KeptAnswer { status, reason, headers, pieces, is_streamed };
        exchange.tenant.faults().keep(request_of(exchange), kept);
    }
    Answer { status, reason, headers, body, delivery }
}
