//! Answers of operations that succeeded.

use super::body::written;
use super::streamed::streamed;
use super::{Asked, BATCH_COMPLETED, with_disposition};
use crate::contract::{ListKind, TypeRef};
use crate::http::Answer;
use crate::http::error::{Refusal, status_name};
use crate::service::{Body, Reply, SessionChange};
use crate::value::Value;
use crate::wire::Format;

/// What a call gave back.
pub enum Outcome {
    /// One answer.
    One(Reply),
    /// The answers of a batch, in order.
    Batch(Vec<Value>),
}

impl From<Reply> for Outcome {
    /// String and `byte[]` results are sent as they are, whatever the format.
    fn from(mut reply: Reply) -> Self {
        reply.body = match reply.body {
            Body::Value(Value::String(text)) => Body::Text(text),
            Body::Value(Value::Bytes(bytes)) => Body::Bytes(bytes),
            Body::Value(Value::Null) => Body::Empty,
            other => other,
        };
        Self::One(reply)
    }
}

impl Outcome {
    /// What happens to the caller's session.
    pub fn session_change(&self) -> Option<&SessionChange> {
        match self {
            Self::One(reply) => reply.session.as_ref(),
            Self::Batch(_) => None,
        }
    }

    /// Nothing was asked, so nothing was done: not even a session begins (recorded).
    pub fn is_empty_batch(&self) -> bool {
        matches!(self, Self::Batch(answers) if answers.is_empty())
    }

    /// Whether a list of it is still to be made.
    pub fn is_listed(&self) -> bool {
        matches!(self, Self::One(Reply { body: Body::Listed(_), .. }))
    }

    /// The same outcome with every list at hand.
    pub async fn whole(self) -> Result<Self, Refusal> {
        match self {
            Self::One(Reply { body: Body::Listed(listed), status, headers, browser_goes_to, session }) => {
                let body = Body::Value(listed.whole().await.map_err(Refusal::Service)?);
                Ok(Self::One(Reply { body, status, headers, browser_goes_to, session }))
            }
            other => Ok(other),
        }
    }

    /// The value of one answer, for a batch of them.
    pub fn into_value(self) -> Value {
        match self {
            Self::One(Reply { body: Body::Value(value), .. }) => value,
            Self::One(Reply { body: Body::Text(text), .. }) => Value::String(text),
            Self::One(Reply { body: Body::Bytes(bytes), .. }) => Value::Bytes(bytes),
            Self::One(_) => Value::Null,
            Self::Batch(answers) => Value::List(answers),
        }
    }
}

/// Encodes a success.
pub fn encode(asked: Asked<'_>, outcome: Outcome) -> Answer {
    match outcome {
        Outcome::One(reply) => encode_one(asked, reply),
        Outcome::Batch(answers) => encode_batch(asked, answers),
    }
}

fn encode_batch(asked: Asked<'_>, answers: Vec<Value>) -> Answer {
    let Some(response) = &asked.call.operation.response else { return Answer::empty(204) };
    let done = answers.len();
    let ty = TypeRef::List(ListKind::Array, Box::new(response.clone()));
    let answer = with_disposition(asked, written(asked, &ty, &Value::List(answers), 200));
    if done == 0 { answer } else { answer.header(BATCH_COMPLETED, done.to_string()) }
}

fn encode_one(asked: Asked<'_>, mut reply: Reply) -> Answer {
    if let (Format::Html, Some(location)) = (asked.format, &reply.browser_goes_to) {
        return Answer::empty(302).header("Location", location.clone());
    }
    let status = reply.status.unwrap_or(200);
    let mut answer = match (std::mem::take(&mut reply.body), &asked.call.operation.response) {
        (Body::Value(value), Some(ty)) => written(asked, ty, &value, status),
        (Body::Listed(listed), Some(ty)) => streamed(asked, ty, listed, status),
        (Body::Text(text), _) => Answer::of(status, with_charset(asked.format.content_type()), text),
        (Body::Bytes(bytes), _) => Answer::of(status, asked.format.content_type(), bytes),
        (Body::Empty | Body::Value(_) | Body::Listed(_), _) => empty(asked, reply.status),
    };
    if let Some(status) = reply.status {
        answer.reason = Some(status_name(status));
    }
    let headers = reply.headers.into_iter().map(|(name, value)| (name.into(), value.into()));
    answer.headers.extend(headers);
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
    if content_type.contains("charset") {
        content_type.to_owned()
    } else {
        format!("{content_type}; charset=utf-8")
    }
}
