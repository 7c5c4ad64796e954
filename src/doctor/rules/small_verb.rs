//! Writes the verb in small letters.

use crate::doctor::{About, Case, Each};

pub const RULE: Each = Each {
    about: &About {
        name: "small-verb",
        title: "Writes the verb in small letters",
        source: "Verbs are case-sensitive: to 5.9.1 `get` is not GET, and its query string is not read on an endpoint (recorded: C17 methods in small letters).",
        remedy: "Write verbs in capitals.",
    },
    look,
};

fn look(case: &Case<'_>) -> Option<String> {
    let verb = &case.entry.verb;
    (verb.bytes().any(|byte| byte.is_ascii_lowercase()))
        .then(|| format!("the verb of {} is in small letters", case.call()))
}
