//! A body that cannot be read, in the words of each version.

use std::borrow::Cow;

use crate::host::{HostAt, Version};
use crate::http::Request;
use crate::http::error::Refusal;
use crate::http::route::{Address, Call};
use crate::service::ServiceError;
use crate::wire::{Format, ReadError};

/// 5.9.1 passes on what its reader throws. 10.x says which body of which request it was, whatever
/// was thrown, with status 400 (recorded: topics M30, E15).
pub(super) fn unreadable(
    host: &HostAt<'_>,
    request: &Request,
    call: &Call<'_>,
    error: ReadError,
) -> Refusal {
    if host.version() == Version::V5 {
        return Refusal::unreadable(error);
    }
    let name = &host.parts.contract.dto(call.operation.request).type_name;
    let list = if call.batch { "[]" } else { "" };
    let message = format!(
        "Could not deserialize '{}' request using {}.{}{list}'\nError: {}",
        type_of(request, call),
        name.namespace,
        name.name,
        thrown(&error)
    );
    Refusal::Unreadable(ServiceError::exception("SerializationException", message))
}

/// What .NET 10 says of it.
fn thrown(error: &ReadError) -> String {
    match (error.exception, error.param) {
        ("NullReferenceException", _) => format!("{}.", error.message.trim_end_matches('.')),
        (_, Some("index")) => format!("{} (Parameter 'index')", error.message),
        _ => error.message.clone(),
    }
}

/// By which type the body was read: that of the endpoint, or the request's own as it was spelled.
fn type_of<'r>(request: &'r Request, call: &Call<'_>) -> Cow<'r, str> {
    match call.address {
        Address::Endpoint(format) => format.metadata_type().into(),
        Address::Api(_) => Format::Json.media_type().into(),
        Address::Route { .. } => {
            request.header("content-type").unwrap_or(Format::Json.media_type()).into()
        }
    }
}
