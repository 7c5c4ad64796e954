//! Placeholders for JSON Web Tokens, and what stands in those that a host gave.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use regex::{Captures, Regex};
use serde_json::{Map, Value, json};

use crate::hosts::recorded_at;

/// A token of the right form that no host gave.
const NEVER_GIVEN: &str = "eyJuZXZlciI6ImdpdmVuIn0.eyJuZXZlciI6ImdpdmVuIn0.bmV2ZXItZ2l2ZW4";

static TOKEN: LazyLock<Regex> = LazyLock::new(|| regex(r"eyJ[\w-]+\.eyJ[\w-]+\.[\w-]*"));

/// The tokens of one case.
#[derive(Default)]
pub struct Tokens {
    /// Value and placeholder, in the order in which they were given.
    given: Vec<(String, String)>,
    /// Those that stand in requests in full.
    literal: BTreeSet<String>,
    /// What stands in those that were given since the last request.
    new: Map<String, Value>,
}

impl Tokens {
    /// Notes the tokens that a request has in full; what is given from now on is new.
    pub fn begin(&mut self, request: &str) {
        self.new.clear();
        self.literal.extend(TOKEN.find_iter(request).map(|found| found.as_str().to_owned()));
    }

    /// A text of a request with the tokens that this host gave.
    pub fn fill(&self, text: &str) -> String {
        static NEVER: LazyLock<Regex> = LazyLock::new(|| regex(r"\{\{token( \d+)?\}\}"));
        let given = self.given.iter();
        let text = given.fold(text.to_owned(), |text, (value, name)| text.replace(name, value));
        NEVER.replace_all(&text, NEVER_GIVEN).into_owned()
    }

    /// A text of an answer with placeholders.
    pub fn hide(&mut self, text: &str) -> String {
        TOKEN.replace_all(text, |found: &Captures<'_>| self.name(&found[0])).into_owned()
    }

    /// What stands in the tokens that the last answer gave.
    pub fn new_ones(&self) -> Option<Value> {
        (!self.new.is_empty()).then(|| Value::Object(self.new.clone()))
    }

    fn name(&mut self, token: &str) -> String {
        if self.literal.contains(token) {
            return token.to_owned();
        }
        if let Some((_, name)) = self.given.iter().find(|(value, _)| value == token) {
            return name.clone();
        }
        let name = match self.given.len() {
            0 => "{{token}}".to_owned(),
            before => format!("{{{{token {}}}}}", before + 1),
        };
        self.given.push((token.to_owned(), name.clone()));
        self.new.insert(name.clone(), read(token));
        name
    }
}

/// Header and claims, times as placeholders.
fn read(token: &str) -> Value {
    let part = |text: &str| -> Option<Value> {
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
    };
    let mut parts = token.split('.').map(part);
    let (Some(Some(header)), Some(Some(mut payload))) = (parts.next(), parts.next()) else {
        return json!("not readable");
    };
    for name in ["iat", "exp"] {
        if let Some(time) = payload.get(name).and_then(Value::as_i64) {
            payload[name] = when(time).into();
        }
    }
    if payload.get("AspNet.Identity.SecurityStamp").is_some() {
        payload["AspNet.Identity.SecurityStamp"] = "{{stamp}}".into();
    }
    if payload.get("jti").is_some() {
        payload["jti"] = "{{number}}".into();
    }
    json!({ "header": header, "payload": payload })
}

/// A time by its distance from the clock's.
pub fn when(time: i64) -> String {
    const DAY: i64 = 86_400;
    let away = time - recorded_at().timestamp();
    match away {
        -299..=299 => "{{now}}".to_owned(),
        _ if away.abs() > DAY / 2 => {
            format!("{{{{{:+} days}}}}", (away + away.signum() * DAY / 2) / DAY)
        }
        _ => format!("{{{{{:+} minutes}}}}", away / 60),
    }
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a constant")
}
