//! What is not reproduced: listed by cause in `fixtures/jsv/{file}-exceptions.jsonl`, a JSON list of
//! a vector's name and the cause a line.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use super::Outcome;

/// All are the same but those that are listed, which are not.
pub fn check(outcomes: &[Outcome], count: usize, file: &str) {
    assert_eq!(outcomes.len(), count);
    let different = report(outcomes);
    if let Ok(path) = std::env::var("MODERN_VECTORS_LEFT") {
        let rows = different.iter().map(|name| serde_json::json!([name, ""]).to_string() + "\n");
        fs::write(format!("{path}-{file}.jsonl"), rows.collect::<String>()).expect("it is written");
    }
    let path = format!("fixtures/jsv/{file}-exceptions.jsonl");
    let listed = exceptions(&path);
    assert!(listed.values().all(|cause| !cause.is_empty()), "each exception has a cause");
    assert_eq!(different, listed.into_keys().collect(), "different, and listed in {path}");
}

fn exceptions(path: &str) -> BTreeMap<String, String> {
    let text = fs::read_to_string(path).expect("the list of exceptions");
    let row = |line: &str| serde_json::from_str::<(String, String)>(line).expect("name and cause");
    text.lines().map(row).collect()
}

/// Prints a table by class and what is different.
#[expect(clippy::print_stdout, reason = "the comparison is for people to read")]
pub fn report(outcomes: &[Outcome]) -> BTreeSet<String> {
    let mut classes: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut different = BTreeSet::new();
    for outcome in outcomes {
        let is_same = outcome.expected == outcome.actual;
        let (same, all) = classes.entry(&outcome.class).or_default();
        *same += usize::from(is_same);
        *all += 1;
        if !is_same {
            let Outcome { name, expected, actual, .. } = outcome;
            println!("{name}\n  expected {expected}\n  actual   {actual}");
            different.insert(name.clone());
        }
    }
    for (class, (same, all)) in classes {
        println!("{class}: {same} of {all}");
    }
    println!("{} of {} the same", outcomes.len() - different.len(), outcomes.len());
    different
}
