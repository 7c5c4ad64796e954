//! A value as the body of an answer.

use std::borrow::Cow;

use chrono::{DateTime, Utc};

use super::HostCall;
use super::refusal::not_finite;
use crate::contract::TypeRef;
use crate::host::{Host, TenantHost, Version};
use crate::http::negotiate::{self, AnswerType};
use crate::http::{Answer, Body, Request};
use crate::value::Value;
use crate::wire::html::Snapshot;

use crate::wire::{self, Dialect, Format, JsonDialect, Typed, WriteError, Written};

/// The formats that a page offers the same answer in.
const FOR_PROGRAMS: [Format; 4] = [Format::Json, Format::Xml, Format::Jsv, Format::Csv];

/// A value in the format that the call asked for, as `?jsconfig=` spells it.
pub fn written(host_call: HostCall<'_>, ty: &TypeRef, value: &Value, status: u16) -> Answer {
    let dialect = dialect(host_call.host, host_call.request(), host_call.answer_type);
    written_as(host_call, ty, value, status, &dialect)
}

/// The same where a callback does not wrap it.
pub fn written_bare(host_call: HostCall<'_>, ty: &TypeRef, value: &Value, status: u16) -> Answer {
    let dialect = wished(host_call.host, host_call.request(), host_call.answer_type);
    written_as(host_call, ty, value, status, &dialect)
}

/// The same beside the operation's own answers, where a host with System.Text.Json still has its
/// JSON written by ServiceStack.Text (recorded: errors of bodies and of batches).
pub fn written_beside(host_call: HostCall<'_>, ty: &TypeRef, value: &Value, status: u16) -> Answer {
    let dialect = dialect(host_call.host, host_call.request(), host_call.answer_type);
    written_as(host_call, ty, value, status, &by_servicestack(dialect))
}

/// With ServiceStack.Text for JSON.
fn by_servicestack(dialect: Cow<'_, Dialect>) -> Cow<'_, Dialect> {
    match dialect.json {
        JsonDialect::ServiceStack | JsonDialect::DataContract => dialect,
        JsonDialect::System => {
            Cow::Owned(Dialect { json: JsonDialect::ServiceStack, ..dialect.into_owned() })
        }
    }
}

/// A value in the format that the call asked for, as the host itself spells it: a request that
/// could not be read is not asked for its wishes.
pub fn written_in_host_dialect(
    host_call: HostCall<'_>,
    ty: &TypeRef,
    value: &Value,
    status: u16,
) -> Answer {
    written_as(host_call, ty, value, status, &host_call.host.parts.behaviour.dialect)
}

fn written_as(
    host_call: HostCall<'_>,
    ty: &TypeRef,
    value: &Value,
    status: u16,
    dialect: &Dialect,
) -> Answer {
    let typed = Typed { contract: &host_call.host.parts.contract, ty, value };
    match host_call.answer_type.format {
        Some(Format::Html) if !host_call.host.config().enable_auto_html_responses => {
            text(host_call.host, Format::Json, Format::Json.into(), &typed, (dialect, status))
        }
        Some(Format::Html) => {
            let links =
                FOR_PROGRAMS.map(|format| (format, link(&host_call.request().target, format)));
            page(host_call.host, &typed, dialect, &host_call.call.operation.name, &links, status)
        }
        Some(Format::Jsv) if host_call.request().query.get("debug").is_some() => {
            dumped(&typed, dialect, status)
        }
        Some(format) => match wire::write_some(format, &typed, dialect) {
            Written { fault: Some(error @ WriteError::NotFinite), .. } => {
                not_finite(host_call, &error)
            }
            written => Answer::of(
                status,
                content_type(host_call.host, host_call.answer_type),
                sendable(format, written, dialect),
            ),
        },
        None => cannot_write(host_call.answer_type),
    }
}

/// A value that answers no operation, in a format that the address alone decided.
pub fn written_plainly(
    host: &TenantHost<'_>,
    answer_type: AnswerType<'_>,
    ty: &TypeRef,
    value: &Value,
    status: u16,
) -> Answer {
    let typed = Typed { contract: &host.parts.contract, ty, value };
    let dialect = &host.parts.behaviour.dialect;
    match answer_type.format {
        Some(Format::Html) => page(host, &typed, dialect, "Error", &[], status),
        Some(format) => text(host, format, answer_type, &typed, (dialect, status)),
        None => cannot_write(answer_type),
    }
}

/// The host's dialect, changed by `?jsconfig=` (docs/wire/json.md#jsconfig).
pub fn dialect<'h>(
    host: &'h Host,
    request: &Request,
    answer_type: AnswerType<'_>,
) -> Cow<'h, Dialect> {
    let dialect = wished(host, request, answer_type);
    if dialect.json == JsonDialect::System && negotiate::callback(host, request).is_some() {
        // Recorded of JSONP.
        return by_servicestack(dialect);
    }
    dialect
}

fn wished<'h>(host: &'h Host, request: &Request, answer_type: AnswerType<'_>) -> Cow<'h, Dialect> {
    let dialect = &host.parts.behaviour.dialect;
    let Some(wishes) = request.query.get("jsconfig") else { return Cow::Borrowed(dialect) };
    if !host.config().allow_js_config {
        return Cow::Borrowed(dialect);
    }
    let of_host = &dialect.js;
    let mut js = of_host.clone().with(wishes);
    if host.version() == Version::V5 {
        // Recorded: the names of columns stay.
        if answer_type.is(Format::Csv) {
            js.text_case = of_host.text_case;
        }
        if host.strict() {
            // 5.9.1 does not know it.
            js.indent = of_host.indent;
        }
    }
    Cow::Owned(Dialect { js, ..dialect.clone() })
}

fn text(
    host: &Host,
    format: Format,
    answer_type: AnswerType<'_>,
    typed: &Typed<'_>,
    (dialect, status): (&Dialect, u16),
) -> Answer {
    Answer::of(status, content_type(host, answer_type), some(format, typed, dialect))
}

/// The value of `Content-Type`, with a charset where the host is set to name one.
pub fn content_type(host: &Host, answer_type: AnswerType<'_>) -> Cow<'static, str> {
    let content_type = answer_type.content_type();
    let types = &host.config().append_utf8_charset_on_content_types;
    if types.iter().any(|named| named.eq_ignore_ascii_case(&content_type)) {
        return format!("{content_type}; charset=utf-8").into();
    }
    content_type
}

/// 10.x begins to say what happened behind what it has written, and breaks off again at the
/// character that its message repeats (recorded: topic E7).
const UNWRITABLE: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?><ErrorResponse xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\" \
    xmlns=\"http://schemas.servicestack.net/types\"><ResponseStatus><ErrorCode>ArgumentException</ErrorCode><Message>";

fn some(format: Format, typed: &Typed<'_>, dialect: &Dialect) -> String {
    sendable(format, wire::write_some(format, typed, dialect), dialect)
}

/// What can be written: a fault breaks the body off and is logged, but does not change the status.
fn sendable(format: Format, mut written: Written, dialect: &Dialect) -> String {
    if let Some(error) = written.fault {
        tracing::error!(%error, format = format.name(), "an answer breaks off: it could not be written");
        if (format, dialect.text) == (Format::Xml, jsv_codec::Dialect::Modern) {
            written.text.push_str(UNWRITABLE);
        }
    }
    written.text
}

/// `?debug` shows JSV on several lines; that the host calls it JSON is recorded.
fn dumped(typed: &Typed<'_>, dialect: &Dialect, status: u16) -> Answer {
    let text = some(Format::Jsv, typed, dialect);
    let dump = wire::readable(Format::Jsv, &text).unwrap_or(text);
    Answer::of(status, Format::Json.content_type(), dump)
}

/// The host writes nothing in a type that it does not know, whatever the status was to be
/// (recorded).
pub fn cannot_write(answer_type: AnswerType<'_>) -> Answer {
    Answer::of(405, answer_type.content_type(), "")
}

/// JSONP: the body as the argument of a call, whatever it is; no semicolon, no charset (recorded).
pub fn wrapped(host_call: HostCall<'_>, answer: Answer) -> Answer {
    wrapped_as(host_call, answer, "")
}

/// JSONP of a text, which is sent with a charset as ever (recorded).
pub fn wrapped_text(host_call: HostCall<'_>, answer: Answer) -> Answer {
    wrapped_as(host_call, answer, "; charset=utf-8")
}

fn wrapped_as(host_call: HostCall<'_>, mut answer: Answer, charset: &'static str) -> Answer {
    if !host_call.answer_type.is(Format::Json) {
        return answer;
    }
    let Some(callback) = negotiate::callback(host_call.host, host_call.request()) else {
        return answer;
    };
    let header = answer.headers.iter_mut().find(|(name, _)| name == "Content-Type");
    if let (Body::Whole(body), Some((_, value))) = (&answer.body, header) {
        *value = format!("{}{charset}", host_call.host.config().jsonp_content_type).into();
        answer.body = [callback.as_bytes(), b"(", body, b")"].concat().into();
    }
    answer
}

pub fn unwritable(format: Format, error: &wire::WriteError) -> Answer {
    tracing::error!(%error, format = format.name(), "an answer could not be written");
    Answer::of(500, super::plain::CONTENT_TYPE, "The answer cannot be written in this format.")
}

fn page(
    host: &TenantHost<'_>,
    typed: &Typed<'_>,
    dialect: &Dialect,
    operation: &str,
    links: &[(Format, String)],
    status: u16,
) -> Answer {
    let date = in_words(host.now());
    let page = Snapshot { operation, date: &date, links }.page(typed, dialect);
    Answer::of(status, Format::Html.content_type(), page)
}

fn in_words(time: DateTime<Utc>) -> String {
    time.format("%-d %B %Y, %H:%M:%S UTC").to_string()
}

/// The same address with another `?format=`, which counts for more than `Accept`.
fn link(target: &str, format: Format) -> String {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let path = path.strip_suffix(".html").unwrap_or(path);
    let kept = query
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.to_ascii_lowercase().starts_with("format="));
    let pairs: Vec<&str> = kept.collect();
    let separator = if pairs.is_empty() { "" } else { "&" };
    format!("{path}?{}{separator}format={}", pairs.join("&"), format.name())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_keep_the_query_and_replace_the_format() {
        assert_eq!(
            link("/hello/x.html?Name=y&format=html", Format::Jsv),
            "/hello/x?Name=y&format=jsv"
        );
        assert_eq!(link("/hello", Format::Json), "/hello?format=json");
    }
}
