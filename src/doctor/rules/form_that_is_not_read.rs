//! Sends a form with a verb whose forms are not read.

use crate::doctor::{About, Case, Each};

pub const RULE: Each = Each {
    about: &About {
        name: "form-that-is-not-read",
        title: "Sends a form with a verb whose forms are not read",
        source: "On its routes 5.9.1 reads forms of POST and PUT alone (recorded: C2 form bodies of PATCH, GET, DELETE, OPTIONS on routes).",
        remedy: "Use POST or PUT, or send JSON.",
    },
    look,
};

fn look(case: &Case<'_>) -> Option<String> {
    let is_read = ["POST", "PUT"].iter().any(|verb| case.entry.verb.eq_ignore_ascii_case(verb));
    let is_route = case.endpoint().is_none();
    (case.is_form() && is_route && !is_read && !case.body().is_empty())
        .then(|| format!("{} has a form as body", case.call()))
}
