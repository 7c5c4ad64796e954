//! Sends dates that are not ISO 8601.

use chrono::NaiveDate;
use serde_json::Value;

use crate::contract::Scalar;
use crate::doctor::typed::first;
use crate::doctor::{About, Case, Each};

pub const RULE: Each = Each {
    about: &About {
        name: "odd-date",
        title: "Sends dates that are not ISO 8601",
        source: "Endpoint routing of 10.x reads JSON by System.Text.Json: a blank in the place of T is 400 (recorded of 10.1.5; docs.servicestack.net/system-text-json).",
        remedy: "Send 2020-01-02T03:04:05Z.",
    },
    look,
};

fn look(case: &Case<'_>) -> Option<String> {
    let of_time = |scalar| matches!(scalar, Scalar::DateTime | Scalar::DateTimeOffset);
    let (path, text) = first(case, |scalar, _, value| of_time(scalar) && is_odd(value))?;
    Some(format!("`{path}` of {} is {text}", case.call()))
}

/// Neither a day nor a day, `T` and a time; `/Date()/` has a rule of its own.
fn is_odd(value: &Value) -> bool {
    let Some(text) = value.as_str().filter(|text| !text.starts_with("/Date(")) else {
        return false;
    };
    let is_day = |day: &str| NaiveDate::parse_from_str(day, "%Y-%m-%d").is_ok() && day.len() == 10;
    match text.split_once('T') {
        Some((day, time)) => !is_day(day) || time.len() < 5,
        None => !is_day(text),
    }
}
