//! A batch of an operation that answers with `HttpResult`: the recorded host serialises these
//! objects themselves.
//!
//! No client can want this, so a tolerant host sends what they hold.

use std::borrow::Cow;

use super::HostCall;
use crate::contract::{Scalar, TypeRef};
use crate::host::Version;
use crate::http::status_name::status_name;
use crate::service::{Body, Reply};
use crate::value::Value;
use crate::wire::{self, Format, Typed, WriteError};

/// The formats of a 5.9.1 host with their content types, as its `ContentTypes` object lists them.
const CONTENT_TYPES: [(&str, &str); 6] = [
    ("json", "application/json"),
    ("xml", "application/xml"),
    ("jsv", "application/jsv"),
    ("html", "text/html"),
    ("jsonreport", "text/jsonreport"),
    ("csv", "text/csv"),
];

/// Those of 10.1.5.
const NEWER_CONTENT_TYPES: [(&str, &str); 6] = [
    ("json", "application/json"),
    ("xml", "application/xml"),
    ("jsv", "application/jsv"),
    ("html", "text/html"),
    ("csv", "text/csv"),
    ("jsonl", "text/jsonl"),
];

/// The columns of CSV, which shows members that are null, too.
const COLUMNS: [&str; 24] = [
    "ResponseText",
    "FileInfo",
    "ContentType",
    "Headers",
    "Cookies",
    "ETag",
    "Age",
    "MaxAge",
    "Expires",
    "LastModified",
    "CacheControl",
    "ResultScope",
    "AllowsPartialResponse",
    "Options",
    "Status",
    "StatusCode",
    "StatusDescription",
    "Response",
    "ResponseFilter",
    "RequestContext",
    "View",
    "Template",
    "PaddingLength",
    "IsPartialRequest",
];

/// Whether a service gave an `HttpResult`, and not just a value.
pub fn is_http_result(reply: &Reply) -> bool {
    reply.status.is_some() || !reply.headers.is_empty()
}

/// The text of such results; none in a format that was not recorded.
pub fn write(
    host_call: HostCall<'_>,
    format: Format,
    replies: &[Reply],
) -> Result<Option<String>, WriteError> {
    let writer = match format {
        Format::Json | Format::Jsv => Writer { host_call, format, names_types: true },
        Format::Csv => Writer { host_call, format: Format::Jsv, names_types: false },
        _ => return Ok(None),
    };
    let results =
        replies.iter().map(|reply| writer.members(reply)).collect::<Result<Vec<_>, _>>()?;
    if format == Format::Csv {
        let rows = results
            .iter()
            .map(|members| COLUMNS.map(|column| cell(members, column)).join(",") + "\r\n");
        return Ok(Some(format!("{}\r\n{}", COLUMNS.join(","), rows.collect::<String>())));
    }
    let objects: Vec<String> = results.iter().map(|members| writer.object(members)).collect();
    Ok(Some(format!("[{}]", objects.join(","))))
}

/// The texts of an object's members, by name.
type Members = Vec<(&'static str, String)>;

struct Writer<'a> {
    host_call: HostCall<'a>,
    format: Format,
    /// Whether members of type `object` name their types.
    names_types: bool,
}

impl Writer<'_> {
    fn members(&self, reply: &Reply) -> Result<Members, WriteError> {
        let headers = reply.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let (headers, status) = (self.texts(headers)?, reply.status.unwrap_or(200));
        let mut members = vec![
            ("Headers", headers.clone()),
            ("Cookies", "[]".to_owned()),
            ("CacheControl", "0".to_owned()),
            ("AllowsPartialResponse", self.no()),
            ("Options", headers),
            ("Status", status.to_string()),
            (
                "StatusCode",
                self.value(
                    &TypeRef::Scalar(Scalar::String),
                    &Value::String(status_name(status, self.host_call.host.platform())),
                )?,
            ),
        ];
        if let (Body::Value(value), Some(ty)) =
            (&reply.body, &self.host_call.call.operation.response)
        {
            members.push(("Response", self.with_type(self.value(ty, value)?, &self.type_name(ty))));
        }
        let formats = self.object(&vec![(
            "ContentTypeFormats",
            self.texts(self.content_types().iter().copied())?,
        )]);
        members.push((
            "ResponseFilter",
            self.with_type(formats, "ServiceStack.Host.ContentTypes, ServiceStack"),
        ));
        members.extend([("PaddingLength", "0".to_owned()), ("IsPartialRequest", self.no())]);
        Ok(members)
    }

    fn object(&self, members: &Members) -> String {
        let member = |(name, text): &(&'static str, String)| match (self.format, self.named(name)) {
            (Format::Json, name) => format!("\"{name}\":{text}"),
            (_, name) => format!("{name}:{text}"),
        };
        format!("{{{}}}", members.iter().map(member).collect::<Vec<_>>().join(","))
    }

    fn content_types(&self) -> &'static [(&'static str, &'static str)] {
        match self.host_call.host.version() {
            Version::V5 => &CONTENT_TYPES,
            Version::V10 => &NEWER_CONTENT_TYPES,
        }
    }

    /// A member's name as the host cases it.
    fn named(&self, name: &'static str) -> Cow<'static, str> {
        self.host_call.host.parts.behaviour.dialect.js.text_case.spell(name)
    }

    /// An object's text with its type before its members.
    fn with_type(&self, object: String, type_name: &str) -> String {
        let Some(members) = object.strip_prefix('{').filter(|_| self.names_types) else {
            return object;
        };
        let name = if self.format == Format::Json { "\"__type\"" } else { "__type" };
        let separator = if members == "}" { "" } else { "," };
        format!("{{{name}:\"{type_name}\"{separator}{members}")
    }

    /// A type with its assembly.
    fn type_name(&self, ty: &TypeRef) -> String {
        let TypeRef::Dto(id) = ty else { return String::new() };
        let parts = &self.host_call.host.parts;
        parts.behaviour.dialect.type_name(parts.contract.dto(*id))
    }

    /// A dictionary of texts.
    fn texts<'t>(
        &self,
        pairs: impl Iterator<Item = (&'t str, &'t str)>,
    ) -> Result<String, WriteError> {
        let string = || Box::new(TypeRef::Scalar(Scalar::String));
        let text = |text: &str| Value::String(text.to_owned());
        let pairs = pairs.map(|(key, value)| (text(key), text(value))).collect();
        self.value(&TypeRef::Dictionary(string(), string()), &Value::Dictionary(pairs))
    }

    fn value(&self, ty: &TypeRef, value: &Value) -> Result<String, WriteError> {
        let parts = &self.host_call.host.parts;
        wire::write(
            self.format,
            &Typed { contract: &parts.contract, ty, value },
            &parts.behaviour.dialect,
        )
    }

    fn no(&self) -> String {
        (if self.format == Format::Json { "false" } else { "False" }).to_owned()
    }
}

/// A cell of CSV; objects and lists are in quotes.
fn cell(members: &Members, column: &str) -> String {
    let text = members.iter().find(|(name, _)| *name == column).map(|(_, text)| text.as_str());
    match text {
        Some(text) if text.starts_with(['{', '[']) => format!("\"{}\"", text.replace('"', "\"\"")),
        text => text.unwrap_or_default().to_owned(),
    }
}
