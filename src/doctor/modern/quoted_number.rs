//! Sends numbers and truth values in quotes.

use crate::contract::Scalar;
use crate::doctor::typed::first;
use crate::doctor::{About, Case, Each};

pub const RULE: Each = Each {
    about: &About {
        name: "quoted-number",
        title: "Sends numbers and truth values in quotes",
        source: "Endpoint routing of 10.x reads JSON by System.Text.Json: 400 (recorded of 10.1.5; docs.servicestack.net/system-text-json).",
        remedy: "Send 5 and true without quotes.",
    },
    look,
};

fn look(case: &Case<'_>) -> Option<String> {
    let is_bare = |scalar: Scalar| scalar.is_number() || scalar == Scalar::Boolean;
    let (path, text) = first(case, |scalar, _, value| is_bare(scalar) && value.is_string())?;
    Some(format!("`{path}` of {} is {text}", case.call()))
}
