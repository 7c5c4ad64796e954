//! Stage 3: from body, path and query to a request DTO (spec 03 section 5, oracle #38, #41 and "Order of binding").

mod form;
mod members;

use super::error::Refusal;
use super::query::Query;
use super::route::{Address, Call};
use super::{Host, Request};
use crate::contract::TypeRef;
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
        Address::Endpoint(format) => bind_endpoint(host, request, call, *format),
    }
}

fn bind_route(host: &Host, request: &Request, call: &Call<'_>, variables: &[(String, String)]) -> Result<Object, Refusal> {
    let form = form::read(request);
    let body = match Format::from_request_type(&request.content_type()) {
        Some(format) if form.is_none() => read_body(host, request, call, format)?,
        _ => host.parts.contract.new_object(call.operation.request),
    };
    let mut binder = Binder::new(host, call.operation, body);
    binder.take_variables(variables);
    binder.take_named(&request.query);
    binder.take_named(&form.unwrap_or_default());
    binder.finish()
}

fn bind_endpoint(host: &Host, request: &Request, call: &Call<'_>, format: Format) -> Result<Object, Refusal> {
    let fresh = || host.parts.contract.new_object(call.operation.request);
    if QUERY_VERBS.contains(&request.verb.as_str()) {
        return bind_pairs(Binder::new(host, call.operation, fresh()), &request.query);
    }
    match form::read(request) {
        Some(form) => bind_pairs(Binder::new(host, call.operation, fresh()), &form),
        None => read_body(host, request, call, format),
    }
}

fn bind_pairs(mut binder: Binder<'_>, pairs: &Query) -> Result<Object, Refusal> {
    binder.take_all(pairs);
    binder.finish()
}

/// An empty body is a DTO of defaults.
fn read_body(host: &Host, request: &Request, call: &Call<'_>, format: Format) -> Result<Object, Refusal> {
    let parts = &host.parts;
    let dto = TypeRef::Dto(call.operation.request);
    let fresh = parts.contract.new_object(call.operation.request);
    if request.body.is_empty() {
        return Ok(fresh);
    }
    let value = wire::read(format, &parts.contract, &dto, &request.body, &parts.manners.dialect);
    match value.map_err(Refusal::unreadable)? {
        Value::Object(object) => Ok(object),
        _ => Ok(fresh),
    }
}
