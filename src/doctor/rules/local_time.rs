//! Sends times without a zone.

use std::sync::LazyLock;

use regex::Regex;

use crate::doctor::{About, Case, Each};

pub const RULE: Each = Each {
    about: &About {
        name: "local-time",
        title: "Sends times without a zone",
        source: "A time without a zone is taken in the zone of the host, which is not that of the till (recorded: sweep queries and dates).",
        remedy: "Send UTC with Z, or the offset: 2030-01-02T03:04:05Z.",
    },
    look,
};

/// `2030-01-02T03:04` and what follows.
static TIME: LazyLock<Regex> = LazyLock::new(|| {
    let text = r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|z|[+-]\d\d:?\d\d|%2[Bb]\d\d)?";
    Regex::new(text).expect("it is tested")
});

fn look(case: &Case<'_>) -> Option<String> {
    let query = case.query().replace("%3A", ":").replace("%3a", ":");
    let texts = [case.text(), query.as_str()];
    let found = texts
        .iter()
        .flat_map(|text| TIME.captures_iter(text))
        .find(|found| found.get(3).is_none())?;
    Some(format!("{} sends `{}`", case.call(), &found[0]))
}
