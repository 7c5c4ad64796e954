//! Speaks HTTP/1.0.

use crate::doctor::{About, Case, Each};

pub const RULE: Each = Each {
    about: &About {
        name: "old-http",
        title: "Speaks HTTP/1.0",
        source: "A host closes the connection after each answer of HTTP/1.0 and sends nothing in pieces (RFC 9112 9.3).",
        remedy: "Use HTTP/1.1 or HTTP/2.",
    },
    look,
};

fn look(case: &Case<'_>) -> Option<String> {
    (case.entry.version == "HTTP/1.0").then(|| format!("{} came in HTTP/1.0", case.call()))
}
