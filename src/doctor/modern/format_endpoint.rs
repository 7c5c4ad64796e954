//! Calls /{format}/reply and /{format}/oneway.

use crate::doctor::{About, Case, Each};

pub const RULE: Each = Each {
    about: &About {
        name: "format-endpoint",
        title: "Calls /{format}/reply and /{format}/oneway",
        source: "With endpoint routing these addresses are 405 (recorded of 10.1.5; docs.servicestack.net/endpoint-routing).",
        remedy: "Call /api/{Operation}.",
    },
    look,
};

fn look(case: &Case<'_>) -> Option<String> {
    case.endpoint().map(|_| format!("{} is 405 there", case.call()))
}
