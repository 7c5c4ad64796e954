//! One answer: what it says, and what it does besides.

mod account;
mod echo;
mod error;
mod publish;
mod result;

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

pub(super) use account::{AccountTexts, LoginTexts, Performed, PersonTexts, RightsTexts, Texts};
pub(super) use echo::Copied;
pub(super) use error::{ErrorTexts, FieldTexts};
pub(super) use publish::{JsonShape, PublishTexts, ToTexts, published};
pub(super) use result::{EXAMPLE, ResultTexts};

use super::condition::Check;
use super::scope::{Scope, TemplateError};
use super::shape::Shape;
use super::template::Text;
use crate::lab::fault::Act;
use crate::service::{Body, Reply, Service, ServiceError};
use crate::value::Value;

/// A compiled answer.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    /// What it is called in the log: its name, or its place.
    pub label: String,
    /// By which a request can choose it.
    pub name: Option<String>,
    pub when: Vec<Check>,
    /// How often it is given, and where that is counted.
    pub times: Option<(u64, String)>,
    pub says: Says,
    /// What it says of its validity and of its bytes.
    pub result: Option<Box<ResultTexts>>,
    pub status: Option<u16>,
    pub reason: Option<Text>,
    /// Headers and cookies.
    pub headers: Vec<(String, Text)>,
    pub content_type: Option<Text>,
    pub scenario: Option<Text>,
    pub variables: Vec<(String, Text)>,
    /// The events it sends.
    pub publish: Vec<PublishTexts>,
    pub delay: Option<Duration>,
    /// What goes wrong on the way to the client.
    pub fault: Option<Arc<Act>>,
    /// What it does to users and sessions.
    pub account: Option<Box<AccountTexts>>,
}

/// A service that answers from records.
#[derive(Clone)]
pub(super) struct OnRecords(pub Arc<dyn Service>);

impl std::fmt::Debug for OnRecords {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("OnRecords")
    }
}

/// What an answer says.
#[derive(Debug, Clone)]
pub(super) enum Says {
    /// Nothing but a status.
    Nothing,
    Value(Shape),
    /// One after the other; where they are counted.
    Sequence(Vec<Shape>, String),
    Text(Text),
    Bytes(Vec<u8>),
    Base64(Text, usize),
    Error(ErrorTexts),
    Echo(Copied),
    EchoBody,
    /// What becomes of rows, and the answer then.
    Records(OnRecords),
    /// What the operation's own service says.
    Service,
}

impl Answer {
    /// The reply to a call.
    pub fn reply(
        &self,
        scope: &Scope<'_>,
        body: &[u8],
    ) -> Result<Result<Reply, ServiceError>, TemplateError> {
        let body = match &self.says {
            Says::Error(texts) => {
                return texts.error(scope, self.rendered_headers(scope)?).map(Err);
            }
            Says::Nothing | Says::Service | Says::Records(_) => Body::Empty,
            Says::Value(shape) => of_value(shape.make(scope)?),
            Says::Sequence(shapes, key) => {
                let turn = scope.call().context.tenant().stubs().count(key);
                let last = shapes.len().saturating_sub(1);
                let place = usize::try_from(turn - 1).unwrap_or(last).min(last);
                of_value(shapes[place].make(scope)?)
            }
            Says::Text(text) => Body::Text(text.render(scope)?),
            Says::Bytes(bytes) => Body::Bytes(bytes.clone()),
            Says::Base64(text, line) => {
                let bytes = STANDARD.decode(text.render(scope)?.trim());
                let failed = |error: base64::DecodeError| TemplateError {
                    line: *line,
                    reason: error.to_string(),
                };
                Body::Bytes(bytes.map_err(failed)?)
            }
            Says::Echo(copied) => Body::Value(copied.value(scope)?),
            Says::EchoBody => Body::Bytes(body.to_vec()),
        };
        let mut reply = Reply { body, status: self.status, ..Reply::default() };
        reply.headers = self.rendered_headers(scope)?;
        if let Some(text) = &self.reason {
            reply.reason = Some(one_line(text.render(scope)?));
        }
        if let Some(text) = &self.content_type {
            reply.headers.push(("Content-Type".to_owned(), one_line(text.render(scope)?)));
        }
        match &self.result {
            Some(result) => result.applied(reply, scope).map(Ok),
            None => Ok(Ok(reply)),
        }
    }

    /// Whether what is answered is compressed.
    pub fn squeezes(&self) -> bool {
        self.result.as_ref().is_some_and(|result| result.compressed)
    }

    /// Headers and cookies.
    fn rendered_headers(&self, scope: &Scope<'_>) -> Result<Vec<(String, String)>, TemplateError> {
        let rendered =
            |(name, text): &(String, Text)| Ok((name.clone(), one_line(text.render(scope)?)));
        self.headers.iter().map(rendered).collect()
    }

    /// Changes what the answer changes.
    pub fn remember(&self, scope: &Scope<'_>) -> Result<(), TemplateError> {
        let state = scope.call().context.tenant().stubs();
        if let Some(text) = &self.scenario {
            state.set_scenario(text.render(scope)?);
        }
        for (name, text) in &self.variables {
            if !state.set_variable(name, variable(text, scope)?) {
                tracing::warn!(variable = name, "not kept: there are too many variables");
            }
        }
        Ok(())
    }
}

/// Bytes and texts are sent as they are, also where the type is a stream.
fn of_value(value: Value) -> Body {
    match value {
        Value::Null => Body::Empty,
        value => Body::Value(value),
    }
}

/// Texts with line breaks would be further headers.
fn one_line(text: String) -> String {
    if text.contains(|c: char| c.is_control()) {
        text.replace(|c: char| c.is_control(), " ")
    } else {
        text
    }
}

/// The value of a variable: a text that is one expression keeps its type.
fn variable(text: &Text, scope: &Scope<'_>) -> Result<Value, TemplateError> {
    let value = text.value(scope)?;
    Ok(match value.kind() {
        minijinja::value::ValueKind::None => Value::Null,
        minijinja::value::ValueKind::Bool => Value::Bool(value.is_true()),
        minijinja::value::ValueKind::Number => {
            match (i64::try_from(value.clone()), f64::try_from(value)) {
                (Ok(number), _) => Value::Int(number),
                (_, Ok(number)) => Value::Double(number),
                _ => Value::Null,
            }
        }
        _ => {
            let made = scope.call().budget.text_of(&value);
            Value::String(made.map_err(|reason| TemplateError { line: text.line(), reason })?)
        }
    })
}
