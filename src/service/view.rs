//! A request as it came, for services that look at more than its DTO.

use std::borrow::Cow;

use bytes::Bytes;

use super::{Context, ServiceFuture};
use crate::value::Object;

/// What a service can see of the request beside its DTO. Names are found in any case.
pub trait RequestView: Send + Sync {
    /// The path below the host's base path.
    fn path(&self) -> &str;
    /// The address of the host: scheme, host and base path.
    fn base_url(&self) -> String {
        String::new()
    }
    /// The value of a header.
    fn header(&self, name: &str) -> Option<&str>;
    /// The value of a key of the query string.
    fn query(&self, name: &str) -> Option<&str>;
    /// The value of a cookie.
    fn cookie(&self, name: &str) -> Option<&str>;
    /// Headers, keys of the query string, and cookies, by name and value.
    fn all(&self, part: RequestPart) -> Vec<(String, String)>;
    /// The body.
    fn body(&self) -> &[u8];
    /// The files of a form.
    fn files(&self) -> Vec<UploadedFile> {
        Vec::new()
    }
    /// Notes which stub answers, for who reads the journal; asks for its name where somebody does.
    fn note_stub(&self, _stub: &dyn Fn() -> String) {}
}

/// A file of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadedFile {
    /// The name of its part.
    pub name: String,
    /// What it is called.
    pub file_name: String,
    /// Its type, as the client tells it.
    pub content_type: String,
    /// What it holds.
    pub bytes: Bytes,
}

impl UploadedFile {
    /// Its bytes as text.
    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.bytes)
    }
}

/// A part of a request that has names and values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestPart {
    /// Headers, their names in lower case.
    Headers,
    /// The query string.
    Query,
    /// Cookies.
    Cookies,
    /// The fields of a form.
    Form,
}

/// What stands before the services of a host.
pub trait Front: Send + Sync {
    /// What answers an operation in the place of its own service, which may be none.
    fn before(&self, operation: &str, own: Own) -> Own;
}

/// The service of an operation, if it has one.
pub type Own = Option<std::sync::Arc<dyn super::Service>>;

/// A request on its way to a service.
pub struct Incoming<'a> {
    /// An instance of the operation's request DTO.
    pub request: Object,
    /// The host.
    pub context: Context,
    /// The request as it came.
    pub view: &'a dyn RequestView,
}

impl Incoming<'_> {
    /// Gives it to a service; without one the contract answers.
    pub fn answer_by(self, own: &Own) -> ServiceFuture {
        match own {
            Some(service) => service.call_viewing(self),
            None => {
                let context = &self.context;
                let reply =
                    super::default_answer::default_answer(&context.contract, context.operation());
                Box::pin(async move { Ok(reply) })
            }
        }
    }
}
