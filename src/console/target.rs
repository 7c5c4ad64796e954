//! The path and query of a call.

use std::collections::BTreeSet;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{BodyFormat, CallError, CallStyle, Console};
use crate::contract::{Operation, PathSegment, Route, TypeRef};
use crate::value::{Object, Value};
use crate::wire::{self, Format, Typed};

const IN_PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'_').remove(b'-').remove(b'.').remove(b'~');
/// What may stand in a route as its document has it.
const ROUTE: &AsciiSet =
    &IN_PATH.remove(b'/').remove(b'$').remove(b'@').remove(b':').remove(b',').remove(b'!');

/// Where a call goes, with its members where it has no body.
pub(super) fn target(
    console: &Console<'_>,
    operation: &Operation,
    way: &CallStyle,
    (body, answer): (BodyFormat, Format),
    request: &Object,
) -> Result<String, CallError> {
    let name = utf8_percent_encode(&operation.name, IN_PATH);
    let endpoint = match body {
        BodyFormat::Wire(format) if way.has_body() => format,
        _ => answer,
    };
    let mut used = BTreeSet::new();
    let path = match way {
        CallStyle::Route(place, _) => {
            let route = operation.routes.get(*place);
            route.map_or(Ok("/".to_owned()), |route| path(console, route, request, &mut used))?
        }
        CallStyle::Reply(_) => format!("/{}/reply/{name}", endpoint.name()),
        CallStyle::OneWay(_) => format!("/{}/oneway/{name}", endpoint.name()),
        CallStyle::Api(_) => format!("/api/{name}"),
    };
    let mut query = if way.has_body() { Vec::new() } else { pairs(console, request, &used)? };
    if matches!(way, CallStyle::Reply(_)) && endpoint != answer {
        query.push(format!("format={}", answer.name()));
    }
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    Ok(format!("{}{path}{query}", utf8_percent_encode(console.context.base_url, ROUTE)))
}

/// The path of a route with its variables filled in.
fn path(
    console: &Console<'_>,
    route: &Route,
    request: &Object,
    used: &mut BTreeSet<usize>,
) -> Result<String, CallError> {
    let mut out = String::new();
    for segment in route.segments() {
        let (name, set) = match segment {
            PathSegment::Literal(text) => {
                out.extend(std::iter::once("/").chain(utf8_percent_encode(text, ROUTE)));
                continue;
            }
            PathSegment::Variable(name) => (name, IN_PATH),
            PathSegment::Wildcard(name) => (name, ROUTE),
        };
        let (place, text) = member(console, request, name)?;
        used.extend(place);
        out.extend(std::iter::once("/").chain(utf8_percent_encode(&text, set)));
    }
    // A slash at the end is part of the route.
    if route.path.ends_with('/') || out.is_empty() {
        out.push('/');
    }
    Ok(out)
}

/// The text of a path variable, and which member it is. A variable that is no member binds to
/// nothing: any text will do.
fn member(
    console: &Console<'_>,
    request: &Object,
    name: &str,
) -> Result<(Option<usize>, String), CallError> {
    let dto = console.contract.dto(request.dto);
    let Some(place) = dto.place_of(name) else { return Ok((None, "-".to_owned())) };
    match &request.members[place] {
        Value::Null => Err(CallError::Variable(name.to_owned())),
        value => Ok((Some(place), text(console, &dto.members[place].ty, value)?)),
    }
}

/// `Name=text` of every member that is given, but for those that the path holds.
pub(super) fn pairs(
    console: &Console<'_>,
    request: &Object,
    used: &BTreeSet<usize>,
) -> Result<Vec<String>, CallError> {
    let members =
        console.contract.dto(request.dto).members.iter().zip(&request.members).enumerate();
    let given =
        members.filter(|(place, (_, value))| **value != Value::Null && !used.contains(place));
    given
        .map(|(_, (member, value))| {
            let text = text(console, &member.ty, value)?;
            let name = utf8_percent_encode(&member.name, IN_PATH);
            Ok(format!("{name}={}", utf8_percent_encode(&text, IN_PATH)))
        })
        .collect()
}

/// In paths and queries a string is itself, all else is JSV.
fn text(console: &Console<'_>, ty: &TypeRef, value: &Value) -> Result<String, CallError> {
    match value {
        Value::String(text) => Ok(text.clone()),
        value => {
            let typed = Typed { contract: console.contract, ty, value };
            Ok(wire::write(Format::Jsv, &typed, console.context.dialect)?)
        }
    }
}
