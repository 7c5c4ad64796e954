//! From a draft to the bytes of a request.

use std::collections::BTreeSet;

use super::headers::headers;
use super::target::{pairs, target};
use super::{CallStyle, Console, Fields};
use crate::contract::{Contract, Operation, TypeRef};
use crate::value::{Object, Value};
use crate::wire::{self, Format, Typed, WriteError};

/// How a body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyFormat {
    /// In a format of the wire.
    Wire(Format),
    /// As a browser's form.
    Form,
}

/// A request, ready to be sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Call<'a> {
    /// What is called.
    pub operation: &'a Operation,
    /// What it is called with; null members are not given.
    pub request: Object,
    /// Verb.
    pub verb: String,
    /// Path and query.
    pub target: String,
    /// The notation of the body.
    pub body_format: BodyFormat,
    /// Headers that mean something to the host.
    pub headers: Vec<(String, String)>,
    /// The body; none for verbs without.
    pub body: Option<String>,
    /// The body was typed by hand.
    pub raw: bool,
}

/// Why a draft is no request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// A format cannot carry a value.
    #[error("The body cannot be written: {0}")]
    Unwritable(#[from] WriteError),
    /// A variable of the route has no value.
    #[error("The path needs {0}.")]
    Variable(String),
    /// A header line that is none, or not the user's to write.
    #[error("'{0}' is no header that can be added.")]
    Header(String),
}

impl BodyFormat {
    /// All of them, as the form lists them.
    pub const ALL: [Self; 5] = [
        Self::Wire(Format::Json),
        Self::Wire(Format::Jsv),
        Self::Wire(Format::Xml),
        Self::Wire(Format::Csv),
        Self::Form,
    ];

    /// `json`, `jsv`, `xml`, `csv`, `form`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Wire(format) => format.name(),
            Self::Form => "form",
        }
    }

    /// The format of a name; JSON for any other.
    pub fn from_name(name: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|format| format.name() == name)
            .unwrap_or(Self::Wire(Format::Json))
    }

    /// Its `Content-Type`.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Wire(format) => format.media_type(),
            Self::Form => "application/x-www-form-urlencoded",
        }
    }
}

impl<'a> Call<'a> {
    /// Writes the request that a form describes.
    ///
    /// # Errors
    /// A format that cannot carry a value, a path without one of its variables, a bad header line.
    pub fn new(
        console: &Console<'_>,
        operation: &'a Operation,
        way: &CallStyle,
        request: Object,
        fields: &Fields,
    ) -> Result<Self, CallError> {
        let body_format = BodyFormat::from_name(fields.get("body"));
        let answer = answer_format(fields, body_format);
        let raw = way.has_body() && !fields.get("raw").is_empty();
        let body = if raw {
            Some(fields.get("text").to_owned())
        } else if way.has_body() {
            Some(body(console, body_format, &request)?)
        } else {
            None
        };
        let target = target(console, operation, way, (body_format, answer), &request)?;
        let headers = headers(console, body.is_some().then_some(body_format), answer, fields)?;
        Ok(Self {
            operation,
            request,
            verb: way.verb().to_owned(),
            target,
            body_format,
            headers,
            body,
            raw,
        })
    }

    /// The request as it goes over the wire.
    pub fn bytes(&self, authority: &str) -> Vec<u8> {
        let mut head = format!("{} {} HTTP/1.1\r\nHost: {authority}\r\n", self.verb, self.target);
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if let Some(body) = &self.body {
            head.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        head.push_str("Connection: close\r\n\r\n");
        head.push_str(self.body.as_deref().unwrap_or_default());
        head.into_bytes()
    }
}

/// The format of the answer: the body's, unless another is chosen. A form is a browser's, and gets
/// a page.
fn answer_format(fields: &Fields, body: BodyFormat) -> Format {
    Format::from_name(fields.get("answer")).unwrap_or(match body {
        BodyFormat::Wire(format) => format,
        BodyFormat::Form => Format::Html,
    })
}

/// The body as the console's form describes it.
fn body(console: &Console<'_>, format: BodyFormat, request: &Object) -> Result<String, CallError> {
    match format {
        BodyFormat::Form => Ok(pairs(console, request, &BTreeSet::new())?.join("&")),
        BodyFormat::Wire(format) => {
            let contract = console.contract;
            let mut value = Value::Object(request.clone());
            if format == Format::Xml {
                fill(contract, &mut value);
            }
            let ty = TypeRef::Dto(request.dto);
            let typed = Typed { contract, ty: &ty, value: &value };
            Ok(wire::write(format, &typed, console.context.dialect)?)
        }
    }
}

/// XML has every member of a class, and nil only where .NET has null.
fn fill(contract: &Contract, value: &mut Value) {
    match value {
        Value::Object(object) => {
            let members = contract.dto(object.dto).members.iter();
            for (member, value) in members.zip(&mut object.members) {
                if *value == Value::Null {
                    *value = contract.default_value(&member.ty);
                }
                fill(contract, value);
            }
        }
        Value::List(items) => items.iter_mut().for_each(|item| fill(contract, item)),
        Value::Dictionary(entries) => {
            entries.iter_mut().for_each(|(_, value)| fill(contract, value))
        }
        _ => {}
    }
}
