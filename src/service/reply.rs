//! What an operation gives back.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::Stream;

use super::{HttpResult, Listed, SessionChange};
use crate::lab::fault::Act;
use crate::value::Value;

/// An operation's answer before it is encoded.
#[derive(Debug, Clone, Default)]
pub struct Reply {
    /// HTTP status; `None` for 200, or 204 when the body is empty.
    pub status: Option<u16>,
    /// The reason phrase, where it is not the status's usual one.
    pub reason: Option<String>,
    /// Further headers, as a service's `HttpResult` may set them. `Content-Type` is that of a text
    /// or of bytes, in the place of the negotiated one.
    pub headers: Vec<(String, String)>,
    /// What it says of its validity and of its bytes.
    pub result: Option<Box<HttpResult>>,
    /// The body.
    pub body: Body,
    /// Where a browser is sent instead of being shown the answer.
    pub browser_goes_to: Option<Redirection>,
    /// What happens to the caller's session.
    pub session: Option<Box<SessionChange>>,
    /// What goes wrong on the way to the client.
    pub fault: Option<Arc<Act>>,
}

/// Where a browser is sent, and how the host words it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirection {
    /// `Location`.
    pub location: String,
    /// Whether that is a path of the host, which is sent with its address.
    pub is_of_host: bool,
    /// The reason phrase of the 302, where it is not .NET's name of that status.
    pub reason: Option<&'static str>,
}

impl Redirection {
    /// To an address that stands as it is, by .NET's name of the status.
    pub fn to(location: String) -> Self {
        Self { location, is_of_host: false, reason: None }
    }
}

/// The body of an answer.
#[derive(Debug, Clone, Default)]
pub enum Body {
    /// Nothing: void and null results.
    #[default]
    Empty,
    /// A value of the operation's response type, to be written in the negotiated format.
    Value(Value),
    /// A value with a list that is made while it is sent.
    Listed(Listed),
    /// A string result: sent as it is.
    Text(String),
    /// A `byte[]` result: sent as it is.
    Bytes(Vec<u8>),
    /// Neither body nor content type, and this reason phrase: what a handler answers that is no
    /// service.
    Bare(Option<String>),
    /// What goes on as long as somebody reads it.
    Live(Arc<dyn Live>),
}

/// A body that goes on as long as somebody reads it.
pub trait Live: Send + Sync {
    /// Its pieces; whoever drops them reads no more.
    fn pieces(self: Arc<Self>) -> LivePieces;
}

/// Pieces of a [`Live`] body.
pub type LivePieces = Pin<Box<dyn Stream<Item = Bytes> + Send>>;

impl fmt::Debug for dyn Live {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Live")
    }
}

impl Reply {
    /// An answer of the operation's response type.
    pub fn value(value: Value) -> Self {
        let body = if value == Value::Null { Body::Empty } else { Body::Value(value) };
        Self { body, ..Self::default() }
    }

    /// A text that is sent as it is.
    pub fn text(content_type: impl Into<String>, text: String) -> Self {
        let body = Body::Text(text);
        Self { body, ..Self::default() }.with_header("Content-Type", content_type)
    }

    /// An answer whose list is made while it is sent.
    pub fn listed(listed: Listed) -> Self {
        Self { body: Body::Listed(listed), ..Self::default() }
    }

    /// The way to another address: 302 with an empty body.
    pub fn redirect(location: impl Into<String>) -> Self {
        Self::default().with_status(302).with_header("Location", location)
    }

    /// The same answer with another status.
    pub fn with_status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    /// The same answer with another reason phrase.
    pub fn with_reason(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }

    /// The same answer with a further header.
    pub fn with_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }
}
