//! Stage 3: from body, path and query to a request DTO (spec 03 section 5, oracle #38, #41 and "Order of binding").

mod form;
mod members;
mod multipart;

use super::error::Refusal;
use super::query::Query;
use super::route::{Address, Call};
use super::{Host, Profile, Request};
use crate::contract::{ListKind, TypeRef};
use crate::service::ServiceError;
use crate::value::{Object, Value};
use crate::wire::{self, Format};
use members::Binder;

/// Verbs whose request is their query string when they come to an endpoint; all others bring a body there.
const QUERY_VERBS: [&str; 4] = ["GET", "HEAD", "OPTIONS", "DELETE"];

/// Reads the request DTO.
///
/// On routes: the body by its content type, then the path, then the query string, each later one winning. On
/// `/{format}/reply/{Op}`: the query string alone, or the body alone in the endpoint's format.
pub fn bind(host: &Host, request: &Request, call: &Call<'_>) -> Result<Object, Refusal> {
    match &call.address {
        Address::Route { variables, .. } => bind_route(host, request, call, variables),
        Address::Api(_) => bind_route(host, request, call, &[]),
        Address::Endpoint(_) => bind_endpoint(host, request, call),
    }
}

/// Reads the requests of a batch: a list in the endpoint's format; a single object counts as a list of one (recorded).
pub fn bind_batch(host: &Host, request: &Request, call: &Call<'_>) -> Result<Vec<Object>, Refusal> {
    let format = body_format(request, &call.address).unwrap_or(Format::Json);
    let parts = &host.parts;
    let item = TypeRef::Dto(call.operation.request);
    let list = TypeRef::List(ListKind::Array, Box::new(item));
    let value = wire::read(format, &parts.contract, &list, &request.body, &parts.manners.dialect);
    let items = match value.map_err(Refusal::unreadable)? {
        Value::List(items) => items,
        _ => Vec::new(),
    };
    let limit = parts.manners.most_in_batch;
    if items.len() > limit {
        let message = format!("A batch may hold at most {limit} requests, this one holds {}.", items.len());
        return Err(Refusal::Unreadable(ServiceError::exception("ArgumentException", message)));
    }
    Ok(items.into_iter().map(|item| into_object(host, call, item)).collect())
}

fn into_object(host: &Host, call: &Call<'_>, value: Value) -> Object {
    match value {
        Value::Object(object) => object,
        _ => host.parts.contract.new_object(call.operation.request),
    }
}

fn bind_route(
    host: &Host,
    request: &Request,
    call: &Call<'_>,
    variables: &[(String, String)],
) -> Result<Object, Refusal> {
    let form = if request.body.is_empty() { None } else { form::read(request) };
    let body = match form {
        Some(_) => host.parts.contract.new_object(call.operation.request),
        None => read_body(host, request, call)?,
    };
    let mut binder = Binder::new(host, call.operation, body);
    binder.take_variables(variables);
    binder.take_named(&request.query);
    binder.take_named(&form.unwrap_or_default());
    binder.finish()
}

fn bind_endpoint(host: &Host, request: &Request, call: &Call<'_>) -> Result<Object, Refusal> {
    if QUERY_VERBS.contains(&&*request.verb) {
        return bind_pairs(host, call, &request.query);
    }
    if let Some(form) = form::read(request) {
        return bind_pairs(host, call, &form);
    }
    let body = read_body(host, request, call)?;
    bind_rest(host, request, call, body)
}

/// Newer hosts let the query string fill what the body left at its default (spec 03 section 5.2); 5.9.1 does not look at
/// it (recorded).
fn bind_rest(host: &Host, request: &Request, call: &Call<'_>, body: Object) -> Result<Object, Refusal> {
    if host.parts.manners.profile == Profile::Classic {
        return Ok(body);
    }
    let mut binder = Binder::new(host, call.operation, body);
    binder.take_missing(&request.query);
    binder.finish()
}

fn bind_pairs(host: &Host, call: &Call<'_>, pairs: &Query) -> Result<Object, Refusal> {
    let fresh = host.parts.contract.new_object(call.operation.request);
    let mut binder = Binder::new(host, call.operation, fresh);
    binder.take_all(pairs);
    binder.finish()
}

/// An empty body is a DTO of defaults, and so is one in no known notation.
fn read_body(host: &Host, request: &Request, call: &Call<'_>) -> Result<Object, Refusal> {
    let parts = &host.parts;
    let format = if request.body.is_empty() { None } else { body_format(request, &call.address) };
    let Some(format) = format else { return Ok(parts.contract.new_object(call.operation.request)) };
    let dto = TypeRef::Dto(call.operation.request);
    let value = wire::read(format, &parts.contract, &dto, &request.body, &parts.manners.dialect);
    Ok(into_object(host, call, value.map_err(Refusal::unreadable)?))
}

/// The notation of a body: the endpoint's own; elsewhere, and where pages are asked for (recorded), what its content
/// type says.
fn body_format(request: &Request, address: &Address) -> Option<Format> {
    match address {
        Address::Endpoint(format) if *format != Format::Html => Some(*format),
        _ => Format::from_request_type(&request.content_type()),
    }
}
