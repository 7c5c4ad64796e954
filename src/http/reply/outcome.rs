//! Answers of operations that succeeded.

use std::borrow::Cow;

use super::body::{cannot_write, unwritable, wrapped, wrapped_text, written};
use super::refusal::redirected;
use super::streamed::streamed;
use super::{BATCH_COMPLETED, HostCall, http_results, refusal, result, with_disposition};
use futures_util::StreamExt as _;

use crate::contract::{ListKind, Scalar, TypeRef};
use crate::host::{Platform, Version};
use crate::http::Answer;
use crate::http::Body::Live as LiveBody;
use crate::http::error::Refusal;
use crate::http::status_name::status_name;
use crate::service::{Body, Reply, ServiceError, SessionChange};
use crate::value::Value;
use crate::wire::Format;

/// What a call gave back.
pub enum Outcome {
    /// One answer.
    One(Reply),
    /// The answers of a batch, in order.
    Batch(Vec<Value>),
    /// The `HttpResult`s of a batch, which a strict host shows as such.
    HttpResults(Vec<Reply>),
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
            Self::One(reply) => reply.session.as_deref(),
            Self::Batch(_) | Self::HttpResults(_) => None,
        }
    }

    /// The batch is empty, so nothing was done: not even a session begins (recorded).
    pub fn is_empty_batch(&self) -> bool {
        matches!(self, Self::Batch(answers) if answers.is_empty())
    }

    /// Whether a list of it is still to be made.
    pub fn is_listed(&self) -> bool {
        matches!(self, Self::One(Reply { body: Body::Listed(_), .. }))
    }

    /// The same outcome with every list complete, of `limit` values at most.
    pub async fn whole(self, limit: usize) -> Result<Self, Refusal> {
        match self {
            Self::One(mut reply) if matches!(reply.body, Body::Listed(_)) => {
                if let Body::Listed(listed) = std::mem::take(&mut reply.body) {
                    let whole = listed.whole(limit).await.map_err(Refusal::Service)?;
                    reply.body = Body::Value(whole);
                }
                Ok(Self::One(reply))
            }
            other => Ok(other),
        }
    }

    /// The reply to one request, for a batch of them.
    pub fn into_reply(self) -> Reply {
        match self {
            Self::One(reply) => reply,
            Self::Batch(_) | Self::HttpResults(_) => Reply::default(),
        }
    }
}

/// The value of one answer among those of a batch.
pub fn value_of(body: Body) -> Value {
    match body {
        Body::Value(value) => value,
        Body::Text(text) => Value::String(text),
        Body::Bytes(bytes) => Value::Bytes(bytes),
        Body::Empty | Body::Listed(_) | Body::Bare(_) | Body::Live(_) => Value::Null,
    }
}

/// Encodes a success.
pub fn encode(host_call: HostCall<'_>, outcome: Outcome) -> Answer {
    match outcome {
        Outcome::One(reply) => encode_one(host_call, reply),
        Outcome::Batch(answers) => encode_batch(host_call, answers),
        Outcome::HttpResults(replies) => encode_http_results(host_call, replies),
    }
}

fn encode_http_results(host_call: HostCall<'_>, replies: Vec<Reply>) -> Answer {
    let text = match host_call
        .answer_type
        .format
        .map(|format| (format, http_results::write(host_call, format, &replies)))
    {
        Some((_, Ok(Some(text)))) => text,
        Some((format, Err(error))) => return unwritable(format, &error),
        _ => {
            return encode_batch(
                host_call,
                replies.into_iter().map(|reply| value_of(reply.body)).collect(),
            );
        }
    };
    let answer = Answer::of(200, host_call.answer_type.content_type(), text);
    with_disposition(host_call, wrapped(host_call, answer))
        .header(BATCH_COMPLETED, replies.len().to_string())
}

fn encode_batch(host_call: HostCall<'_>, answers: Vec<Value>) -> Answer {
    let done = answers.len();
    let item = match &host_call.call.operation.response {
        Some(response) if answers.iter().any(|answer| *answer != Value::Null) => response.clone(),
        // What is no object has no type of its own (recorded: `ArrayOfanyType`).
        _ => TypeRef::Scalar(Scalar::Object),
    };
    let ty = TypeRef::List(ListKind::Array, Box::new(item));
    let is_blank = host_call.answer_type.is(Format::Csv)
        && answers.iter().all(|answer| *answer == Value::Null);
    let answer = if is_blank {
        Answer::of(200, host_call.answer_type.content_type(), "")
    } else {
        written(host_call, &ty, &Value::List(answers), 200)
    };
    match done {
        0 => wrapped(host_call, answer),
        _ => with_disposition(host_call, wrapped(host_call, answer))
            .header(BATCH_COMPLETED, done.to_string()),
    }
}

fn encode_one(host_call: HostCall<'_>, mut reply: Reply) -> Answer {
    let answer_type = host_call.answer_type;
    if let (true, Some(place)) = (answer_type.is(Format::Html), &reply.browser_goes_to) {
        let answer = redirected(host_call, place);
        let tokens = reply.headers.into_iter().filter(|(name, _)| name == "X-Cookies");
        return tokens.fold(answer, |answer, (name, value)| answer.header(name, value));
    }
    let status = reply.status.unwrap_or(200);
    if !(100..=999).contains(&status) && host_call.host.platform() == Platform::Framework {
        return refusal::encode(host_call, &Refusal::Unreadable(unsendable_status()));
    }
    let mut answer = match (std::mem::take(&mut reply.body), &host_call.call.operation.response) {
        (Body::Value(value), Some(ty)) => {
            wrapped(host_call, written(host_call, ty, &value, status))
        }
        (Body::Listed(listed), Some(ty)) => match answer_type.format {
            Some(format) => streamed(host_call, format, ty, listed, status),
            None => cannot_write(answer_type),
        },
        (Body::Text(text), _) => match own_content_type(&mut reply) {
            Some(content_type) => Answer::of(status, content_type, text),
            None => wrapped_text(
                host_call,
                Answer::of(status, with_charset(answer_type.content_type()), text),
            ),
        },
        (Body::Bytes(bytes), _) => match own_content_type(&mut reply) {
            Some(content_type) => Answer::of(status, content_type, bytes),
            None => {
                let content_type = type_of_bytes(host_call);
                wrapped(host_call, Answer::of(status, content_type, bytes))
            }
        },
        (Body::Bare(reason), _) => return Answer { reason, ..Answer::empty(status) },
        (Body::Live(live), _) => {
            let content_type = own_content_type(&mut reply).unwrap_or_default();
            Answer::of(status, content_type, LiveBody(Box::pin(live.pieces().map(Ok))))
        }
        (Body::Empty | Body::Value(_) | Body::Listed(_), _) => {
            wrapped(host_call, empty(host_call, reply.status))
        }
    };
    let is_result = reply.status.is_some() || !reply.headers.is_empty();
    if let Some(status) = reply.status {
        answer.reason = Some(status_name(status, host_call.host.platform()));
    }
    if let Some(reason) = reply.reason {
        answer.reason = Some(reason);
    }
    let headers = reply.headers.into_iter().map(|(name, value)| (name.into(), value.into()));
    answer.headers.extend(headers);
    let result = reply.result;
    let answer = match result {
        None => answer,
        Some(result) => result::finished(host_call, answer, &result),
    };
    match host_call.host.version() {
        // Recorded: no file of an `HttpResult`.
        Version::V10 if is_result => answer,
        _ => with_disposition(host_call, answer),
    }
}

/// The content type that the service chose for a text or for bytes.
fn own_content_type(reply: &mut Reply) -> Option<String> {
    let is_it = |(name, _): &(String, String)| name.eq_ignore_ascii_case("content-type");
    let place = reply.headers.iter().position(is_it)?;
    Some(reply.headers.remove(place).1)
}

/// What .NET's listener says of a status that no answer can have.
fn unsendable_status() -> ServiceError {
    ServiceError::exception("ProtocolViolationException", "StatusCode must be between 100 and 999.")
}

/// An answer without content is 204, or 200 to HEAD and OPTIONS (recorded); a service that chose
/// the status itself keeps it, and the content type.
fn empty(host_call: HostCall<'_>, status: Option<u16>) -> Answer {
    match (status, &*host_call.request().verb) {
        (Some(status), _) => Answer::of(status, host_call.answer_type.content_type(), ""),
        (None, "HEAD" | "OPTIONS") => Answer::empty(200),
        (None, _) if !host_call.host.config().return_204 => Answer::empty(200),
        (None, _) => Answer::empty(204),
    }
}

/// A text has a charset, unless its type has a parameter already.
fn with_charset(content_type: Cow<'static, str>) -> Cow<'static, str> {
    if content_type.contains(';') {
        content_type
    } else {
        format!("{content_type}; charset=utf-8").into()
    }
}

/// A browser saves bytes, and shows no page; a stream has the type that was asked for (recorded of
/// 10.1.5).
fn type_of_bytes(host_call: HostCall<'_>) -> Cow<'static, str> {
    let is_stream = host_call.call.operation.response == Some(TypeRef::Scalar(Scalar::Stream));
    if host_call.answer_type.is(Format::Html) && !is_stream {
        "application/octet-stream".into()
    } else {
        host_call.answer_type.content_type()
    }
}
