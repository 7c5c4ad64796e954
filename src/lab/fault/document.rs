//! The object that describes a fault: one type for files and for calls.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Act, Point};

/// A fault. It says `point` and `do`, or a `preset`; the rest narrows down which exchanges meet it.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FaultDocument {
    /// Where the schema is, for editors.
    #[serde(rename = "$schema")]
    pub schema: Option<String>,
    /// For people.
    pub description: Option<String>,
    /// `timeout-after-commit`, `flaky`, `slow-3g` or `outage:30s`, in place of `point` and `do`.
    pub preset: Option<String>,
    /// The operation; all of them by default.
    pub operation: Option<String>,
    /// The user, by name; everybody by default.
    pub user: Option<String>,
    /// The tenant; all of them by default.
    pub tenant: Option<String>,
    /// Where an exchange meets it.
    pub point: Option<Point>,
    /// What happens then: an object, or a text such as `reset` or `status:503`.
    #[serde(rename = "do")]
    pub act: Option<Act>,
    /// How likely it is to happen, from 0 to 1; 1 by default.
    pub probability: Option<f64>,
    /// It happens so many times to a tenant; always by default.
    pub times: Option<u64>,
    /// Two times of day, or two instants, by the tenant's clock: it happens between them.
    pub between: Option<Vec<String>>,
}

impl FaultDocument {
    /// The JSON Schema of the object, by which editors complete and check.
    pub fn schema() -> serde_json::Value {
        schemars::schema_for!(FaultDocument).to_value()
    }
}
