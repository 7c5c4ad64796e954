//! Stage 3: from body, path and query to a request DTO (docs/wire/http.md#binding).

mod exact;
mod members;
mod sources;
mod unreadable;

use super::Request;
use super::error::Refusal;
use super::form::FormFault;
use super::query::Query;
use super::route::{Address, Call};
use crate::contract::{ListKind, TypeRef};
use crate::host::{HostAt, Version};
use crate::service::ServiceError;
use crate::value::{Object, Value};
use crate::wire::{self, Format, JsonDialect, ReadError};
use exact::exactly;
use members::Binder;
use unreadable::unreadable;

/// Verbs whose request is their query string when they come to an endpoint without a body.
const QUERY_VERBS: [&str; 4] = ["GET", "HEAD", "OPTIONS", "DELETE"];

/// Whether forms of this verb are read on routes.
fn takes_form(verb: &str, version: Version) -> bool {
    matches!(verb, "POST" | "PUT") || (verb == "PATCH" && version == Version::V10)
}

/// Reads the request DTO.
///
/// On routes: the body by its content type, then the path, then the query string, then the form,
/// each later one winning. On `/{format}/reply/{Op}`: the body in the endpoint's format; without
/// one, the query string and then the form.
pub fn bind(host: &HostAt<'_>, request: &Request, call: &Call<'_>) -> Result<Object, Refusal> {
    check_length(host, request, call)?;
    if host.strict()
        && let Some(FormFault::Invalid(message)) = request.form_fault()
    {
        let error = ServiceError::exception("InvalidDataException", message);
        return Err(Refusal::Unreadable(error));
    }
    match host.parts.behaviour.exact {
        None => bind_tolerantly(host, request, call),
        Some(exact) => {
            let read = |host: &HostAt<'_>| bind_tolerantly(host, request, call);
            exactly(host, (request, call, exact), read)
        }
    }
}

fn bind_tolerantly(
    host: &HostAt<'_>,
    request: &Request,
    call: &Call<'_>,
) -> Result<Object, Refusal> {
    match &call.address {
        Address::Route { variables, fault, .. } => {
            bind_route(host, request, call, variables, fault.as_deref())
        }
        Address::Api(_) if host.version() == Version::V5 => {
            bind_route(host, request, call, &[], None)
        }
        // As the endpoint of JSON, whatever the type of the body (recorded: topic M4).
        Address::Api(_) => bind_endpoint(host, request, call, Format::Json),
        Address::Endpoint(format) => bind_endpoint(host, request, call, *format),
    }
}

/// Reads the requests of a batch: a list in the endpoint's format; a single object counts as a list
/// of one (recorded). A form, or nothing, is an empty list. `None` stands for a null, whose members
/// no service can read.
pub fn bind_batch(
    host: &HostAt<'_>,
    request: &Request,
    call: &Call<'_>,
) -> Result<Vec<Option<Object>>, Refusal> {
    check_length(host, request, call)?;
    match host.parts.behaviour.exact {
        None => bind_all(host, request, call),
        Some(exact) => exactly(host, (request, call, exact), |host| bind_all(host, request, call)),
    }
}

fn bind_all(
    host: &HostAt<'_>,
    request: &Request,
    call: &Call<'_>,
) -> Result<Vec<Option<Object>>, Refusal> {
    let format = match &call.address {
        Address::Endpoint(format) => Some(*format).filter(|format| *format != Format::Html),
        Address::Api(_) if host.version() == Version::V10 => Some(Format::Json),
        _ => Format::from_request_type(&request.content_type()),
    };
    let is_list =
        request.form.is_none() && has_length(host, request) && !asks_by_query(host, request);
    let Some(format) = format.filter(|_| is_list) else { return Ok(Vec::new()) };
    let parts = &host.parts;
    let item = TypeRef::Dto(call.operation.request);
    let list = TypeRef::List(ListKind::Array, Box::new(item));
    let value = wire::read(format, &parts.contract, &list, &request.body, host.reading());
    let items = match value.map_err(|error| unreadable(host, request, call, error))? {
        Value::List(items) => items,
        _ => vec![Value::Null],
    };
    let limit = parts.behaviour.most_in_batch;
    if items.len() > limit {
        let message =
            format!("A batch may hold at most {limit} requests, this one holds {}.", items.len());
        return Err(Refusal::Unreadable(ServiceError::exception("ArgumentException", message)));
    }
    Ok(items.into_iter().map(|item| into_item(host, call, item)).collect())
}

/// A null is a request of its own only for an operation without members (recorded), or where the
/// host is tolerant.
fn into_item(host: &HostAt<'_>, call: &Call<'_>, value: Value) -> Option<Object> {
    let is_lost = value == Value::Null && host.strict() && !has_no_members(host, call);
    (!is_lost).then(|| into_object(host, call, value))
}

fn into_object(host: &HostAt<'_>, call: &Call<'_>, value: Value) -> Object {
    match value {
        Value::Object(object) => object,
        _ => fresh(host, call),
    }
}

fn fresh(host: &HostAt<'_>, call: &Call<'_>) -> Object {
    host.parts.contract.new_object(call.operation.request)
}

fn has_no_members(host: &HostAt<'_>, call: &Call<'_>) -> bool {
    host.parts.contract.dto(call.operation.request).members.is_empty()
}

fn bind_route(
    host: &HostAt<'_>,
    request: &Request,
    call: &Call<'_>,
    variables: &[(String, String)],
    fault: Option<&str>,
) -> Result<Object, Refusal> {
    let format = type_of_body(host, request);
    let body = read_body(host, request, call, format)?;
    if let Some(fault) = fault {
        return Err(Refusal::Unreadable(ServiceError::exception("ArgumentException", fault)));
    }
    // Where every key must be a member, the body that a service reads itself is none of binding's.
    let is_open = host.parts.behaviour.exact.is_none() || !call.operation.raw;
    let form =
        request.form.as_ref().filter(|_| is_open && takes_form(&request.verb, host.version()));
    let mut binder = Binder::new(host, call.operation, body);
    binder.take_route(variables, &request.query, form);
    binder.finish()
}

/// The format of a body on a route. By System.Text.Json is read what begins as its type does
/// (recorded: `application/jsonl`).
fn type_of_body(host: &HostAt<'_>, request: &Request) -> Option<Format> {
    let content_type = request.content_type();
    Format::from_request_type(&content_type).or_else(|| {
        let is_json = host.parts.behaviour.dialect.json == JsonDialect::System
            && content_type.starts_with(Format::Json.media_type());
        is_json.then_some(Format::Json)
    })
}

fn bind_endpoint(
    host: &HostAt<'_>,
    request: &Request,
    call: &Call<'_>,
    format: Format,
) -> Result<Object, Refusal> {
    if asks_by_query(host, request) {
        return bind_pairs(host, call, &request.query, None);
    }
    if call.operation.raw {
        return bind_pairs(host, call, &request.query, request.form.as_ref());
    }
    if let Some(form) = &request.form {
        return bind_pairs(host, call, &request.query, Some(form));
    }
    let body =
        read_body(host, request, call, Some(format).filter(|format| *format != Format::Html))?;
    bind_rest(host, request, call, body)
}

/// Newer hosts let the query string fill what the body left at its default
/// (docs/wire/http.md#binding); 5.9.1 does not look at it (recorded).
fn bind_rest(
    host: &HostAt<'_>,
    request: &Request,
    call: &Call<'_>,
    body: Object,
) -> Result<Object, Refusal> {
    if host.version() == Version::V5 {
        return Ok(body);
    }
    let mut binder = Binder::new(host, call.operation, body);
    binder.take_missing(&request.query)?;
    binder.finish()
}

fn bind_pairs(
    host: &HostAt<'_>,
    call: &Call<'_>,
    query: &Query,
    form: Option<&Query>,
) -> Result<Object, Refusal> {
    let mut binder = Binder::new(host, call.operation, fresh(host, call));
    binder.take_all(query);
    if let Some(form) = form {
        binder.take_all(form);
    }
    binder.finish()
}

/// Whether the query string is all that an endpoint looks at: for some verbs, where there is no
/// body with a type. To the recorded host `get` is none of them.
fn asks_by_query(host: &HostAt<'_>, request: &Request) -> bool {
    let is_plain = request.has_plain_verb || !host.strict() || host.version() == Version::V10;
    let is_query_verb = QUERY_VERBS.contains(&&*request.verb) && is_plain;
    is_query_verb && !(request.header("content-type").is_some() && has_length(host, request))
}

/// A body beyond the limit is none that can be read, of an operation without members either
/// (recorded: topic K6).
fn check_length(host: &HostAt<'_>, request: &Request, call: &Call<'_>) -> Result<(), Refusal> {
    let Some(limit) = request.beyond else { return Ok(()) };
    let message = format!("Request body too large. The max request body size is {limit} bytes.");
    let error = ReadError::new("BadHttpRequestException", message);
    Err(unreadable(host, request, call, error))
}

/// Whether there is a body. The recorded host sees one only where its length was given, so it
/// ignores a chunked one, which a tolerant host reads all the same.
fn has_length(host: &HostAt<'_>, request: &Request) -> bool {
    if request.body.is_empty() || !request.is_chunked() {
        return !request.body.is_empty();
    }
    tracing::warn!(request = request.id, "chunked body: the real host ignores it");
    !host.strict()
}

/// Without a body, and with one in no known notation, it is a DTO of defaults. The recorded host
/// does not look at the body of an operation without members, but for XML.
fn read_body(
    host: &HostAt<'_>,
    request: &Request,
    call: &Call<'_>,
    format: Option<Format>,
) -> Result<Object, Refusal> {
    let parts = &host.parts;
    let is_read = |format: &Format| {
        !call.operation.raw
            && has_length(host, request)
            && (*format == Format::Xml || !has_no_members(host, call))
    };
    let Some(format) = format.filter(is_read) else { return Ok(fresh(host, call)) };
    let dto = TypeRef::Dto(call.operation.request);
    let value = wire::read(format, &parts.contract, &dto, &request.body, host.reading());
    let value = value.map_err(|error| unreadable(host, request, call, error))?;
    Ok(into_object(host, call, value))
}

#[cfg(test)]
mod tests;
