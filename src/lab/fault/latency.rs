//! How long an exchange waits.

use std::f64::consts::TAU;
use std::fmt;
use std::time::Duration;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::lab::Seed;

/// How long an exchange waits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Latency {
    /// Always so long: `200ms`.
    Fixed(Duration),
    /// Any time between the two, each as likely: `100ms..2s`.
    Uniform(Duration, Duration),
    /// Half of the times are shorter than the median, a few are far longer.
    LogNormal {
        /// Half of the times are shorter.
        median: Duration,
        /// How far they spread: at 0.5 one of a hundred is 3 times as long, at 1 10 times.
        sigma: f64,
    },
}

/// The widest spread.
const WIDEST: f64 = 4.0;

impl Latency {
    /// A time, by chance, and never longer than this.
    pub fn draw(self, chance: &Seed, longest: Duration) -> Duration {
        let drawn = match self {
            Self::Fixed(time) => time,
            Self::Uniform(from, to) => from + (to.saturating_sub(from)).mul_f64(chance.fraction()),
            Self::LogNormal { median, sigma } => {
                // Box and Muller; no logarithm of nothing.
                let (one, other) = (1.0 - chance.fraction(), chance.fraction());
                let normal = (-2.0 * one.ln()).sqrt() * (TAU * other).cos();
                let seconds = median.as_secs_f64() * (sigma * normal).exp();
                Duration::try_from_secs_f64(seconds).unwrap_or(longest)
            }
        };
        drawn.min(longest)
    }

    /// The longest time that is stated.
    pub(super) fn stated(self) -> Duration {
        match self {
            Self::Fixed(time) | Self::Uniform(_, time) => time,
            Self::LogNormal { median, .. } => median,
        }
    }

    /// Reads `200ms` or `100ms..2s`.
    ///
    /// # Errors
    /// What is expected, in a sentence without its subject.
    pub fn read(text: &str) -> Result<Self, String> {
        match text.split_once("..") {
            None => Ok(Self::Fixed(time(text)?)),
            Some((from, to)) => Self::uniform(time(from)?, time(to)?),
        }
    }

    fn uniform(from: Duration, to: Duration) -> Result<Self, String> {
        if to < from {
            return Err("ends before it begins".to_owned());
        }
        Ok(Self::Uniform(from, to))
    }

    fn of_table(table: &Table) -> Result<Self, String> {
        let read = |text: &Option<String>| text.as_deref().map(time).transpose();
        match (read(&table.from)?, read(&table.to)?, read(&table.median)?, table.sigma) {
            (Some(from), Some(to), None, None) => Self::uniform(from, to),
            (None, None, Some(median), Some(sigma)) if (0.0..=WIDEST).contains(&sigma) => {
                Ok(Self::LogNormal { median, sigma })
            }
            (None, None, Some(_), Some(sigma)) => {
                Err(format!("sigma {sigma} is not between 0 and {WIDEST}"))
            }
            _ => Err("expected from and to, or median and sigma".to_owned()),
        }
    }
}

/// A time as files write it: `200ms`, `3s`, `1m 30s`.
pub(super) fn time(text: &str) -> Result<Duration, String> {
    let text = text.trim();
    humantime::parse_duration(text)
        .map_err(|_| format!("expected a time such as 200ms or 3s, found `{text}`"))
}

/// A latency by its members.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Table {
    /// The shortest time.
    from: Option<String>,
    /// The longest time.
    to: Option<String>,
    /// Half of the times are shorter.
    median: Option<String>,
    /// How far a log-normal time spreads, from 0 to 4.
    sigma: Option<f64>,
}

impl<'de> Deserialize<'de> for Latency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LatencyVisitor)
    }
}

struct LatencyVisitor;

impl<'de> Visitor<'de> for LatencyVisitor {
    type Value = Latency;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a time such as 200ms, from and to, or median and sigma")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Latency, E> {
        Latency::read(text).map_err(E::custom)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Latency, A::Error> {
        let table = Table::deserialize(MapAccessDeserializer::new(map))?;
        Latency::of_table(&table).map_err(A::Error::custom)
    }
}

impl JsonSchema for Latency {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Latency".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let table = Table::json_schema(generator);
        json_schema!({ "anyOf": [{ "type": "string" }, table] })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: fn(u64) -> Duration = Duration::from_millis;

    #[test]
    fn half_of_log_normal_times_are_shorter_than_their_median_and_none_beyond_the_limit() {
        let chance = Seed::from_u64(7);
        let latency = Latency::LogNormal { median: MS(100), sigma: 1.0 };
        let drawn: Vec<Duration> = (0..2000).map(|_| latency.draw(&chance, MS(5000))).collect();
        let shorter = drawn.iter().filter(|time| **time < MS(100)).count();
        assert!((900..1100).contains(&shorter), "{shorter}");
        assert!(drawn.iter().any(|time| *time > MS(700)));
        assert!(drawn.iter().all(|time| *time <= MS(5000)));
    }

    #[test]
    fn a_uniform_time_lies_between_its_ends() {
        let chance = Seed::from_u64(7);
        let latency = Latency::read("10ms..20ms").expect("a latency");
        let drawn: Vec<Duration> = (0..500).map(|_| latency.draw(&chance, MS(5000))).collect();
        assert!(drawn.iter().all(|time| (MS(10)..=MS(20)).contains(time)));
        assert!(drawn.iter().any(|time| *time < MS(12)) && drawn.iter().any(|t| *t > MS(18)));
    }
}
