//! `[clock]`: what the clock shows at the start, and how fast it runs.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

use super::Text;
use crate::lab::RATES;

/// `[clock]`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ClockSettings {
    /// Freeze the clock, e.g. at 2026-03-01T12:00:00Z.
    #[schemars(extend("x-flag" = "frozen-at", "x-default" = "the machine's time"))]
    pub frozen_at: Option<Text<DateTime<Utc>>>,
    /// What the clock shows at the start; it runs on from there.
    #[schemars(extend("x-default" = "the machine's time"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Text<DateTime<Utc>>>,
    /// How many times as fast as the clock of the machine it runs, from 0.001 to 1000000.
    #[schemars(extend("x-default" = "1"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<Rate>,
}

/// How fast a clock runs.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Rate(pub f64);

impl<'de> Deserialize<'de> for Rate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let rate = f64::deserialize(deserializer)?;
        if RATES.contains(&rate) {
            return Ok(Self(rate));
        }
        let (least, most) = (RATES.start(), RATES.end());
        Err(D::Error::custom(format!("{rate} is not between {least} and {most}")))
    }
}

impl JsonSchema for Rate {
    fn schema_name() -> Cow<'static, str> {
        "Rate".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "number", "x-value": "NUMBER" })
    }
}

impl ClockSettings {
    /// What contradicts itself within one source.
    pub(super) fn fault(&self) -> Option<&'static str> {
        let runs = self.at.is_some() || self.rate.is_some();
        (self.frozen_at.is_some() && runs).then_some(
            "`clock.frozen_at` contradicts `clock.at` and `clock.rate`: a frozen clock does not run",
        )
    }
}
