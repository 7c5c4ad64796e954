//! Answers of requests that were refused.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::body::{
    wrapped, written, written_bare, written_beside, written_in_host_dialect, written_plainly,
};
use super::response_status::{error_response, typed_error};
use super::{BATCH_COMPLETED, HostCall, plain, with_disposition};
use crate::auth::AuthConfig;
use crate::contract::TypeRef;
use crate::host::{Host, TenantHost, Version};
use crate::http::authenticate::login_page;
use crate::http::error::{ErrorResponse, Refusal, error_of};
use crate::http::negotiate::AnswerType;
use crate::http::status_name::{status_name, usual_phrase};
use crate::http::{Answer, address, base_url, negotiate, with_member};
use crate::service::validation::Unmet;
use crate::service::{Redirection, ServiceError};
use crate::value::Value;
use crate::wire::{Format, WriteError};

/// What .NET's `UrlEncode` leaves alone.
const URL: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'!')
    .remove(b'*')
    .remove(b'(')
    .remove(b')');

/// What ServiceStack 10.x leaves alone in a query.
const NEWER: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b',');

/// Encodes a refusal.
pub fn encode(host_call: HostCall<'_>, refusal: &Refusal) -> Answer {
    match refusal {
        Refusal::InBatch { index, refusal } => in_batch(host_call, *index, refusal),
        Refusal::AfterBatch { done, error } => {
            let answer = untyped(host_call, &reported(host_call, error));
            match host_call.host.version() {
                Version::V5 => answer.header(BATCH_COMPLETED, done.to_string()),
                Version::V10 => answer,
            }
        }
        Refusal::NullInBatch { .. } => untyped(host_call, &reported(host_call, &null_reference())),
        refusal if writes_nothing(host_call, refusal) => Answer::empty(200),
        Refusal::Thrown(error) if sends_to_login(host_call, error) => {
            without_realm(not_authenticated(host_call))
        }
        Refusal::Unreadable(error) | Refusal::NoMethod(error) | Refusal::Thrown(error) => {
            as_argument(host_call, untyped(host_call, &reported(host_call, error)))
        }
        Refusal::BadKey(error)
            if host_call.answer_type.is(Format::Html)
                && reported(host_call, error).status == 403 =>
        {
            plain::forbidden_text(host_call.host, host_call.request())
        }
        Refusal::BadCredentials(error) | Refusal::BadKey(error) => {
            let error = reported(host_call, error);
            as_argument(host_call, untyped(host_call, &error).reason(error.message))
        }
        Refusal::NotAuthenticated | Refusal::Service(ServiceError::NotAuthenticated) => {
            not_authenticated(host_call)
        }
        Refusal::Service(ServiceError::SignIn(failed)) => match &failed.browser_goes_to {
            Some(place) if host_call.answer_type.is(Format::Html) => redirected(host_call, place),
            _ => encode(host_call, &Refusal::Service(failed.error.clone())),
        },
        Refusal::Service(error) if sends_to_login(host_call, error) => {
            without_realm(not_authenticated(host_call))
        }
        Refusal::Forbidden(reason) => forbidden(host_call, reason),
        Refusal::Unmet(unmet) => unmet_demand(host_call, unmet),
        Refusal::Filter(error) => filtered(host_call, &reported(host_call, error)),
        Refusal::Service(error) => service_error(host_call, &reported(host_call, error)),
    }
}

fn reported(host_call: HostCall<'_>, error: &ServiceError) -> ErrorResponse {
    mapped(host_call.host, error)
}

/// What the client sees of an error, with the status that the host maps its exception to. In debug
/// mode 5.9.1 says where the exception was thrown; there is no .NET stack here, so it is named alone.
fn mapped(host: &Host, error: &ServiceError) -> ErrorResponse {
    let mut reported = error_of(error, host.version());
    let is_broken_rule = matches!(error, ServiceError::Validation(_));
    let exception = match error {
        ServiceError::Exception { name, .. } => Some(*name),
        _ => is_broken_rule.then_some("ValidationException"),
    };
    if let Some(status) = exception.and_then(|name| host.config().status_of(name)) {
        reported.status = status;
    }
    if host.parts.behaviour.debug && host.version() == Version::V5 && !is_broken_rule {
        reported.stack_trace = Some(format!("{}: {}", reported.code, reported.message));
    }
    reported
}

/// Whether errors are not written that no service saw; 5.9.1 writes them all the same (recorded).
pub fn writes_nothing(host_call: HostCall<'_>, refusal: &Refusal) -> bool {
    host_call.host.version() == Version::V10
        && !host_call.host.config().write_errors_to_response
        && matches!(refusal, Refusal::Unreadable(_) | Refusal::BadCredentials(_))
}

/// An error that belongs to no operation, in a fixed format.
pub fn encode_untyped(
    host: &TenantHost<'_>,
    answer_type: AnswerType<'_>,
    error: &ServiceError,
) -> Answer {
    let error = mapped(host, error);
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
    let answer = match host_call.host.version() {
        Version::V5 => written_in_host_dialect(host_call, &ty, &value, error.status),
        Version::V10 => written_beside(host_call, &ty, &value, error.status),
    };
    retried(answer, error)
}

/// A batch stops at its first error, reports its index and how many were done
/// (docs/wire/http.md#batches).
fn in_batch(host_call: HostCall<'_>, index: usize, refusal: &Refusal) -> Answer {
    let (Refusal::Service(error) | Refusal::Filter(error)) = refusal else {
        return encode(host_call, refusal);
    };
    let mut error = reported(host_call, error);
    error.meta.push(("AutoBatchIndex".to_owned(), index.to_string()));
    let (ty, value) = own_shape(host_call, &error);
    let answer = written_beside(host_call, &ty, &value, error.status);
    let answer = retried(answer, &error).reason(error.code.as_str());
    match refusal {
        // A filter saw the requests before the service did.
        Refusal::Filter(_) => answer,
        _ => answer.header(BATCH_COMPLETED, index.to_string()),
    }
}

/// What .NET says of a null whose members are looked at.
pub fn null_reference() -> ServiceError {
    let message = "Object reference not set to an instance of an object.";
    ServiceError::exception("NullReferenceException", message)
}

/// The operation's own response type, with the ErrorCode as reason phrase.
fn typed(host_call: HostCall<'_>, error: &ErrorResponse) -> Answer {
    let (ty, value) = own_shape(host_call, error);
    retried(written(host_call, &ty, &value, error.status), error).reason(error.code.as_str())
}

/// What a filter refused: no callback wraps it (recorded: topic M10).
fn filtered(host_call: HostCall<'_>, error: &ErrorResponse) -> Answer {
    let (ty, value) = own_shape(host_call, error);
    let answer = written_bare(host_call, &ty, &value, error.status);
    retried(answer, error).reason(error.code.as_str())
}

/// System.Text.Json has no text for a number that is not finite (recorded: `1e400`).
pub fn not_finite(host_call: HostCall<'_>, error: &WriteError) -> Answer {
    let text = error.to_string();
    let message = text.strip_prefix("ArgumentException: ").unwrap_or(&text);
    let error = ServiceError::exception("ArgumentException", message);
    let mut answer = untyped(host_call, &reported(host_call, &error));
    let content_type = answer.headers.iter_mut().find(|(name, _)| name == "Content-Type");
    if let (true, Some((_, value))) = (host_call.host.strict(), content_type) {
        // Recorded: it begins its answer twice.
        value.to_mut().push_str("; charset=utf-8");
    }
    answer
}

/// An error in the operation's own response type.
fn own_shape(host_call: HostCall<'_>, error: &ErrorResponse) -> (TypeRef, Value) {
    typed_error(&host_call.host.parts.contract, host_call.call.operation, error)
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
        _ => {
            let answer = wrapped(host_call, typed(host_call, error));
            match host_call.host.version() {
                Version::V5 => with_disposition(host_call, answer),
                Version::V10 => answer,
            }
        }
    }
}

/// What is reported of a demand on the call as a whole; browsers are sent to the login page or get
/// plain text (recorded of 10.1.5).
fn unmet_demand(host_call: HostCall<'_>, unmet: &Unmet) -> Answer {
    match (host_call.answer_type.is(Format::Html), unmet.status) {
        (true, 401) => without_realm(not_authenticated(host_call)),
        (true, 403) => plain::forbidden_text(host_call.host, host_call.request()),
        _ => {
            let Unmet { status, code, message } = unmet.clone();
            let reason = message.clone();
            let error = ErrorResponse { status, code, message, ..ErrorResponse::default() };
            untyped(host_call, &error).reason(reason)
        }
    }
}

/// Whether a browser is sent to the login page: by any 401 of a service of 10.x (recorded).
fn sends_to_login(host_call: HostCall<'_>, error: &ServiceError) -> bool {
    host_call.host.version() == Version::V10
        && host_call.host.auth().is_some()
        && has_login(host_call)
        && reported(host_call, error).status == 401
}

/// Signed in without the right: 5.9.1 says so in the reason phrase alone and sends a browser to the
/// login page; 10.x says it in words, too.
fn forbidden(host_call: HostCall<'_>, reason: &'static str) -> Answer {
    match host_call.host.version() {
        Version::V5 if has_login(host_call) => {
            Answer::empty(302).header("Location", login(host_call))
        }
        Version::V5 => Answer::empty(403).reason(reason),
        Version::V10 => plain::forbidden_text(host_call.host, host_call.request()).reason(reason),
    }
}

/// What 10.x makes of a refusal before any service, where the answer is wrapped for JSONP: a
/// success with the reason phrase that it had (recorded: topics M10, E5).
fn as_argument(host_call: HostCall<'_>, answer: Answer) -> Answer {
    let is_wrapped = host_call.host.version() == Version::V10
        && host_call.answer_type.is(Format::Json)
        && negotiate::callback(host_call.host, host_call.request()).is_some();
    if !is_wrapped {
        return answer;
    }
    let reason = answer.reason.clone().unwrap_or_else(|| usual_phrase(answer.status));
    let answer = wrapped(host_call, answer).reason(reason);
    Answer { status: 200, ..answer }
}

/// 401 without a body; a browser is sent to the login page.
fn not_authenticated(host_call: HostCall<'_>) -> Answer {
    let realm = ("WWW-Authenticate", realm(host_call.host));
    let is_new = host_call.host.version() == Version::V10;
    let identity = host_call.host.auth().filter(|(auth, _)| auth.identity.is_some());
    if let Some((auth, _)) = identity
        && host_call.answer_type.is(Format::Html)
        && let Some(place) = login_page(auth, host_call.request())
    {
        return Answer::empty(302).header("Location", place);
    }
    if !has_login(host_call) {
        if is_new && negotiate::callback(host_call.host, host_call.request()).is_some() {
            let error = ServiceError::NotAuthenticated;
            let answer = untyped(host_call, &reported(host_call, &error));
            let answer = answer.reason("Not Authenticated").header(realm.0, realm.1);
            return as_argument(host_call, answer);
        }
        return Answer::empty(401).header(realm.0, realm.1);
    }
    let AuthConfig { html_redirect_return_param: param, .. } = host_call.host.auth_config();
    let place = with_member(&login(host_call), param, &place_to_go_back_to(host_call));
    let answer = Answer::empty(302).header("Location", place);
    if is_new { answer.header(realm.0, realm.1) } else { answer }
}

/// The first provider of the host asks for its own credentials.
fn realm(host: &TenantHost<'_>) -> &'static str {
    const BASIC: &str = "basic realm=\"/auth/basic\"";
    match host.auth() {
        Some((auth, _)) if auth.identity.is_some() => "identity realm=\"/auth/identity\"",
        Some((auth, _)) if host.version() == Version::V10 && auth.tokens.is_some() => {
            "jwt realm=\"/auth/jwt\""
        }
        Some((auth, _)) if host.version() == Version::V10 && auth.api_keys.sign_in() => {
            "Basic realm=\"/auth/apikey\""
        }
        _ => BASIC,
    }
}

fn without_realm(answer: Answer) -> Answer {
    let headers = answer.headers.into_iter().filter(|(name, _)| name != "WWW-Authenticate");
    Answer { headers: headers.collect(), ..answer }
}

/// Whether the client is a browser, and there is a page where it can sign in.
fn has_login(host_call: HostCall<'_>) -> bool {
    host_call.answer_type.is(Format::Html) && !host_call.host.auth_config().html_redirect.is_empty()
}

/// What the client asked for, as a value of a query.
fn place_to_go_back_to(host_call: HostCall<'_>) -> String {
    let request = host_call.request();
    let is_path_only = host_call.host.auth_config().html_redirect_return_path_only;
    let begin = match is_path_only {
        true => request.base_path().to_owned(),
        false => base_url(host_call.host, request),
    };
    let mut back = begin + request.path();
    let version = host_call.host.version();
    for (place, (name, value)) in request.query.pairs().enumerate() {
        back.push(if place == 0 { '?' } else { '&' });
        back.extend(name.map(|name| format!("{}=", query_encoded(version, name))));
        back.push_str(&query_encoded(version, value));
    }
    match version {
        Version::V5 => url_encoded(&back),
        Version::V10 => url_encoded(&back).replace("%2c", ","),
    }
}

fn login(host_call: HostCall<'_>) -> String {
    address_of(host_call, &host_call.host.auth_config().html_redirect)
}

/// A path of the host with its address; an address as it is.
fn address_of(host_call: HostCall<'_>, path: &str) -> String {
    address(host_call.host, host_call.request(), path)
}

/// A browser that signed in or out, or tried to, is sent on.
pub fn redirected(host_call: HostCall<'_>, place: &Redirection) -> Answer {
    let named = || status_name(302, host_call.host.platform());
    let location = match place.is_of_host {
        true => address_of(host_call, &place.location),
        false => place.location.clone(),
    };
    let answer = Answer::empty(302).header("Location", location);
    let answer = answer.header("Content-Type", Format::Html.content_type());
    answer.reason(place.reason.map_or_else(named, str::to_owned))
}

/// A name or value of the query within an address.
fn query_encoded(version: Version, text: &str) -> String {
    match version {
        Version::V5 => url_encoded(text),
        // Recorded: topic P8.
        Version::V10 => {
            lower_escapes(&utf8_percent_encode(text, NEWER).to_string()).replace("%20", "+")
        }
    }
}

/// As .NET's `UrlEncode` writes it.
fn url_encoded(text: &str) -> String {
    lower_escapes(&utf8_percent_encode(text, URL).to_string()).replace("%20", "+")
}

/// .NET writes the hex digits of an escape in lower case.
pub fn lower_escapes(encoded: &str) -> String {
    let mut digits = 0;
    let lower = |c: char| {
        let in_escape = digits > 0;
        digits = if c == '%' { 2 } else { digits - i32::from(in_escape) };
        if in_escape { c.to_ascii_lowercase() } else { c }
    };
    encoded.chars().map(lower).collect()
}
