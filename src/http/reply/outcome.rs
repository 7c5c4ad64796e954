//! Answers of operations that succeeded.

use super::{Asked, with_disposition, written};
use crate::http::Answer;
use crate::http::error::status_name;
use crate::service::{Body, Reply, SessionChange};
use crate::value::Value;

/// What an operation gave back.
pub struct Outcome(Reply);

impl From<Reply> for Outcome {
    /// String and `byte[]` results are sent as they are, whatever the format.
    fn from(mut reply: Reply) -> Self {
        reply.body = match reply.body {
            Body::Value(Value::String(text)) => Body::Text(text),
            Body::Value(Value::Bytes(bytes)) => Body::Bytes(bytes),
            Body::Value(Value::Null) => Body::Empty,
            other => other,
        };
        Self(reply)
    }
}

impl Outcome {
    /// What happens to the caller's session.
    pub fn session_change(&self) -> Option<&SessionChange> {
        self.0.session.as_ref()
    }
}

/// Encodes a success.
pub fn encode(asked: Asked<'_>, Outcome(reply): Outcome) -> Answer {
    let status = reply.status.unwrap_or(200);
    let mut answer = match (&reply.body, &asked.call.operation.response) {
        (Body::Value(value), Some(ty)) => written(asked, ty, value, status),
        (Body::Text(text), _) => Answer::of(status, with_charset(asked.format.content_type()), text.as_str()),
        (Body::Bytes(bytes), _) => Answer::of(status, asked.format.content_type(), bytes.as_slice()),
        (Body::Empty | Body::Value(_), _) => empty(asked, reply.status),
    };
    if let Some(status) = reply.status {
        answer.reason = Some(status_name(status));
    }
    answer.headers.extend(reply.headers);
    with_disposition(asked, answer)
}

/// Nothing to tell is 204; a service that chose the status itself keeps it, and the content type.
fn empty(asked: Asked<'_>, status: Option<u16>) -> Answer {
    match status {
        Some(status) => Answer::of(status, asked.format.content_type(), ""),
        None => Answer::empty(204),
    }
}

fn with_charset(content_type: &str) -> String {
    if content_type.contains("charset") { content_type.to_owned() } else { format!("{content_type}; charset=utf-8") }
}
