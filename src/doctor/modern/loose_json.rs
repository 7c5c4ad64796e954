//! Sends JSON that only ServiceStack.Text reads.

use serde::de::IgnoredAny;

use crate::doctor::{About, Case, Each};
use crate::wire::Format;

pub const RULE: Each = Each {
    about: &About {
        name: "loose-json",
        title: "Sends JSON that only ServiceStack.Text reads",
        source: "Endpoint routing of 10.x reads JSON by System.Text.Json: a comma at the end, comments, bare words and cut texts are 400 (recorded of 10.1.5; docs.servicestack.net/system-text-json).",
        remedy: "Write JSON with a library.",
    },
    look,
};

fn look(case: &Case<'_>) -> Option<String> {
    let is_json = case.notation() == Some(Format::Json) && !case.body().is_empty();
    let error = serde_json::from_slice::<IgnoredAny>(case.body()).err().filter(|_| is_json)?;
    Some(format!("the body of {} is no JSON: {error}", case.call()))
}
