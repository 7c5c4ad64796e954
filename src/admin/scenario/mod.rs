//! The scenario of a tenant, and the variables of its stubs.

mod get_scenario;
mod set_scenario;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::Admin;
use crate::service::Services;
use crate::tenant::Tenant;
use crate::value::Value;

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    get_scenario::register(services, admin);
    set_scenario::register(services, admin);
}

/// The answer of both operations.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct ScenarioResponse {
    scenario: String,
    variables: BTreeMap<String, String>,
}

impl ScenarioResponse {
    fn of(tenant: &Tenant) -> Self {
        let variables = tenant.stubs().variables();
        let variables = variables.into_iter().map(|(name, value)| (name, text(&value))).collect();
        Self { scenario: tenant.stubs().scenario(), variables }
    }
}

/// As [`value`] reads it.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(flag) => flag.to_string(),
        Value::Int(number) => number.to_string(),
        Value::Double(number) => number.to_string(),
        _ => String::new(),
    }
}

/// A number and a truth value are what they look like.
fn value(text: &str) -> Value {
    match text {
        "true" => return Value::Bool(true),
        "false" => return Value::Bool(false),
        _ => {}
    }
    let number = text.parse().map(Value::Int).ok();
    let is_plain =
        |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    number
        .or_else(|| text.parse().ok().filter(|_| is_plain(text)).map(Value::Double))
        .unwrap_or_else(|| Value::String(text.to_owned()))
}
