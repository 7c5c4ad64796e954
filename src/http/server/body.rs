//! Request bodies, read up to the limit.

use std::fmt::Display;
use std::time::Duration;

use bytes::Bytes;
use futures_util::{Stream, StreamExt};

use super::decoded;
use crate::http::{Answer, Exchange, Site};

/// Why a body could not be had.
pub enum BodyRefusal {
    /// Longer than the limit, in bytes.
    TooLong(usize),
    /// The client stopped in the middle, or sent something else than it said.
    Broken(String),
    /// Not there in time.
    TooSlow(Duration),
}

/// What a request's head says of its body.
pub struct Announced {
    length: Option<u64>,
    coding: Option<String>,
}

impl Announced {
    /// Reads the headers, which `header` looks up by name.
    pub fn of<'h>(header: impl Fn(&'static str) -> Option<&'h [u8]>) -> Self {
        let text = |name| header(name).and_then(|value| std::str::from_utf8(value).ok());
        Self {
            length: text("content-length").and_then(|length| length.parse().ok()),
            coding: text("content-encoding").map(str::to_owned),
        }
    }
}

/// Reads a body of so many bytes at most, within so much time, and undoes its encodings.
///
/// A length beyond the limit is refused before a byte is read, a body without one at the first byte
/// beyond it.
pub async fn read<E: Display>(
    payload: impl Stream<Item = Result<Bytes, E>> + Unpin,
    announced: Announced,
    (limit, timeout): (usize, Duration),
) -> Result<Vec<u8>, BodyRefusal> {
    check_length(announced.length, limit)?;
    let collected = tokio::time::timeout(timeout, collect(payload, limit)).await;
    let body = collected.unwrap_or(Err(BodyRefusal::TooSlow(timeout)))?;
    decode(body, announced.coding, limit).await
}

/// Whether a body of this length is read at all.
pub fn check_length(length: Option<u64>, limit: usize) -> Result<(), BodyRefusal> {
    let fits =
        length.is_none_or(|length| usize::try_from(length).is_ok_and(|length| length <= limit));
    if fits { Ok(()) } else { Err(BodyRefusal::TooLong(limit)) }
}

/// Undoes an encoding. That may take longer than other requests of the same thread should wait.
pub async fn decode(
    body: Vec<u8>,
    coding: Option<String>,
    limit: usize,
) -> Result<Vec<u8>, BodyRefusal> {
    let Some(coding) = coding else { return Ok(body) };
    let decoded = tokio::task::spawn_blocking(move || decoded::decode(body, &coding, limit)).await;
    decoded.unwrap_or_else(|_| Err(BodyRefusal::Broken("the server stops".to_owned())))
}

async fn collect<E: Display>(
    mut payload: impl Stream<Item = Result<Bytes, E>> + Unpin,
    limit: usize,
) -> Result<Vec<u8>, BodyRefusal> {
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
    /// The answer: 413, 408 or 400, in the error shape of the site.
    pub fn answer(&self, site: &dyn Site, exchange: &Exchange) -> Answer {
        match self {
            Self::TooLong(limit) => {
                let message = format!("The request body is longer than {limit} bytes.");
                site.refuse(exchange, 413, "RequestEntityTooLarge", &message)
            }
            Self::Broken(reason) => {
                tracing::debug!(reason, "a request body could not be read");
                let message = format!("The request body could not be read: {reason}.");
                site.refuse(exchange, 400, "BadRequest", &message)
            }
            Self::TooSlow(limit) => {
                let message =
                    format!("The request body did not arrive within {} s.", limit.as_secs());
                site.refuse(exchange, 408, "RequestTimeout", &message)
            }
        }
    }
}
