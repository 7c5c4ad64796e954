//! docs/wire/recorded-modern.md: it claims no more than the tables, and its requests are recorded.
//! docs/compatibility.md: its shares are those of the tables.

use std::fs;
use std::path::Path;

use super::case;
use super::case::Step;
use super::table::Table;

fn page() -> String {
    fs::read_to_string("docs/wire/recorded-modern.md").expect("the page")
}

/// Same and all of a recording.
fn counted(recording: &str) -> (usize, usize) {
    Table::read(&format!("fixtures/tests/{recording}-topics.tsv")).total()
}

#[test]
fn no_more_is_the_same_than_the_tables_say() {
    let page = page();
    let rows: Vec<&str> = page.lines().filter(|line| line.starts_with("| `10.1.5-")).collect();
    for row in &rows {
        let name = row.split('`').nth(1).expect("a name");
        let numbers = row.split('|').filter_map(|cell| cell.trim().replace(',', "").parse().ok());
        let numbers: Vec<usize> = numbers.collect();
        let claims = match *numbers {
            [all, same, of_endpoints, by_endpoints] => vec![
                (name.to_owned(), all, same),
                (format!("{name}-endpoints"), of_endpoints, by_endpoints),
            ],
            [all, .., same] => vec![(name.to_owned(), all, same)],
            _ => panic!("{row}"),
        };
        for (recording, all, same) in claims {
            let (known, cases) = counted(&recording);
            assert!(all == cases && same <= known, "{row}: {known} of {cases}");
        }
    }
    assert_eq!(rows.len(), 17);
}

/// The share of a recording that is the same, and its cases, as docs/compatibility.md writes them.
fn share(recording: &str) -> (String, String) {
    let (same, all) = counted(recording);
    let tenths = (same * 2_000 / all).div_ceil(2);
    let cases = match all {
        0..1_000 => all.to_string(),
        _ => format!("{},{:03}", all / 1_000, all % 1_000),
    };
    (format!("{}.{} %", tenths / 10, tenths % 10), cases)
}

#[test]
fn shares_are_those_of_the_tables() {
    let page = fs::read_to_string("docs/compatibility.md").expect("the page");
    let rows = [
        ("requests on 250 topics, Kestrel's own answers among them", "10.1.5-http-random"),
        ("what ServiceStack's own C# clients send", "10.1.5-client-wire"),
        ("what users of such hosts meet", "10.1.5-public"),
        ("values of all scalar types in every notation", "10.1.5-echo-types"),
        ("requests on 33 topics and random traffic", "10.1.5-http-endpoints"),
        ("what ServiceStack's own C# clients send", "10.1.5-client-wire-endpoints"),
    ];
    for (what, recording) in rows {
        let (share, cases) = share(recording);
        let row = format!("| {what} | {cases} | {share} |");
        assert!(page.contains(&row), "{row}");
    }
    let ((requests, cases), (clients, _)) =
        (share("10.1.5-http-random"), share("10.1.5-client-wire"));
    let by_version = format!(
        "| requests and answers | {requests} of {cases} cases, {clients} of what its C# clients send"
    );
    assert!(page.contains(&by_version), "{by_version}");
    let (values, cases) = share("10.1.5-echo-types");
    let by_version = format!("{values} of {cases} values over HTTP");
    assert!(page.contains(&by_version), "{by_version}");
}

/// The lines of a block; `> +` and `< +` go on with the line before.
fn joined(block: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in block.lines() {
        match (line.get(1..4), lines.last_mut()) {
            (Some(" + "), Some(last)) => last.push_str(line.get(4..).unwrap_or_default()),
            _ => lines.push(line.to_owned()),
        }
    }
    lines
}

/// Each block is a request and what was recorded of its answer, of a case that is answered alike.
#[test]
fn the_requests_that_are_shown_are_recorded_and_answered_alike() {
    let page = page();
    let blocks: Vec<&str> = page.split("```http\n").collect();
    for pair in blocks.windows(2) {
        let file = pair[0].trim_end().trim_end_matches("`):").rsplit('`').next().expect("a file");
        let lines = joined(pair[1].split("\n```").next().unwrap_or_default());
        let compressed = format!("fixtures/conformance/modern/{file}.jsonl.gz");
        let path = match Path::new(&compressed).exists() {
            true => compressed,
            false => format!("fixtures/conformance/modern/{file}.jsonl"),
        };
        let found = case::read(&path).into_iter().find(|case| {
            let calls = case.steps.iter().filter_map(|step| match step {
                Step::Call(call) => Some(call.lines()),
                _ => None,
            });
            calls.into_iter().any(|all| lines.iter().all(|line| all.contains(line)))
        });
        let name = found.unwrap_or_else(|| panic!("{file}: {lines:#?}")).name();
        for list in ["", "-endpoints"] {
            let list = format!("fixtures/tests/10.1.5-{file}{list}-exceptions.tsv");
            let listed = fs::read_to_string(list).unwrap_or_default();
            assert!(!listed.contains(&name), "{name} is answered otherwise");
        }
    }
    assert_eq!(blocks.len(), 16);
}
