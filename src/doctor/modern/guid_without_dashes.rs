//! Sends Guids without dashes.

use serde_json::Value;

use crate::contract::Scalar;
use crate::doctor::typed::first;
use crate::doctor::{About, Case, Each};

pub const RULE: Each = Each {
    about: &About {
        name: "guid-without-dashes",
        title: "Sends Guids without dashes",
        source: "Endpoint routing of 10.x reads JSON by System.Text.Json: 400 (recorded of 10.1.5; docs.servicestack.net/system-text-json).",
        remedy: "Send the dashes: ea762009-b66c-410b-9bf5-ce21ad519249.",
    },
    look,
};

fn look(case: &Case<'_>) -> Option<String> {
    let is_bare = |value: &Value| value.as_str().is_some_and(|text| !text.contains('-'));
    let (path, text) = first(case, |scalar, _, value| scalar == Scalar::Guid && is_bare(value))?;
    Some(format!("`{path}` of {} is {text}", case.call()))
}
