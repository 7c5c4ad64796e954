//! From our answer to actix's response.

use std::borrow::Cow;
use std::cell::RefCell;

use actix_http::Response;
use actix_web::body::{BodyStream, BoxBody};
use actix_web::http::StatusCode;
use actix_web::http::header::{
    CONTENT_TYPE, HeaderName, HeaderValue, InvalidHeaderName, InvalidHeaderValue, VARY,
};
use bytes::Bytes;

use super::reason;
use crate::http::{Answer, Body};

/// A service may choose any number. What HTTP does not take as the end of an answer is a server's fault.
fn final_status(chosen: u16) -> StatusCode {
    let status = StatusCode::from_u16(chosen).ok().filter(|status| !status.is_informational());
    status.unwrap_or_else(|| {
        tracing::error!(chosen, "a service chose a status that no answer can have");
        StatusCode::INTERNAL_SERVER_ERROR
    })
}

/// The response that an answer becomes.
pub fn written(answer: Answer) -> Response<BoxBody> {
    let status = final_status(answer.status);
    let bodiless = matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
    let body = match answer.body {
        _ if bodiless => BoxBody::new(()),
        Body::Whole(bytes) => BoxBody::new(bytes),
        Body::Streamed(pieces) => BoxBody::new(BodyStream::new(pieces)),
    };
    let mut response = Response::with_body(status, body);
    if let Some(reason) = answer.reason {
        response.head_mut().reason = reason::interned(&reason);
    }
    for (name, value) in answer.headers {
        match (name_of(&name), value_of(value)) {
            (Ok(name), Ok(value)) => response.headers_mut().append(name, value),
            _ => tracing::warn!(header = &*name, "a header that HTTP does not allow was left out"),
        }
    }
    response
}

/// Those of every answer need not be looked up.
fn name_of(name: &str) -> Result<HeaderName, InvalidHeaderName> {
    const POWERED_BY: HeaderName = HeaderName::from_static("x-powered-by");
    match name {
        "Content-Type" => Ok(CONTENT_TYPE),
        "Vary" => Ok(VARY),
        "X-Powered-By" => Ok(POWERED_BY),
        other => HeaderName::from_bytes(other.as_bytes()),
    }
}

/// Texts of the program's own are looked at once: what HTTP allows of them does not change.
fn value_of(text: Cow<'static, str>) -> Result<HeaderValue, InvalidHeaderValue> {
    thread_local! {
        static SEEN: RefCell<Vec<(&'static str, HeaderValue)>> = const { RefCell::new(Vec::new()) };
    }
    let text = match text {
        Cow::Owned(text) => return HeaderValue::from_maybe_shared(Bytes::from(text)),
        Cow::Borrowed(text) => text,
    };
    SEEN.with_borrow_mut(|seen| {
        if let Some((_, value)) = seen.iter().find(|(known, _)| std::ptr::eq(*known, text)) {
            return Ok(value.clone());
        }
        let value = HeaderValue::from_maybe_shared(Bytes::from_static(text.as_bytes()))?;
        seen.push((text, value.clone()));
        Ok(value)
    })
}
