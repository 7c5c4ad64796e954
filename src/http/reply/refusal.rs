//! Answers of requests that were refused.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::body::{wrapped, written, written_in_host_dialect, written_plainly};
use super::response_status::{error_response, typed_error};
use super::{BATCH_COMPLETED, HostCall, plain, with_disposition};
use crate::host::TenantHost;
use crate::http::Answer;
use crate::http::error::{ErrorResponse, Refusal, error_of};
use crate::http::negotiate::AnswerType;
use crate::service::validation::Unmet;
use crate::service::{Redirection, ServiceError};
use crate::wire::Format;

/// What .NET's `UrlEncode` leaves alone.
const URL: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'!')
    .remove(b'*')
    .remove(b'(')
    .remove(b')');

/// Encodes a refusal.
pub fn encode(host_call: HostCall<'_>, refusal: &Refusal) -> Answer {
    match refusal {
        Refusal::InBatch { index, refusal } => in_batch(host_call, *index, refusal),
        Refusal::AfterBatch { done, error } => {
            untyped(host_call, &error_of(error)).header(BATCH_COMPLETED, done.to_string())
        }
        Refusal::NullInBatch { .. } => untyped(host_call, &error_of(&null_reference())),
        Refusal::Unreadable(error) | Refusal::NoMethod(error) => {
            untyped(host_call, &error_of(error))
        }
        Refusal::BadCredentials(error) => {
            let error = error_of(error);
            untyped(host_call, &error).reason(error.message)
        }
        Refusal::NotAuthenticated | Refusal::Service(ServiceError::NotAuthenticated) => {
            not_authenticated(host_call)
        }
        Refusal::Service(ServiceError::SignIn(failed)) => match &failed.browser_goes_to {
            Some(place) if host_call.answer_type.is(Format::Html) => redirected(place),
            _ => encode(host_call, &Refusal::Service(failed.error.clone())),
        },
        Refusal::Forbidden(_) if host_call.answer_type.is(Format::Html) => {
            Answer::empty(302).header("Location", login(host_call))
        }
        Refusal::Forbidden(reason) => Answer::empty(403).reason(*reason),
        Refusal::Unmet(unmet) => unmet_demand(host_call, unmet),
        Refusal::Filter(error) => typed(host_call, &error_of(error)),
        Refusal::Service(error) => service_error(host_call, &error_of(error)),
    }
}

/// An error that belongs to no operation, in a fixed format.
pub fn encode_untyped(
    host: &TenantHost<'_>,
    answer_type: AnswerType<'_>,
    error: &ServiceError,
) -> Answer {
    let error = error_of(error);
    let (ty, value) = error_response(&host.parts.contract, &error);
    retried(written_plainly(host, answer_type, &ty, &value, error.status), &error)
}

/// With the error's own headers. Says when a client should come again, if that can help.
fn retried(mut answer: Answer, error: &ErrorResponse) -> Answer {
    for (name, value) in &error.headers {
        answer = answer.header(name.clone(), value.clone());
    }
    match error.retry_after() {
        Some(seconds) => answer.header("Retry-After", seconds.to_string()),
        None => answer,
    }
}

/// `ErrorResponse`, with HTTP's own reason phrase.
fn untyped(host_call: HostCall<'_>, error: &ErrorResponse) -> Answer {
    let (ty, value) = error_response(&host_call.host.parts.contract, error);
    retried(written_in_host_dialect(host_call, &ty, &value, error.status), error)
}

/// A batch stops at its first error, reports its index and how many were done
/// (docs/wire/http.md#batches).
fn in_batch(host_call: HostCall<'_>, index: usize, refusal: &Refusal) -> Answer {
    let (Refusal::Service(error) | Refusal::Filter(error)) = refusal else {
        return encode(host_call, refusal);
    };
    let mut error = error_of(error);
    error.meta.push(("AutoBatchIndex".to_owned(), index.to_string()));
    match refusal {
        // A filter saw the requests before the service did.
        Refusal::Filter(_) => typed(host_call, &error),
        _ => typed(host_call, &error).header(BATCH_COMPLETED, index.to_string()),
    }
}

/// What .NET says of a null whose members are looked at.
fn null_reference() -> ServiceError {
    let message = "Object reference not set to an instance of an object.";
    ServiceError::exception("NullReferenceException", message)
}

/// The operation's own response type, with the ErrorCode as reason phrase.
fn typed(host_call: HostCall<'_>, error: &ErrorResponse) -> Answer {
    let (ty, value) = typed_error(&host_call.host.parts.contract, host_call.call.operation, error);
    retried(written(host_call, &ty, &value, error.status), error).reason(error.code.as_str())
}

/// Browsers get a 404 and a 403 as plain text (recorded: `/html/reply/ThrowType?Type=NotFound`),
/// but a 403 that the service chose itself.
fn service_error(host_call: HostCall<'_>, error: &ErrorResponse) -> Answer {
    match (host_call.answer_type.is(Format::Html), error.status) {
        (true, 404) => {
            let text = plain::not_found_text(host_call.host, host_call.request());
            let body = format!("Error ({}): {}\n\n{text}", error.code, error.message);
            Answer::of(404, plain::CONTENT_TYPE, body).reason(error.code.as_str())
        }
        (true, 403) if error.code == "UnauthorizedAccessException" => {
            plain::forbidden_text(host_call.host, host_call.request())
        }
        _ => with_disposition(host_call, wrapped(host_call, typed(host_call, error))),
    }
}

/// What is reported of a demand on the call as a whole; browsers are sent to the login page or get
/// plain text (recorded of 10.1.5).
fn unmet_demand(host_call: HostCall<'_>, unmet: &Unmet) -> Answer {
    match (host_call.answer_type.is(Format::Html), unmet.status) {
        (true, 401) => not_authenticated(host_call),
        (true, 403) => plain::forbidden_text(host_call.host, host_call.request()),
        _ => {
            let Unmet { status, code, message } = unmet.clone();
            let reason = message.clone();
            let error = ErrorResponse { status, code, message, ..ErrorResponse::default() };
            untyped(host_call, &error).reason(reason)
        }
    }
}

/// 401 without a body; a browser is sent to the login page.
fn not_authenticated(host_call: HostCall<'_>) -> Answer {
    if !host_call.answer_type.is(Format::Html) {
        return Answer::empty(401).header("WWW-Authenticate", "basic realm=\"/auth/basic\"");
    }
    let request = host_call.request();
    let mut back = format!("{}{}{}", request.origin(), request.base_path(), request.path());
    for (place, (name, value)) in request.query.pairs().enumerate() {
        back.push(if place == 0 { '?' } else { '&' });
        back.extend(name.map(|name| format!("{}=", url_encoded(name))));
        back.push_str(&url_encoded(value));
    }
    Answer::empty(302)
        .header("Location", format!("{}?redirect={}", login(host_call), url_encoded(&back)))
}

fn login(host_call: HostCall<'_>) -> String {
    format!("{}/login", host_call.request().base_url())
}

/// A browser that signed in or out, or tried to, is sent on.
pub fn redirected(place: &Redirection) -> Answer {
    let answer = Answer::empty(302).header("Location", place.location.clone());
    answer.header("Content-Type", Format::Html.content_type()).reason(place.reason)
}

/// As .NET's `UrlEncode` writes it.
fn url_encoded(text: &str) -> String {
    lower_escapes(&utf8_percent_encode(text, URL).to_string()).replace("%20", "+")
}

/// .NET writes the hex digits of an escape in lower case.
fn lower_escapes(encoded: &str) -> String {
    let mut digits = 0;
    let lower = |c: char| {
        let in_escape = digits > 0;
        digits = if c == '%' { 2 } else { digits - i32::from(in_escape) };
        if in_escape { c.to_ascii_lowercase() } else { c }
    };
    encoded.chars().map(lower).collect()
}
