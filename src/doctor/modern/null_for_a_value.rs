//! Sends null for a member that cannot be null.

use serde_json::Value;

use crate::contract::Scalar;
use crate::doctor::typed::first;
use crate::doctor::{About, Case, Each};

pub const RULE: Each = Each {
    about: &About {
        name: "null-for-a-value",
        title: "Sends null for a member that cannot be null",
        source: "Endpoint routing of 10.x reads JSON by System.Text.Json: 400 (recorded of 10.1.5; docs.servicestack.net/system-text-json).",
        remedy: "Leave the member out.",
    },
    look,
};

fn look(case: &Case<'_>) -> Option<String> {
    let is_value = |scalar: Scalar| {
        scalar.is_number()
            || matches!(
                scalar,
                Scalar::Boolean
                    | Scalar::Char
                    | Scalar::Guid
                    | Scalar::DateTime
                    | Scalar::DateTimeOffset
                    | Scalar::TimeSpan
                    | Scalar::DateOnly
                    | Scalar::TimeOnly
            )
    };
    let test = |scalar, is_nullable: bool, value: &Value| {
        !is_nullable && is_value(scalar) && value.is_null()
    };
    let (path, _) = first(case, test)?;
    Some(format!("`{path}` of {} is null", case.call()))
}
