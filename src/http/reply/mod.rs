//! Stage 7: from an outcome to an answer in the negotiated format.

mod body;
mod http_results;
mod outcome;
mod plain;
mod refusal;
mod response_status;
mod result;
mod streamed;

pub use http_results::is_http_result;
pub use outcome::{Outcome, value_of};
pub use plain::{forbidden, length_required, not_found, other_verb};
pub(super) use refusal::{lower_escapes, null_reference};

use super::error::Refusal;
use super::host_exchange::HostCall;
use super::negotiate::AnswerType;
use super::session::{SessionCookies, handed_texts};
use super::{Answer, Request, negotiate};
use crate::host::{Host, TenantHost, Version};
use crate::service::{Handed, ServiceError};
use crate::wire::{self, Format};

/// How many requests of a batch were done.
const BATCH_COMPLETED: &str = "X-AutoBatch-Completed";

/// Whether a long list may be written in this format while it is sent; who wraps an answer needs
/// all of it.
pub fn may_stream(host_call: HostCall<'_>) -> bool {
    let may_be_cut = |format| {
        wire::may_be_cut(
            format,
            &body::dialect(host_call.host, host_call.request(), host_call.answer_type),
        )
    };
    negotiate::callback(host_call.host, host_call.request()).is_none()
        && host_call.answer_type.format.is_some_and(may_be_cut)
}

/// Encodes what became of a call.
pub fn encode(
    host_call: HostCall<'_>,
    outcome: Result<Outcome, Refusal>,
    mut cookies: SessionCookies,
) -> Answer {
    let exchange = host_call.host.exchange;
    let error_code = match &outcome {
        Err(refusal) if exchange.is_kept() => refusal.code(),
        _ => None,
    };
    let has_session = match &outcome {
        Ok(outcome) => !outcome.is_empty_batch(),
        Err(refusal) => !matches!(
            refusal,
            Refusal::Unreadable(_) | Refusal::BadKey(_) | Refusal::NullInBatch { index: 0 }
        ),
    };
    let is_written = match &outcome {
        Err(refusal) => !refusal::writes_nothing(host_call, refusal),
        Ok(_) => true,
    };
    let mut answer = match outcome {
        Ok(outcome) => {
            outcome.session_change().iter().for_each(|change| cookies.change(change));
            outcome::encode(host_call, outcome)
        }
        Err(refusal) => {
            refusal.session_change().iter().for_each(|change| cookies.change(change));
            refusal::encode(host_call, &refusal)
        }
    };
    // The session that the answer leaves the caller with.
    exchange.note_kept(|noted| {
        (noted.error_code, noted.session) = (error_code, Some(cookies.effective().to_owned()));
    });
    if cookies.forbids_to_keep() {
        answer = not_to_be_kept(answer);
    }
    if has_session {
        answer = with_cookies(answer, cookies.into_headers());
    }
    // Recorded: without `Vary`.
    match is_written {
        true => with_global_headers(host_call.host, answer),
        false => with_powered_by(host_call.host, answer),
    }
}

/// An answer that the host makes by a service: it begins a session and depends on `Accept`.
pub fn as_service(host: &TenantHost<'_>, request: &Request, answer: Answer) -> Answer {
    let mut cookies = SessionCookies::of(host, request);
    cookies.complete();
    with_global_headers(host, with_cookies(answer, cookies.into_headers()))
}

/// What ASP.NET Core's cookie handler says of an answer that sets its cookie.
fn not_to_be_kept(answer: Answer) -> Answer {
    let answer = answer.header("Cache-Control", "no-cache,no-store");
    let answer = answer.header("Expires", "Thu, 01 Jan 1970 00:00:00 GMT");
    answer.header("Pragma", "no-cache")
}

/// An answer of ASP.NET Core's own with cookies of an Identity host.
pub fn with_handed(answer: Answer, host: &Host, request: &Request, handed: &Handed) -> Answer {
    let answer = if handed.no_store { not_to_be_kept(answer) } else { answer };
    with_cookies(answer, handed_texts(host, request, handed))
}

fn with_cookies(answer: Answer, cookies: Vec<String>) -> Answer {
    cookies.into_iter().fold(answer, |answer, cookie| answer.header("Set-Cookie", cookie))
}

/// A format that the host knows and is set not to write (recorded).
pub fn refuse_format(host: &TenantHost<'_>, answer_type: AnswerType<'_>) -> Answer {
    with_global_headers(host, Answer::of(403, answer_type.content_type(), ""))
}

/// The same behind `/api`, where it says so in JSON (recorded of 10.1.5).
pub fn refuse_feature(host: &TenantHost<'_>, format: Format) -> Answer {
    let name = format.name();
    let (first, rest) = name.split_at(1);
    let feature = first.to_uppercase() + rest;
    let message = format!("'{feature}' Features have been disabled by your administrator");
    let error = ServiceError::exception("UnauthorizedAccessException", message);
    refuse(host, Format::Json.into(), &error)
}

/// `/json/reply/Nope`: the host has no such operation.
pub fn refuse_unknown(
    host: &TenantHost<'_>,
    name: Option<&str>,
    answer_type: AnswerType<'_>,
) -> Answer {
    const CODE: &str = "NotImplementedException";
    let error = match (host.version(), name) {
        (_, None) => refusal::null_reference(),
        (Version::V5, Some(name)) => ServiceError::exception(
            CODE,
            format!("The operation '{name}' does not exist for this service"),
        ),
        (Version::V10, Some(_)) => {
            ServiceError::exception(CODE, "The operation does not exist for this service")
        }
    };
    refuse(host, answer_type, &error)
}

/// An error that no operation saw.
pub fn refuse(host: &TenantHost<'_>, answer_type: AnswerType<'_>, error: &ServiceError) -> Answer {
    with_global_headers(host, refusal::encode_untyped(host, answer_type, error))
}

/// The headers of every answer of an operation.
pub fn with_global_headers(host: &Host, answer: Answer) -> Answer {
    with_powered_by(host, answer.header("Vary", "Accept"))
}

/// What the host calls itself, and the further headers that it is set to send; one that is empty is
/// not sent.
pub fn with_powered_by(host: &Host, answer: Answer) -> Answer {
    const POWERED_BY: &str = "X-Powered-By";
    let own = &host.config().global_response_headers;
    let answer = match own.keys().any(|name| name.eq_ignore_ascii_case(POWERED_BY)) {
        true => answer,
        false => answer.header(POWERED_BY, host.platform().powered_by()),
    };
    let sent = own.iter().filter(|(_, value)| !value.is_empty());
    sent.fold(answer, |answer, (name, value)| answer.header(name.clone(), value.clone()))
}

/// CSV answers of services are offered as a file; those that a filter refused are not (recorded).
fn with_disposition(host_call: HostCall<'_>, answer: Answer) -> Answer {
    if !host_call.answer_type.is_plainly(Format::Csv) {
        return answer;
    }
    let (name, list) =
        (&host_call.call.operation.name, if host_call.call.batch { "[]" } else { "" });
    // 10.x has a DTO of its own for this route.
    let is_logout =
        host_call.host.version() == Version::V10 && host_call.request().path() == "/auth/logout";
    let list = if is_logout { "Logout" } else { list };
    answer.header("Content-Disposition", format!("attachment;filename=\"{name}{list}.csv\""))
}
