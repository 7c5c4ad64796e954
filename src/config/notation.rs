//! Settings written as text: addresses, instants, offsets, durations.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use chrono::{DateTime, FixedOffset, Utc};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::lab::instant_of;

/// A value that settings write as text.
pub trait Textual: Sized {
    /// What `--help` calls the value.
    const NAME: &'static str;

    /// What to write, with an example; ends the sentence "expected …".
    const EXPECTED: &'static str;

    /// Reads the text.
    fn parse(text: &str) -> Option<Self>;

    /// The text that reads as this value.
    fn text(&self) -> String;

    /// Reads the text, or says what is expected.
    ///
    /// # Errors
    /// A sentence without its subject: `expected …`.
    fn read(text: &str) -> Result<Self, String> {
        Self::parse(text.trim()).ok_or_else(|| format!("expected {}", Self::EXPECTED))
    }
}

impl Textual for SocketAddr {
    const NAME: &'static str = "ADDRESS";
    const EXPECTED: &'static str =
        "an address and a port such as \"127.0.0.1:7580\" or \"[::1]:7580\"";

    /// `localhost` is 127.0.0.1: names are not looked up, so that what is listened on never depends
    /// on a name server.
    fn parse(text: &str) -> Option<Self> {
        match text.strip_prefix("localhost:") {
            Some(port) => Some(Self::from((Ipv4Addr::LOCALHOST, port.parse().ok()?))),
            None => text.parse().ok(),
        }
    }

    fn text(&self) -> String {
        self.to_string()
    }
}

impl Textual for DateTime<Utc> {
    const NAME: &'static str = "INSTANT";
    const EXPECTED: &'static str =
        "an instant such as \"2026-03-01T12:00:00Z\", or a date such as \"2026-03-01\"";

    fn parse(text: &str) -> Option<Self> {
        instant_of(text)
    }

    fn text(&self) -> String {
        self.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)
    }
}

impl Textual for FixedOffset {
    const NAME: &'static str = "OFFSET";
    const EXPECTED: &'static str =
        "an offset from UTC such as \"+04:00\", at most 14 hours, or \"UTC\"";

    fn parse(text: &str) -> Option<Self> {
        if text.eq_ignore_ascii_case("utc") || text.eq_ignore_ascii_case("z") {
            return Self::east_opt(0);
        }
        let offset: Self = text.parse().ok()?;
        (offset.local_minus_utc().abs() <= 14 * 3600).then_some(offset)
    }

    fn text(&self) -> String {
        self.to_string()
    }
}

impl Textual for Duration {
    const NAME: &'static str = "DURATION";
    const EXPECTED: &'static str = "a duration such as \"30s\", \"20min\" or \"14days\", more than nothing and at most 36500days";

    fn parse(text: &str) -> Option<Self> {
        let longest = Self::from_secs(36_500 * 24 * 3600);
        humantime::parse_duration(text)
            .ok()
            .filter(|duration| !duration.is_zero() && *duration <= longest)
    }

    fn text(&self) -> String {
        // Months and years of the library are no whole days.
        const DAY: u64 = 24 * 3600;
        let days = self.as_secs() / DAY;
        match days > 30 && *self == Self::from_secs(days * DAY) {
            true => format!("{days}days"),
            false => humantime::format_duration(*self).to_string(),
        }
    }
}

/// A [`Textual`] value as it stands in a file. TOML's own dates are read as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text<T>(pub T);

impl<'de, T: Textual> Deserialize<'de> for Text<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextVisitor(PhantomData)).map(Self)
    }
}

impl<T: Textual> Serialize for Text<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.text())
    }
}

impl<T: Textual> JsonSchema for Text<T> {
    fn schema_name() -> Cow<'static, str> {
        T::NAME.into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "x-value": T::NAME })
    }
}

struct TextVisitor<T>(PhantomData<T>);

impl<'de, T: Textual> Visitor<'de> for TextVisitor<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str(T::EXPECTED)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        T::parse(text.trim())
            .ok_or_else(|| E::invalid_value(serde::de::Unexpected::Str(text), &self))
    }

    /// A date that is not in quotes reaches serde as a map with one secret key.
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        let date = toml::value::Datetime::deserialize(MapAccessDeserializer::new(map))
            .map_err(|_| A::Error::invalid_type(serde::de::Unexpected::Map, &self))?;
        self.visit_str(&date.to_string())
    }
}
