//! Answers as stubs: what was asked gets again what it got.

use std::collections::BTreeMap;
use std::mem;
use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::Parts;
use crate::journal::{Bound, Entry, is_secret};

/// Conditions, and what is said where they hold.
type Given = (Map<String, Value>, Value);

/// Stubs by their operations, each the object of a file `stubs/{Operation}.json`: of each request
/// the newest answer. Batches, and answers that were not kept whole, give none.
pub fn stubs<'e>(
    newest_first: impl IntoIterator<Item = &'e Arc<Entry>>,
) -> BTreeMap<String, Value> {
    let mut answers: BTreeMap<String, Vec<Given>> = BTreeMap::new();
    for entry in newest_first {
        let (Some(operation), [bound]) = (&entry.operation, entry.requests()) else {
            continue;
        };
        let known = answers.entry(operation.clone()).or_default();
        let when = conditions(bound);
        if known.iter().any(|(condition, _)| *condition == when) {
            continue;
        }
        if let Some(said) = said(entry) {
            known.push((when, said));
        }
    }
    answers.retain(|_, answers| !answers.is_empty());
    answers.into_iter().map(|(operation, answers)| (operation, document(answers))).collect()
}

/// The most particular first: the first that holds is given.
fn document(mut answers: Vec<Given>) -> Value {
    answers.sort_by_key(|(when, _)| std::cmp::Reverse(when.len()));
    let one = |(when, mut said): Given| {
        if !when.is_empty() {
            said["when"] = when.into();
        }
        said
    };
    json!({ "answer": answers.into_iter().map(one).collect::<Vec<_>>() })
}

/// The members that are plain values and no secrets. Those that have the default of their type
/// may not have been given.
fn conditions(bound: &Bound) -> Map<String, Value> {
    let is_plain = |name: &str, value: &Value| {
        !is_secret(name)
            && match value {
                Value::String(text) => !is_default(text),
                Value::Number(number) => number.as_f64() != Some(0.0),
                Value::Bool(flag) => *flag,
                _ => false,
            }
    };
    let members = bound.members().into_iter();
    members.filter(|(name, value)| is_plain(name, value)).collect()
}

/// Nothing, a Guid of zeros, the first instant of the year 1.
fn is_default(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b'0' | b'-')) || text.starts_with("0001-01-01T00:00:00")
}

fn said(entry: &Entry) -> Option<Value> {
    if entry.answer.is_cut() || !entry.answer.is_whole() || entry.is_batch {
        return None;
    }
    let mut parts = Parts::of(&entry.answer);
    let body = mem::take(&mut parts.content);
    let json = serde_json::from_slice::<Value>(&body).ok().filter(|_| entry.format == Some("json"));
    if entry.status >= 400 {
        let status = json.as_ref().and_then(|body| body.get("ResponseStatus"));
        let message = status.and_then(|status| status.get("Message")).and_then(Value::as_str);
        let code = entry.error_code.clone().unwrap_or_else(|| entry.status.to_string());
        return Some(json!({ "error": {
            "status": entry.status, "code": code, "message": plain(message.unwrap_or_default()),
        } }));
    }
    match json {
        Some(answer) => Some(json!({ "answer": plain_value(answer) })),
        None if body.is_empty() => Some(json!({ "status": entry.status })),
        None => Some(json!({
            "body": plain(&String::from_utf8(body).ok()?),
            "content_type": plain(parts.value("content-type").unwrap_or_default()),
            "status": entry.status,
        })),
    }
}

/// A text that templates leave as it is.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        let (before, after) = rest.split_at(at);
        plain.push_str(before);
        let is_mark = matches!(after.as_bytes().get(1), Some(b'{' | b'%' | b'#'));
        plain.push_str(if is_mark { "{{ '{' }}" } else { "{" });
        rest = &after[1..];
    }
    plain + rest
}

fn plain_value(value: Value) -> Value {
    match value {
        Value::String(text) => plain(&text).into(),
        Value::Array(items) => items.into_iter().map(plain_value).collect(),
        Value::Object(members) => {
            members.into_iter().map(|(name, value)| (name, plain_value(value))).collect()
        }
        other => other,
    }
}
