//! Binding that passes over nothing. ServiceStack's readers take unknown members, values that do
//! not fit and cut texts for as much as they understand. A host that changes things on purpose,
//! like the admin API, refuses them.

use serde::de::IgnoredAny;

use super::{Refusal, Request};
use crate::host::{Exact, HostAt, Version};
use crate::http::error::error_of;
use crate::http::route::{Address, Call};
use crate::service::{FieldError, ServiceError, WholeError};
use crate::wire::{Diagnostics, Format, Loss, Note};

/// Reads by `read`, and refuses what it would pass over: 400 with a field error each.
pub fn exactly<T>(
    host: &HostAt<'_>,
    (request, call, exact): (&Request, &Call<'_>, Exact),
    read: impl FnOnce(&HostAt<'_>) -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    check_body(request, call)?;
    let notes = Diagnostics::default();
    let bound = read(&host.noting(&notes)).map_err(|refusal| blaming(refusal, &notes))?;
    let is_open = exact.open.contains(&call.operation.name.as_str());
    let mut notes = notes.into_notes();
    notes.retain(|note| !(is_open && matches!(note.loss, Loss::UnknownMember { .. })));
    match notes.is_empty() {
        true => Ok(bound),
        false => Err(refused(notes.iter().map(error_for).collect())),
    }
}

/// A body must be a whole text in a notation that is known. What a stream brings is the service's.
fn check_body(request: &Request, call: &Call<'_>) -> Result<(), Refusal> {
    if request.body.is_empty() || call.operation.raw || request.form.is_some() {
        return Ok(());
    }
    let format = match call.address {
        Address::Endpoint(format) => Some(format),
        _ => Format::from_request_type(&request.content_type()),
    };
    let why = match format {
        Some(Format::Json) => json_fault(&request.body, call.batch),
        Some(Format::Jsv) => jsv_fault(&request.body),
        Some(_) => None,
        None => Some(format!(
            "the body is `{}`, which is none of JSON, JSV, XML, CSV and forms",
            request.content_type()
        )),
    };
    why.map_or(Ok(()), |message| Err(refused(vec![malformed(message)])))
}

fn json_fault(body: &[u8], is_batch: bool) -> Option<String> {
    if let Err(error) = serde_json::from_slice::<IgnoredAny>(body) {
        return Some(format!("the body is no JSON: {error}"));
    }
    let first = body.iter().find(|byte| !byte.is_ascii_whitespace());
    let is_fit = first == Some(&b'{') || (is_batch && first == Some(&b'['));
    (!is_fit).then(|| "the body is no JSON object".to_owned())
}

fn jsv_fault(body: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(body);
    let fault = jsv_codec::check(text.trim()).err()?;
    Some(format!("the body is no JSV: {fault}"))
}

fn malformed(message: String) -> FieldError {
    let code = "Malformed".to_owned();
    FieldError { code, field: None, message, meta: None }
}

fn error_for(note: &Note) -> FieldError {
    let code = match note.loss {
        Loss::UnknownMember { .. } => "UnknownMember",
        Loss::Duplicate => "Duplicate",
        _ => "Misfit",
    };
    let field = Some(note.path.clone()).filter(|path| !path.is_empty());
    FieldError { code: code.to_owned(), field, message: note.to_string(), meta: None }
}

/// The reader's own refusal, with the member that it could not read.
fn blaming(refusal: Refusal, notes: &Diagnostics) -> Refusal {
    let Some(field) = notes.blamed().filter(|path| !path.is_empty()) else { return refusal };
    match &refusal {
        Refusal::Unreadable(error) if error_of(error, Version::V5).errors.is_empty() => {
            let message = format!("`{field}`: {}", error_of(error, Version::V5).message);
            let code = "Misfit".to_owned();
            refused(vec![FieldError { code, field: Some(field), message, meta: None }])
        }
        _ => refusal,
    }
}

fn refused(errors: Vec<FieldError>) -> Refusal {
    let first = errors.first().cloned().unwrap_or_default();
    let (code, message) = (first.code, first.message);
    let whole = WholeError { status: 400, code, message, errors, ..WholeError::default() };
    Refusal::Unreadable(ServiceError::Whole(Box::new(whole)))
}
