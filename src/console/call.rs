//! From a draft to the bytes of a request.

use std::collections::BTreeSet;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{Console, Fields, Way};
use crate::contract::{Contract, Operation, PathSegment, Route, TypeRef};
use crate::value::{Object, Value};
use crate::wire::{self, Format, Typed, WriteError};

const IN_PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'_').remove(b'-').remove(b'.').remove(b'~');
/// What may stand in a route as its document has it.
const ROUTE: &AsciiSet =
    &IN_PATH.remove(b'/').remove(b'$').remove(b'@').remove(b':').remove(b',').remove(b'!');

/// Headers that the console writes itself: another one would break the framing of the request.
const OWN_HEADERS: [&str; 5] = ["host", "content-length", "transfer-encoding", "connection", "expect"];

/// How a body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyFormat {
    /// In a format of the wire.
    Wire(Format),
    /// As a browser's form.
    Form,
}

/// A request, ready to be sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Call<'a> {
    /// What is called.
    pub operation: &'a Operation,
    /// What it is called with; null members are not given.
    pub request: Object,
    /// Verb.
    pub verb: String,
    /// Path and query.
    pub target: String,
    /// The notation of the body.
    pub body_format: BodyFormat,
    /// Headers that mean something to the host.
    pub headers: Vec<(String, String)>,
    /// The body; none for verbs without.
    pub body: Option<String>,
    /// The body was typed by hand.
    pub raw: bool,
}

/// Why a draft is no request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// A format cannot carry a value.
    #[error("The body cannot be written: {0}")]
    Unwritable(#[from] WriteError),
    /// A variable of the route has no value.
    #[error("The path needs {0}.")]
    Variable(String),
    /// A header line that is none, or not the user's to write.
    #[error("'{0}' is no header that can be added.")]
    Header(String),
}

impl BodyFormat {
    /// All of them, as the form lists them.
    pub const ALL: [Self; 5] = [
        Self::Wire(Format::Json),
        Self::Wire(Format::Jsv),
        Self::Wire(Format::Xml),
        Self::Wire(Format::Csv),
        Self::Form,
    ];

    /// `json`, `jsv`, `xml`, `csv`, `form`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Wire(format) => format.name(),
            Self::Form => "form",
        }
    }

    /// The format of a name; JSON for any other.
    pub fn from_name(name: &str) -> Self {
        Self::ALL.into_iter().find(|format| format.name() == name).unwrap_or(Self::Wire(Format::Json))
    }

    /// Its `Content-Type`.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Wire(format) => format.media_type(),
            Self::Form => "application/x-www-form-urlencoded",
        }
    }
}

impl<'a> Call<'a> {
    /// Writes the request that a form describes.
    ///
    /// # Errors
    /// A format that cannot carry a value, a path without one of its variables, a bad header line.
    pub fn new(
        console: &Console<'_>,
        operation: &'a Operation,
        way: &Way,
        request: Object,
        fields: &Fields,
    ) -> Result<Self, CallError> {
        let body_format = BodyFormat::from_name(fields.get("body"));
        let answer = answer_format(fields, body_format);
        let raw = way.has_body() && !fields.get("raw").is_empty();
        let body = match raw {
            _ if !way.has_body() => None,
            true => Some(fields.get("text").to_owned()),
            false => Some(body(console, body_format, &request)?),
        };
        let target = target(console, operation, way, (body_format, answer), &request)?;
        let headers = headers(console, body.is_some().then_some(body_format), answer, fields)?;
        Ok(Self { operation, request, verb: way.verb().to_owned(), target, body_format, headers, body, raw })
    }

    /// The request as it goes over the wire.
    pub fn bytes(&self, authority: &str) -> Vec<u8> {
        let mut head = format!("{} {} HTTP/1.1\r\nHost: {authority}\r\n", self.verb, self.target);
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if let Some(body) = &self.body {
            head.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        head.push_str("Connection: close\r\n\r\n");
        head.push_str(self.body.as_deref().unwrap_or_default());
        head.into_bytes()
    }
}

/// The format of the answer: the body's, unless another is chosen. A form is a browser's, and gets a page.
fn answer_format(fields: &Fields, body: BodyFormat) -> Format {
    Format::from_name(fields.get("answer")).unwrap_or(match body {
        BodyFormat::Wire(format) => format,
        BodyFormat::Form => Format::Html,
    })
}

/// The body as the console's form describes it.
fn body(console: &Console<'_>, format: BodyFormat, request: &Object) -> Result<String, CallError> {
    match format {
        BodyFormat::Form => Ok(pairs(console, request, &BTreeSet::new())?.join("&")),
        BodyFormat::Wire(format) => {
            let contract = console.contract;
            let mut value = Value::Object(request.clone());
            if format == Format::Xml {
                fill(contract, &mut value);
            }
            let ty = TypeRef::Dto(request.dto);
            let typed = Typed { contract, ty: &ty, value: &value };
            Ok(wire::write(format, &typed, console.context.dialect)?)
        }
    }
}

/// XML has every member of a class, and nil only where .NET has null.
fn fill(contract: &Contract, value: &mut Value) {
    match value {
        Value::Object(object) => {
            let members = contract.dto(object.dto).members.iter();
            for (member, value) in members.zip(&mut object.members) {
                if *value == Value::Null {
                    *value = contract.default_value(&member.ty);
                }
                fill(contract, value);
            }
        }
        Value::List(items) => items.iter_mut().for_each(|item| fill(contract, item)),
        Value::Dictionary(entries) => entries.iter_mut().for_each(|(_, value)| fill(contract, value)),
        _ => {}
    }
}

fn target(
    console: &Console<'_>,
    operation: &Operation,
    way: &Way,
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
        Way::Route(place, _) => {
            let route = operation.routes.get(*place);
            route.map_or(Ok("/".to_owned()), |route| path(console, route, request, &mut used))?
        }
        Way::Reply(_) => format!("/{}/reply/{name}", endpoint.name()),
        Way::OneWay(_) => format!("/{}/oneway/{name}", endpoint.name()),
        Way::Api(_) => format!("/api/{name}"),
    };
    let mut query = if way.has_body() { Vec::new() } else { pairs(console, request, &used)? };
    if matches!(way, Way::Reply(_)) && endpoint != answer {
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

/// The text of a path variable, and which member it is. A variable that is no member binds to nothing: any text will do.
fn member(console: &Console<'_>, request: &Object, name: &str) -> Result<(Option<usize>, String), CallError> {
    let dto = console.contract.dto(request.dto);
    let Some(place) = dto.place_of(name) else { return Ok((None, "-".to_owned())) };
    match &request.members[place] {
        Value::Null => Err(CallError::Variable(name.to_owned())),
        value => Ok((Some(place), text(console, &dto.members[place].ty, value)?)),
    }
}

/// `Name=text` of every member that is given, but for those that the path holds.
fn pairs(console: &Console<'_>, request: &Object, used: &BTreeSet<usize>) -> Result<Vec<String>, CallError> {
    let members = console.contract.dto(request.dto).members.iter().zip(&request.members).enumerate();
    let given = members.filter(|(place, (_, value))| **value != Value::Null && !used.contains(place));
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

fn headers(
    console: &Console<'_>,
    body: Option<BodyFormat>,
    answer: Format,
    fields: &Fields,
) -> Result<Vec<(String, String)>, CallError> {
    let mut headers = vec![("Accept".to_owned(), answer.media_type().to_owned())];
    if let Some(body) = body {
        headers.push(("Content-Type".to_owned(), body.content_type().to_owned()));
    }
    if !console.cookies.is_empty() {
        headers.push(("Cookie".to_owned(), console.cookies.to_owned()));
    }
    for line in fields.get("headers").lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (name, value) = header(line).ok_or_else(|| CallError::Header(line.to_owned()))?;
        headers.retain(|(other, _)| !other.eq_ignore_ascii_case(&name));
        headers.push((name, value));
    }
    Ok(headers)
}

/// A line `Name: value` of printable ASCII.
fn header(line: &str) -> Option<(String, String)> {
    let (name, value) = line.split_once(':')?;
    let (name, value) = (name.trim(), value.trim());
    let token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    let own = OWN_HEADERS.iter().any(|own| name.eq_ignore_ascii_case(own));
    let valid = !name.is_empty()
        && name.bytes().all(token)
        && value.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
    (valid && !own).then(|| (name.to_owned(), value.to_owned()))
}
