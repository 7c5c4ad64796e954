//! The sample request and response (docs/wire/pages.md#samples): CRLF between the lines, LF within
//! the bodies.

use jsv_codec::dump;

use super::PageContext;
use crate::contract::{Contract, Operation, Route, Scalar, TypeRef, VERBS, Verbs, has_body};
use crate::wire::{self, Format, Typed};

/// What the parts of a sample are made of.
pub(super) struct Sample<'a> {
    pub contract: &'a Contract,
    pub operation: &'a Operation,
    pub format: Format,
    pub context: &'a PageContext<'a>,
}

/// The head of the request, up to the word `length`, and the body if the verb has one.
pub(super) struct Request {
    pub head: String,
    pub body: Option<String>,
}

impl Sample<'_> {
    /// The request: line, host, content types, body.
    pub fn request(&self) -> Request {
        let content_type = self.format.metadata_type();
        let verb = verb(&self.operation.routes);
        let (path, host) = (format!("{}{}", self.context.base_url, self.path()), self.context.host);
        let head =
            format!("{verb} {path} HTTP/1.1 \r\nHost: {host} \r\nAccept: {content_type}\r\n");
        if !has_body(verb) {
            return Request { head, body: None };
        }
        let body = self.body(&TypeRef::Dto(self.operation.request));
        Request {
            head: format!("{head}Content-Type: {content_type}\r\nContent-Length: "),
            body: Some(body),
        }
    }

    /// The response; none for an operation that answers nothing.
    pub fn response(&self) -> Option<String> {
        let body = self.body(self.operation.response.as_ref()?);
        let content_type = self.format.metadata_type();
        Some(format!(
            "HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: length\r\n\r\n{body}"
        ))
    }

    /// The first route that takes a POST, else the first; without routes the predefined one.
    fn path(&self) -> String {
        let routes = &self.operation.routes;
        match routes.iter().find(|route| route.verbs.allow("POST")).or(routes.first()) {
            Some(route) => route.path.clone(),
            None => {
                let way = if self.operation.response.is_some() { "reply" } else { "oneway" };
                format!("/{}/{way}/{}", self.format.name(), self.operation.name)
            }
        }
    }

    /// Raw results are named, all others printed.
    fn body(&self, ty: &TypeRef) -> String {
        match ty {
            TypeRef::Scalar(Scalar::String) => "(string)".to_owned(),
            TypeRef::Scalar(Scalar::Bytes) => "(byte[])".to_owned(),
            TypeRef::Scalar(Scalar::Stream) => "(Stream)".to_owned(),
            _ => self.printed(ty),
        }
    }

    /// Rows of CSV are shown as JSON.
    fn printed(&self, ty: &TypeRef) -> String {
        let value = self.contract.sample(ty);
        let typed = Typed { contract: self.contract, ty, value: &value };
        let dialect = self.context.dialect;
        let text = match self.format {
            Format::Xml => wire::xml::write_indented(&typed, dialect),
            Format::Jsv => wire::write(Format::Jsv, &typed, dialect).map(|text| dump(&text)),
            _ => wire::write(Format::Json, &typed, dialect),
        };
        // A sample is of its type and nests far less deep than a writer allows; a page without its
        // sample is still worth more than no page.
        text.unwrap_or_default()
    }
}

/// The first of these that any route takes; a route for all verbs takes POST, and so does an
/// operation without routes.
fn verb(routes: &[Route]) -> &'static str {
    let taken = |verb: &&str| {
        routes.iter().any(|route| match &route.verbs {
            Verbs::All => *verb == "POST",
            only => only.allow(verb),
        })
    };
    VERBS.into_iter().find(taken).unwrap_or("POST")
}
