//! Exchanges as their DTOs have them.

use std::collections::BTreeMap;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;

use super::count;
use crate::journal::{Bound, Entry, Message, Session, formats};
use crate::lab::fault::Point;
use crate::service::typed::Ticks;

/// `ExchangeInfo`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ExchangeInfo {
    number: i64,
    at: Ticks,
    operation: Option<String>,
    verb: String,
    target: String,
    site: String,
    status: i32,
    error_code: Option<String>,
    user: Option<String>,
    session: Option<String>,
    connection: i64,
    format: Option<&'static str>,
    request: Option<String>,
    requests: i32,
    dropped: i32,
    milliseconds: f64,
    request_bytes: i64,
    answer_bytes: i64,
    delivery: Option<String>,
    stub: Option<String>,
    fault: Option<String>,
}

/// `Exchange`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Exchange {
    info: ExchangeInfo,
    id: String,
    tenant: String,
    peer: Option<String>,
    version: &'static str,
    scheme: &'static str,
    requests: Vec<String>,
    formats: BTreeMap<&'static str, String>,
    dropped: Vec<DroppedMember>,
    stages: BTreeMap<&'static str, f64>,
    sent: ExchangeMessage,
    answered: ExchangeMessage,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct DroppedMember {
    path: String,
    reason: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct ExchangeMessage {
    text: String,
    base64: String,
    length: i64,
    is_cut: bool,
    is_whole: bool,
}

impl From<&Entry> for ExchangeInfo {
    fn from(entry: &Entry) -> Self {
        let short = |length: usize| i32::try_from(length).unwrap_or(i32::MAX);
        Self {
            number: count(entry.number),
            at: entry.at.naive_utc().into(),
            operation: entry.operation.clone(),
            verb: entry.verb.clone(),
            target: entry.shown_target(),
            site: entry.site.clone(),
            status: entry.status.into(),
            error_code: entry.error_code.clone(),
            user: entry.user.clone(),
            session: entry.session.as_ref().map(Session::label),
            connection: count(entry.connection),
            format: entry.format,
            request: entry.requests().first().map(json_of),
            requests: short(entry.requests().len()),
            dropped: short(entry.dropped().len()),
            milliseconds: milliseconds(entry.took),
            request_bytes: count(entry.request.length()),
            answer_bytes: count(entry.answer.length()),
            delivery: entry.delivery.clone(),
            stub: entry.stub.clone(),
            fault: entry.fault.clone(),
        }
    }
}

impl From<&Entry> for Exchange {
    fn from(entry: &Entry) -> Self {
        let dropped = entry.dropped().iter();
        let stages = Point::ALL.into_iter().map(Point::name).zip(entry.stages);
        Self {
            info: entry.into(),
            id: entry.id.clone(),
            tenant: entry.tenant.clone(),
            peer: entry.peer.map(|peer| peer.to_string()),
            version: entry.version,
            scheme: entry.scheme,
            requests: entry.requests().iter().map(json_of).collect(),
            formats: entry
                .requests()
                .first()
                .map(formats)
                .unwrap_or_default()
                .into_iter()
                .collect(),
            dropped: dropped
                .map(|note| DroppedMember { path: note.path.clone(), reason: note.to_string() })
                .collect(),
            stages: stages.filter_map(|(name, time)| Some((name, milliseconds(time?)))).collect(),
            sent: ExchangeMessage::of(&entry.request),
            answered: ExchangeMessage::of(&entry.answer),
        }
    }
}

impl ExchangeMessage {
    fn of(message: &Message) -> Self {
        let bytes = message.bytes();
        Self {
            text: String::from_utf8_lossy(&bytes).into_owned(),
            base64: STANDARD.encode(&bytes),
            length: count(message.length()),
            is_cut: message.is_cut(),
            is_whole: message.is_whole(),
        }
    }
}

fn json_of(bound: &Bound) -> String {
    serde_json::Value::Object(bound.members()).to_string()
}

fn milliseconds(span: Duration) -> f64 {
    // To the microsecond, which is what a person reads.
    (span.as_secs_f64() * 1_000_000.0).round() / 1000.0
}
