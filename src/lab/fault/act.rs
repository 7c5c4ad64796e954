//! What happens to an exchange.

use std::fmt;
use std::time::Duration;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::latency::{Latency, time};
use super::text;
use super::wanted::Wrong;

/// What happens. Several of these may happen together, in this order: it waits, the request is
/// delivered twice, the answer is slow, and then at most one of the rest.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Act {
    /// The exchange waits.
    pub latency: Option<Latency>,
    /// A copy of the request is performed before this one goes on, and its answer is lost.
    pub duplicate: bool,
    /// So many bytes of the answer leave a second.
    pub throttle: Option<u32>,
    /// The exchange ends in this error.
    pub status: Option<Failure>,
    /// The caller's session ends, and so does the exchange, with 401.
    pub session: Option<LostSession>,
    /// The answer is the one that the same request got before.
    pub stale: bool,
    /// Bytes that mean nothing are sent in place of the answer.
    pub garbage: bool,
    /// The connection ends in place of the answer, or in the middle of it.
    pub cut: Option<Cut>,
}

/// An error that an exchange ends in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// HTTP status, from 400 to 599.
    pub status: u16,
    /// ErrorCode; that of the status by default.
    pub code: Option<String>,
    /// Message.
    pub message: Option<String>,
    /// In how many seconds a client may come again.
    pub retry_after: Option<u32>,
}

/// How a connection ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Cut {
    /// It is reset; of HTTP/2 the stream.
    Reset,
    /// It is closed; of HTTP/2 the stream is reset.
    Close,
    /// It is closed in the middle of the head.
    Head,
    /// It is closed in the middle of the body.
    Body,
}

/// What becomes of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum LostSession {
    /// It is forgotten: the user must sign in again.
    Lost,
}

impl Act {
    /// A cut.
    pub fn cut(cut: Cut) -> Self {
        Self { cut: Some(cut), ..Self::default() }
    }

    /// An error of a status.
    pub fn status(status: u16) -> Self {
        let failure = Failure { status, code: None, message: None, retry_after: None };
        Self { status: Some(failure), ..Self::default() }
    }

    /// Refuses what says nothing, two things that exclude each other, and what is out of range.
    ///
    /// # Errors
    /// The first member that is wrong, as a member of `do`.
    pub fn check(&self, longest: Duration) -> Result<(), Wrong> {
        let last = [
            ("status", self.status.is_some()),
            ("session", self.session.is_some()),
            ("stale", self.stale),
            ("garbage", self.garbage),
            ("cut", self.cut.is_some()),
        ];
        let said: Vec<&str> =
            last.iter().filter(|(_, said)| *said).map(|(name, _)| *name).collect();
        if let [one, other, ..] = said.as_slice() {
            return Err(Wrong::of(&format!("do.{other}"), format!("excludes `{one}`; give one")));
        }
        if self.throttle.is_some() && (self.garbage || self.cut.is_some()) {
            return Err(Wrong::of("do.throttle", format!("excludes `{}`; give one", said[0])));
        }
        if *self == Self::default() {
            return Err(Wrong::of("do", "says nothing; write one such as { cut = \"reset\" }"));
        }
        if self.throttle == Some(0) {
            return Err(Wrong::of("do.throttle", "is at least 1 byte a second"));
        }
        if self.latency.is_some_and(|latency| latency.stated() > longest) {
            let longest = humantime::format_duration(longest);
            let sentence = format!("is at most {longest}, as the setting lab.longest_latency says");
            return Err(Wrong::of("do.latency", sentence));
        }
        match &self.status {
            Some(failure) if !(400..=599).contains(&failure.status) => {
                let sentence = format!("{} is not between 400 and 599", failure.status);
                Err(Wrong::of("do.status", sentence))
            }
            _ => Ok(()),
        }
    }
}

/// An act by its members.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
#[derive(Default)]
struct Table {
    /// How long the exchange waits: `200ms`, `100ms..2s`, from and to, or median and sigma.
    latency: Option<Latency>,
    /// The request is delivered twice.
    duplicate: bool,
    /// So many bytes of the answer leave a second.
    throttle: Option<u32>,
    /// The exchange ends in an error of this status, from 400 to 599.
    status: Option<u16>,
    /// The ErrorCode of that error.
    code: Option<String>,
    /// The message of that error.
    message: Option<String>,
    /// After how long a client may come again: `2s`. It is sent as Retry-After.
    retry_after: Option<String>,
    /// The caller's session ends, and the answer is 401.
    session: Option<LostSession>,
    /// The answer is the one that the same request got before.
    stale: bool,
    /// Bytes that mean nothing are sent in place of the answer.
    garbage: bool,
    /// How the connection ends.
    cut: Option<Cut>,
}

impl Table {
    fn act(self) -> Result<Act, String> {
        let retry_after = self.retry_after.as_deref().map(seconds).transpose()?;
        let (code, message) = (self.code, self.message);
        let status = match self.status {
            Some(status) => Some(Failure { status, code, message, retry_after }),
            None if code.is_some() || message.is_some() || retry_after.is_some() => {
                return Err("code, message and retryAfter belong to a status".to_owned());
            }
            None => None,
        };
        Ok(Act {
            latency: self.latency,
            duplicate: self.duplicate,
            throttle: self.throttle,
            status,
            session: self.session,
            stale: self.stale,
            garbage: self.garbage,
            cut: self.cut,
        })
    }
}

/// The whole seconds of a time, rounded up.
fn seconds(text: &str) -> Result<u32, String> {
    let time = time(text)?;
    let whole = time.as_secs() + u64::from(time.subsec_nanos() > 0);
    u32::try_from(whole).map_err(|_| format!("{text} is too long"))
}

impl<'de> Deserialize<'de> for Act {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ActVisitor)
    }
}

struct ActVisitor;

impl<'de> Visitor<'de> for ActVisitor {
    type Value = Act;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a text such as reset or status:503, or an object")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Act, E> {
        text::act(text).map_err(E::custom)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Act, A::Error> {
        Table::deserialize(MapAccessDeserializer::new(map))?.act().map_err(A::Error::custom)
    }
}

impl JsonSchema for Act {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Act".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let table = Table::json_schema(generator);
        json_schema!({ "anyOf": [{ "type": "string" }, table] })
    }
}
