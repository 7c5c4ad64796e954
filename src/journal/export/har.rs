//! HAR 1.2, which browsers' tools and proxies read.

use std::mem;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::SecondsFormat;
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use super::Parts;
use crate::journal::{Entry, Message};
use crate::lab::fault::Point;

/// Exchanges as HAR 1.2, in the order given. Secrets are masked.
pub fn har<'e>(entries: impl IntoIterator<Item = &'e Arc<Entry>>) -> Value {
    let entries: Vec<Value> = entries.into_iter().map(|entry| har_entry(entry)).collect();
    let creator = json!({
        "name": env!("CARGO_PKG_NAME"),
        "version": env!("CARGO_PKG_VERSION"),
    });
    json!({ "log": { "version": "1.2", "creator": creator, "entries": entries } })
}

fn har_entry(entry: &Entry) -> Value {
    let milliseconds = |span: std::time::Duration| span.as_secs_f64() * 1000.0;
    let took = milliseconds(entry.took);
    let wait = entry.stages[Point::Answer as usize].map_or(took, milliseconds);
    json!({
        "startedDateTime": entry.at.to_rfc3339_opts(SecondsFormat::Millis, true),
        "time": took,
        "request": request(entry),
        "response": response(entry),
        "cache": {},
        "timings": { "send": 0, "wait": wait, "receive": (took - wait).max(0.0) },
        "connection": entry.connection.to_string(),
        "_operation": entry.operation,
        "_tenant": &*entry.tenant,
        "_stub": entry.stub,
        "_fault": entry.fault,
        "comment": format!("#{}", entry.number),
    })
}

fn request(entry: &Entry) -> Value {
    let (parts, target) = (Parts::of(&entry.request), entry.shown_target());
    let host = parts.value("host").unwrap_or("localhost");
    let query = target.split_once('?').map_or("", |(_, query)| query);
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let query: Vec<Value> = pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            json!({ "name": decoded(name), "value": decoded(value) })
        })
        .collect();
    let mut request = json!({
        "method": entry.verb,
        "url": format!("{}://{host}{target}", entry.scheme),
        "httpVersion": entry.version,
        "cookies": [],
        "headers": named(&parts),
        "queryString": query,
        "headersSize": parts.head_length,
        "bodySize": body_size(&entry.request, &parts),
    });
    if !parts.content.is_empty() {
        let mime = parts.value("content-type").unwrap_or("application/octet-stream");
        request["postData"] = json!({
            "mimeType": mime,
            "text": String::from_utf8_lossy(&parts.content),
        });
    }
    request
}

fn response(entry: &Entry) -> Value {
    let mut parts = Parts::of(&entry.answer);
    let body = mem::take(&mut parts.content);
    let phrase = parts.line.splitn(3, ' ').nth(2).unwrap_or_default();
    let mime = parts.value("content-type").unwrap_or_default();
    let mut content = json!({ "size": body.len(), "mimeType": mime });
    match String::from_utf8(body) {
        Ok(text) => content["text"] = text.into(),
        Err(binary) => {
            content["text"] = STANDARD.encode(binary.as_bytes()).into();
            content["encoding"] = "base64".into();
        }
    }
    json!({
        "status": entry.status,
        "statusText": phrase,
        "httpVersion": entry.version,
        "cookies": [],
        "headers": named(&parts),
        "content": content,
        "redirectURL": parts.value("location").unwrap_or_default(),
        "headersSize": parts.head_length,
        "bodySize": body_size(&entry.answer, &parts),
    })
}

fn named(parts: &Parts) -> Vec<Value> {
    let one = |(name, value): &(String, String)| json!({ "name": name, "value": value });
    parts.headers.iter().map(one).collect()
}

/// What was not kept counts.
fn body_size(message: &Message, parts: &Parts) -> u64 {
    message.length().saturating_sub(parts.head_length as u64)
}

/// A name or value of a query string with its escapes undone.
fn decoded(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}
