//! Request bodies, read up to the limit.

use actix_web::web;
use futures_util::StreamExt;

use super::decoded;
use crate::http::{Answer, Host, Request, refuse_body};

/// Why a body could not be had.
pub enum BodyRefusal {
    /// Longer than the limit, in bytes.
    TooLong(usize),
    /// The client stopped in the middle, or sent something else than it said.
    Broken(String),
    /// A `Content-Encoding` nobody knows here.
    UnknownEncoding(String),
}

/// Reads a body and undoes its encodings. Stops at the first byte beyond the limit.
pub async fn read(mut payload: web::Payload, encodings: &str, limit: usize) -> Result<Vec<u8>, BodyRefusal> {
    let mut body = Vec::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|error| BodyRefusal::Broken(error.to_string()))?;
        if body.len() + chunk.len() > limit {
            return Err(BodyRefusal::TooLong(limit));
        }
        body.extend_from_slice(&chunk);
    }
    decoded::decode(body, encodings, limit)
}

impl BodyRefusal {
    /// The answer: 413 or 400, in the format that the request asked for.
    pub fn answer(&self, host: &Host, request: &Request) -> Answer {
        match self {
            Self::TooLong(limit) => {
                let message = format!("The request body is longer than {limit} bytes.");
                refuse_body(host, request, 413, "RequestEntityTooLarge", &message)
            }
            Self::Broken(reason) => {
                tracing::debug!(reason, "a request body could not be read");
                let message = format!("The request body could not be read: {reason}.");
                refuse_body(host, request, 400, "BadRequest", &message)
            }
            Self::UnknownEncoding(encoding) => {
                let message =
                    format!("The Content-Encoding '{encoding}' is not known; use gzip, deflate or br.");
                refuse_body(host, request, 415, "UnsupportedMediaType", &message)
            }
        }
    }
}
