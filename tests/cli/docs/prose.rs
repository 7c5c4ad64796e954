//! The form of the pages: short lines, and links that lead somewhere.

use std::fs;
use std::path::{Component, Path, PathBuf};

use regex::Regex;

use super::{Page, pages, root};

const COLUMNS: usize = 100;

fn all() -> Vec<Page> {
    let mut all = pages();
    all.extend(["ARCHITECTURE.md", "BENCHMARKS.md", "CHANGELOG.md"].map(Page::read));
    let codec = ["README.md", "BENCHMARKS.md", "CHANGELOG.md", "DEVIATIONS.md"];
    all.extend(codec.map(|name| Page::read(&format!("jsv-codec/{name}"))));
    all
}

#[test]
fn lines_have_at_most_100_columns() {
    let all = all();
    let long: Vec<String> = all
        .iter()
        .flat_map(|page| {
            page.text.lines().enumerate().map(move |(index, line)| (page, index + 1, line))
        })
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
            let file = if path.is_empty() {
                PathBuf::from(&page.path)
            } else {
                relative_to(&page.path, path)
            };
            assert!(root().join(&file).exists(), "{}: {target}", page.path);
            if !anchor.is_empty() {
                let there = anchors(&Page::read(file.to_str().unwrap()).text);
                assert!(
                    there.iter().any(|known| known == anchor),
                    "{}: {target} of {there:?}",
                    page.path
                );
            }
        }
    }
}

#[test]
fn the_sources_cite_pages_of_this_repository() {
    let cited = Regex::new(r"docs/wire/[a-z-]+\.md(#[a-z-]+)?").unwrap();
    let elsewhere = Regex::new(r"//.*\b(spec 0[0-9]|oracle)\b").unwrap();
    let mut count = 0;
    for file in sources() {
        let text = fs::read_to_string(&file).unwrap();
        assert!(
            !elsewhere.is_match(&text),
            "{} cites what is not in the repository",
            file.display()
        );
        for citation in cited.find_iter(&text) {
            let (path, anchor) =
                citation.as_str().split_once('#').unwrap_or((citation.as_str(), ""));
            let there = anchors(&Page::read(path).text);
            let known = anchor.is_empty() || there.iter().any(|known| known == anchor);
            assert!(known, "{}: {} of {there:?}", file.display(), citation.as_str());
            count += 1;
        }
    }
    assert!(count > 80, "{count}");
}

/// The files of Rust below `src`, of the emulator and of `jsv-codec`.
fn sources() -> Vec<PathBuf> {
    let mut folders = vec![root().join("src"), root().join("jsv-codec/src")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files
}

/// A path as a link of `page` means it, from the root of the repository.
fn relative_to(page: &str, path: &str) -> PathBuf {
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
