//! Stage 7: from an outcome to an answer in the negotiated format.

mod body;
mod http_results;
mod outcome;
mod plain;
mod refusal;
mod response_status;
mod streamed;

pub use http_results::is_http_result;
pub use outcome::{Outcome, value_of};
pub use plain::{forbidden, length_required, not_found};

use super::error::Refusal;
use super::host_exchange::HostCall;
use super::negotiate::AnswerType;
use super::session::SessionCookies;
use super::{Answer, Request, negotiate};
use crate::host::{Host, Profile, TenantHost};
use crate::service::ServiceError;
use crate::wire::{self, Format};

/// What the recorded version calls itself.
const POWERED_BY: &str = "ServiceStack/5.91 NET45 Win32NT/.NET";

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
    negotiate::callback(host_call.request()).is_none()
        && host_call.answer_type.format.is_some_and(may_be_cut)
}

/// Encodes what became of a call.
pub fn encode(
    host_call: HostCall<'_>,
    outcome: Result<Outcome, Refusal>,
    mut cookies: SessionCookies,
) -> Answer {
    host_call.host.exchange.note_kept(|noted| {
        noted.error_code = outcome.as_ref().err().and_then(Refusal::code);
    });
    let has_session = match &outcome {
        Ok(outcome) => !outcome.is_empty_batch(),
        Err(refusal) => {
            !matches!(refusal, Refusal::Unreadable(_) | Refusal::NullInBatch { index: 0 })
        }
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
    let exchange = host_call.host.exchange;
    exchange.note_kept(|noted| noted.session = Some(cookies.effective().to_owned()));
    if has_session {
        answer = with_cookies(host_call.host, answer, cookies.into_headers());
    }
    with_global_headers(answer)
}

/// An answer that the host makes by a service: it begins a session and depends on `Accept`.
pub fn as_service(host: &TenantHost<'_>, request: &Request, answer: Answer) -> Answer {
    let mut cookies = SessionCookies::of(host, request);
    cookies.complete();
    with_global_headers(with_cookies(host, answer, cookies.into_headers()))
}

/// Newer hosts also list the names of the cookies they set, for clients that cannot see them.
fn with_cookies(host: &Host, answer: Answer, cookies: Vec<String>) -> Answer {
    let names: Vec<&str> = cookies.iter().filter_map(|cookie| cookie.split('=').next()).collect();
    let answer = match names.as_slice() {
        [_, ..] if host.parts.behaviour.profile == Profile::Modern => {
            answer.header("X-Cookies", names.join(","))
        }
        _ => answer,
    };
    cookies.into_iter().fold(answer, |answer, cookie| answer.header("Set-Cookie", cookie))
}

/// `/json/reply/Nope`: the host has no such operation.
pub fn refuse_unknown(host: &TenantHost<'_>, name: &str, answer_type: AnswerType<'_>) -> Answer {
    let message = match host.parts.behaviour.profile {
        Profile::Classic => format!("The operation '{name}' does not exist for this service"),
        Profile::Modern => "The operation does not exist for this service".to_owned(),
    };
    let error = ServiceError::exception("NotImplementedException", message);
    refuse(host, answer_type, &error)
}

/// An error that no operation saw.
pub fn refuse(host: &TenantHost<'_>, answer_type: AnswerType<'_>, error: &ServiceError) -> Answer {
    with_global_headers(refusal::encode_untyped(host, answer_type, error))
}

/// The headers of every answer of an operation.
pub fn with_global_headers(answer: Answer) -> Answer {
    with_powered_by(answer.header("Vary", "Accept"))
}

/// What the host calls itself.
pub fn with_powered_by(answer: Answer) -> Answer {
    answer.header("X-Powered-By", POWERED_BY)
}

/// CSV answers of services are offered as a file; those that a filter refused are not (recorded).
fn with_disposition(host_call: HostCall<'_>, answer: Answer) -> Answer {
    if !host_call.answer_type.is_plainly(Format::Csv) {
        return answer;
    }
    let (name, list) =
        (&host_call.call.operation.name, if host_call.call.batch { "[]" } else { "" });
    answer.header("Content-Disposition", format!("attachment;filename=\"{name}{list}.csv\""))
}
