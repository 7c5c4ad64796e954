//! Leaves a plus unescaped in an address.

use std::sync::LazyLock;

use regex::Regex;

use crate::doctor::{About, Case, Each};

pub const RULE: Each = Each {
    about: &About {
        name: "bare-plus",
        title: "Leaves a plus unescaped in an address",
        source: "A plus in a query string is a blank: of 2020-01-02T03:04:05+04:00 the time or the zone is lost (recorded: C11 + of an offset not escaped).",
        remedy: "Write %2B, or send UTC with Z.",
    },
    look,
};

static OFFSET: LazyLock<Regex> = LazyLock::new(|| {
    let text = r"\d\d(:|%3[Aa])\d\d(\.\d+)?\+\d\d";
    Regex::new(text).expect("it is tested")
});

fn look(case: &Case<'_>) -> Option<String> {
    let found = OFFSET.find(case.query())?;
    Some(format!("{} has `{}` in its query string", case.call(), found.as_str()))
}
