//! Request bodies, read up to the limit.

use actix_web::web;
use futures_util::StreamExt;

use crate::http::{Answer, Host, Request, refuse_oversized};

/// Why a body could not be had.
pub enum BodyRefusal {
    /// Longer than the limit, in bytes.
    TooLong(usize),
    /// The client stopped in the middle.
    Broken(String),
}

/// Reads a body. Stops at the first byte beyond the limit.
pub async fn read(mut payload: web::Payload, limit: usize) -> Result<Vec<u8>, BodyRefusal> {
    let mut body = Vec::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|error| BodyRefusal::Broken(error.to_string()))?;
        if body.len() + chunk.len() > limit {
            return Err(BodyRefusal::TooLong(limit));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

impl BodyRefusal {
    /// The answer: 413 or 400, in the format that the request asked for.
    pub fn answer(&self, host: &Host, request: &Request) -> Answer {
        match self {
            Self::TooLong(limit) => {
                let message = format!("The request body is longer than {limit} bytes.");
                refuse_oversized(host, request, &message)
            }
            Self::Broken(reason) => {
                tracing::debug!(reason, "a request body broke off");
                Answer::of(400, "text/plain; charset=utf-8", "The request body broke off.")
            }
        }
    }
}
