//! The cases that are answered otherwise than recorded, each with its reason.

use std::collections::BTreeSet;

/// What is wrong with a list of exceptions, lines of a case's name and the reason with a tab
/// between: cases that are different and not listed, listed ones that are the same, and those
/// without a reason.
pub fn unexpected<'a>(path: &str, different: impl Iterator<Item = &'a str>) -> Vec<String> {
    let text = std::fs::read_to_string(path).expect("the list can be read");
    let rows: Vec<(&str, &str)> =
        text.lines().map(|line| line.split_once('\t').unwrap_or((line, ""))).collect();
    let listed: BTreeSet<&str> = rows.iter().map(|(name, _)| *name).collect();
    let different: BTreeSet<&str> = different.collect();
    let new = different.difference(&listed).map(|name| format!("not listed: {name}"));
    let old = listed.difference(&different).map(|name| format!("the same after all: {name}"));
    let bare = rows.iter().filter(|(_, reason)| reason.is_empty());
    new.chain(old).chain(bare.map(|(name, _)| format!("no reason: {name}"))).collect()
}
