//! An answer before it is handed to the server.

use std::borrow::Cow;

use super::body::Body;
use super::delivery::Delivery;

/// What goes out.
#[derive(Debug, Default)]
pub struct Answer {
    /// Status code.
    pub status: u16,
    /// Reason phrase where it is not the status's usual one (the host sends its ErrorCode there).
    pub reason: Option<String>,
    /// Headers in order.
    pub headers: Vec<(Cow<'static, str>, Cow<'static, str>)>,
    /// The body.
    pub body: Body,
    /// What the server does with its bytes.
    pub delivery: Delivery,
}

impl Answer {
    /// An empty answer.
    pub fn empty(status: u16) -> Self {
        // Few answers have more headers.
        Self { status, headers: Vec::with_capacity(6), ..Self::default() }
    }

    /// An answer with a body of this content type.
    pub fn of(
        status: u16,
        content_type: impl Into<Cow<'static, str>>,
        body: impl Into<Body>,
    ) -> Self {
        Self::empty(status).header("Content-Type", content_type).body(body)
    }

    /// The same answer with a further header.
    #[must_use]
    pub fn header(
        mut self,
        name: impl Into<Cow<'static, str>>,
        value: impl Into<Cow<'static, str>>,
    ) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The same answer with this body.
    #[must_use]
    pub fn body(mut self, body: impl Into<Body>) -> Self {
        self.body = body.into();
        self
    }

    /// The same answer with this reason phrase.
    #[must_use]
    pub fn reason(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }
}
