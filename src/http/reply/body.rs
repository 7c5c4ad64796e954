//! A value as the body of an answer.

use std::borrow::Cow;

use chrono::{DateTime, Utc};

use super::Asked;
use crate::contract::TypeRef;
use crate::http::{Answer, Host, Request, negotiate};
use crate::value::Value;
use crate::wire::html::Snapshot;
use crate::wire::{self, Dialect, Format, Typed};

/// The formats that a page offers the same answer in.
const FOR_PROGRAMS: [Format; 4] = [Format::Json, Format::Xml, Format::Jsv, Format::Csv];

/// A value in the format that the call asked for.
pub fn written(asked: Asked<'_>, ty: &TypeRef, value: &Value, status: u16) -> Answer {
    let typed = Typed { contract: &asked.host.parts.contract, ty, value };
    let dialect = dialect(asked.host, asked.request);
    if asked.format == Format::Html {
        let links = FOR_PROGRAMS.map(|format| (format, link(&asked.request.target, format)));
        return page(asked.host, &typed, &dialect, &asked.call.operation.name, &links, status);
    }
    match negotiate::callback(asked.request) {
        Some(callback) if asked.format == Format::Json => wrapped(&typed, &dialect, &callback, status),
        _ => text(asked.format, &typed, &dialect, status),
    }
}

/// A value that answers no operation, in a format that the address alone decided.
pub fn written_plainly(host: &Host, format: Format, ty: &TypeRef, value: &Value, status: u16) -> Answer {
    let typed = Typed { contract: &host.parts.contract, ty, value };
    let dialect = &host.parts.manners.dialect;
    match format {
        Format::Html => page(host, &typed, dialect, "Error", &[], status),
        _ => text(format, &typed, dialect, status),
    }
}

/// The host's dialect, changed by `?jsconfig=` (spec 02 section 8).
pub fn dialect<'h>(host: &'h Host, request: &Request) -> Cow<'h, Dialect> {
    let dialect = &host.parts.manners.dialect;
    match request.query.get("jsconfig") {
        Some(wishes) => Cow::Owned(Dialect { js: dialect.js.clone().with(wishes), ..dialect.clone() }),
        None => Cow::Borrowed(dialect),
    }
}

fn text(format: Format, typed: &Typed<'_>, dialect: &Dialect, status: u16) -> Answer {
    match wire::write(format, typed, dialect) {
        Ok(text) => Answer::of(status, format.content_type(), text),
        Err(error) => unwritable(format, &error),
    }
}

/// JSONP: no semicolon, no charset (oracle #18).
fn wrapped(typed: &Typed<'_>, dialect: &Dialect, callback: &str, status: u16) -> Answer {
    match wire::write(Format::Json, typed, dialect) {
        Ok(text) => Answer::of(status, "text/javascript", format!("{callback}({text})")),
        Err(error) => unwritable(Format::Json, &error),
    }
}

pub fn unwritable(format: Format, error: &wire::WriteError) -> Answer {
    tracing::error!(%error, format = format.name(), "an answer could not be written");
    Answer::of(500, super::plain::CONTENT_TYPE, "The answer cannot be written in this format.")
}

fn page(
    host: &Host,
    typed: &Typed<'_>,
    dialect: &Dialect,
    operation: &str,
    links: &[(Format, String)],
    status: u16,
) -> Answer {
    let date = in_words(host.parts.clock.now());
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
    let kept =
        query.split('&').filter(|pair| !pair.is_empty() && !pair.to_ascii_lowercase().starts_with("format="));
    let pairs: Vec<&str> = kept.collect();
    let separator = if pairs.is_empty() { "" } else { "&" };
    format!("{path}?{}{separator}format={}", pairs.join("&"), format.name())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_keep_the_query_and_replace_the_format() {
        assert_eq!(link("/hello/x.html?Name=y&format=html", Format::Jsv), "/hello/x?Name=y&format=jsv");
        assert_eq!(link("/hello", Format::Json), "/hello?format=json");
    }
}
