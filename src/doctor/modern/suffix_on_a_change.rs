//! Ends the route of a change with a format.

use crate::doctor::{About, Case, Each};

pub const RULE: Each = Each {
    about: &About {
        name: "suffix-on-a-change",
        title: "Ends the route of a change with a format",
        source: "With endpoint routing routes have suffixes for GET alone; others are 404 or 405 (recorded of 10.1.5; docs.servicestack.net/endpoint-routing).",
        remedy: "Send Accept, or call /api/{Operation}.json.",
    },
    look,
};

fn look(case: &Case<'_>) -> Option<String> {
    let is_read = ["GET", "HEAD"].iter().any(|verb| case.entry.verb.eq_ignore_ascii_case(verb));
    let is_route = !case.is_api() && case.endpoint().is_none();
    (is_route && !is_read && case.suffix().is_some())
        .then(|| format!("{} ends with a format", case.call()))
}
