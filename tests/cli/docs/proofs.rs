//! The table of docs/development.md: each test that it names is there.

use std::fs;

use super::{Page, root};

#[test]
fn the_tests_that_are_said_to_prove_something_are_there() {
    let page = Page::read("docs/development.md");
    let table = page.text.split("| promise | test |").nth(1).unwrap();
    let rows: Vec<&str> = table.lines().filter(|line| line.starts_with("| ")).collect();
    for row in &rows {
        let proof = row.split(" | ").last().unwrap();
        let named = proof.split('`').nth(1).unwrap();
        let (path, test) = named.split_once(": ").unwrap_or((named, ""));
        let text = fs::read_to_string(root().join(path)).unwrap_or_else(|_| panic!("{row}"));
        assert!(test.is_empty() || text.contains(&format!("fn {test}(")), "{row}");
    }
    assert!(rows.len() > 60, "{}", rows.len());
}

/// The session of a typed client is the file that tests/clients/run executes, and compares what it
/// prints with the page.
#[test]
fn the_session_that_is_shown_is_the_one_that_is_run() {
    let page = Page::read("docs/admin.md");
    let shown = super::block::blocks(&page).into_iter().find(|block| block.language == "js");
    let run = fs::read_to_string(root().join("tests/clients/typescript/session.mjs")).unwrap();
    let code = run.lines().skip_while(|line| line.starts_with("//")).collect::<Vec<_>>();
    assert_eq!(shown.unwrap().text().trim(), code.join("\n").trim());
}
