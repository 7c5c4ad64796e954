//! The form of the pages: short lines, and links that lead somewhere.

use std::path::{Component, Path, PathBuf};

use regex::Regex;

use super::{Page, pages, root};

const COLUMNS: usize = 100;

fn all() -> Vec<Page> {
    let mut all = pages();
    all.push(Page::read("CHANGELOG.md"));
    all
}

#[test]
fn lines_have_at_most_100_columns() {
    let all = all();
    let long: Vec<String> = all
        .iter()
        .flat_map(|page| page.text.lines().enumerate().map(move |(index, line)| (page, index + 1, line)))
        // A row of a table cannot be broken.
        .filter(|(_, _, line)| !line.starts_with('|') && line.chars().count() > COLUMNS)
        .map(|(page, number, line)| format!("{}:{number}: {line}", page.path))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn links_lead_to_files_and_headings_that_exist() {
    let link = Regex::new(r"\]\(([^)\s]+)\)").unwrap();
    for page in all() {
        let text = without_code(&page.text);
        for target in link.captures_iter(&text).map(|found| found[1].to_owned()) {
            if target.starts_with("https://") {
                continue;
            }
            let (path, anchor) = target.split_once('#').unwrap_or((&target, ""));
            let file = if path.is_empty() { PathBuf::from(&page.path) } else { beside(&page.path, path) };
            assert!(root().join(&file).exists(), "{}: {target}", page.path);
            if !anchor.is_empty() {
                let there = anchors(&Page::read(file.to_str().unwrap()).text);
                assert!(there.iter().any(|known| known == anchor), "{}: {target} of {there:?}", page.path);
            }
        }
    }
}

/// A path as a link of `page` means it, from the root of the repository.
fn beside(page: &str, path: &str) -> PathBuf {
    let mut file = PathBuf::new();
    for part in Path::new(page).parent().unwrap().join(path).components() {
        match part {
            Component::ParentDir => assert!(file.pop(), "{page}: {path} leaves the repository"),
            part => file.push(part),
        }
    }
    file
}

/// The page without blocks and inline code.
fn without_code(text: &str) -> String {
    let prose: Vec<&str> = text.split("\n```").step_by(2).collect();
    Regex::new("`[^`\n]*`").unwrap().replace_all(&prose.join("\n"), "").into_owned()
}

/// The anchors that GitHub gives to headings.
fn anchors(text: &str) -> Vec<String> {
    let prose: Vec<&str> = text.split("\n```").step_by(2).collect();
    let prose = prose.join("\n");
    let headings = prose.lines().filter(|line| line.starts_with('#'));
    headings.map(|line| slug(line.trim_start_matches('#').trim())).collect()
}

fn slug(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || [' ', '-', '_'].contains(c));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}
