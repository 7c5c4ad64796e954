//! Sends dates as /Date(…)/.

use serde_json::Value;

use crate::contract::Scalar;
use crate::doctor::typed::first;
use crate::doctor::{About, Case, Each};

pub const RULE: Each = Each {
    about: &About {
        name: "wcf-date",
        title: "Sends dates as /Date(…)/",
        source: "Endpoint routing of 10.x reads JSON by System.Text.Json: 400 (recorded of 10.1.5; docs.servicestack.net/system-text-json).",
        remedy: "Send ISO 8601: 2020-01-02T03:04:05Z.",
    },
    look,
};

fn look(case: &Case<'_>) -> Option<String> {
    let is_date = |value: &Value| value.as_str().is_some_and(|text| text.starts_with("/Date("));
    let of_time = |scalar| matches!(scalar, Scalar::DateTime | Scalar::DateTimeOffset);
    let (path, text) = first(case, |scalar, _, value| of_time(scalar) && is_date(value))?;
    Some(format!("`{path}` of {} is {text}", case.call()))
}
