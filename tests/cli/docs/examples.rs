//! The blocks of TOML and the tables of flags.

use servicestack_emulator::config::{Layer, Notation, SeedData, Settings, read_text};
use servicestack_emulator::hosts::apex::{CallLimits, additions};

use super::block::blocks;
use super::{Page, pages};

/// Pages that show parts of settings files.
const PARTS: &[&str] = &["docs/accounts.md", "docs/files.md"];

/// The only block of TOML of a page.
fn toml(path: &str) -> String {
    let mut blocks = all_toml(path);
    assert_eq!(blocks.len(), 1, "{path}");
    blocks.remove(0)
}

/// The blocks of TOML of a page.
fn all_toml(path: &str) -> Vec<String> {
    let page = Page::read(path);
    let blocks = blocks(&page).into_iter().filter(|block| block.language == "toml");
    blocks.map(|block| block.text()).collect()
}

#[test]
fn the_settings_file_of_the_documentation_has_every_key_and_is_accepted() {
    let text = toml("docs/settings.md");
    let layer = Layer::from_text("docs/settings.md", &text).unwrap();
    let settings = Settings::from_layer(layer).unwrap();
    let shown: Vec<String> = text.lines().filter_map(key).collect();
    let mut keys: Vec<String> = settings.to_toml().unwrap().lines().filter_map(key).collect();
    keys.retain(|key| !shown.contains(key));
    assert_eq!(keys, Vec::<String>::new(), "keys that the documentation does not show");
}

#[test]
fn the_parts_of_settings_files_of_the_documentation_are_accepted() {
    for texts in PARTS.iter().map(|page| all_toml(page)) {
        let read = |text: &String| Layer::from_text("a page", text).unwrap();
        // The parts of a page are of one file: its keys name the users of another part.
        let users = texts.iter().map(read).find(|layer| layer.sets("users")).unwrap_or_default();
        for text in &texts {
            let settings = Settings::from_layer(read(text).over(users.only(&["users"])));
            assert!(settings.is_ok(), "{text}\n{:?}", settings.err());
        }
    }
}

#[test]
fn the_seed_data_of_the_documentation_are_accepted() {
    let data: SeedData =
        read_text("docs/seed-data.md", Notation::Toml, &toml("docs/seed-data.md")).unwrap();
    assert_eq!(additions(data, CallLimits { coupons: 1_000_000 }).unwrap().len(), 1);
}

#[test]
fn only_pages_whose_settings_are_read_by_a_test_show_any() {
    let shown: Vec<String> = pages()
        .iter()
        .filter(|page| blocks(page).iter().any(|block| block.language == "toml"))
        .map(|page| page.path.clone())
        .collect();
    // That of MIKO is read by tests/hosts/miko/data.rs.
    let mut known = [&["docs/miko.md", "docs/seed-data.md", "docs/settings.md"], PARTS].concat();
    known.sort_unstable();
    assert_eq!(shown, known);
}

#[test]
fn the_flags_of_the_documentation_are_those_of_the_command() {
    let help = crate::run(&["--help"]).success();
    let help = String::from_utf8_lossy(&help.get_output().stdout).into_owned();
    let page = Page::read("docs/settings.md");
    let rows = page.text.lines().filter(|line| line.starts_with("| `"));
    let names = rows.flat_map(|row| row.split('`').skip(1).step_by(2));
    let shown: Vec<&str> = names
        .filter(|name| ["--", "SSE_", "RUST_"].iter().any(|start| name.starts_with(start)))
        .collect();
    assert!(shown.len() >= 80, "{shown:?}");
    for name in &shown {
        let name = name.split(' ').next().unwrap();
        assert!(help.contains(name), "{name} is no flag");
    }
    let flags = help.split_whitespace().filter(|word| word.starts_with("--") && word.len() > 2);
    for flag in flags.map(|flag| flag.split(['[', '=', ',']).next().unwrap()) {
        let known = ["--help", "--version", "--name"].contains(&flag)
            || shown.iter().any(|row| row.starts_with(flag));
        assert!(known, "{flag} is not in the table");
    }
}

/// The key of a line of TOML.
fn key(line: &str) -> Option<String> {
    let (key, _) = line.split_once(" = ")?;
    Some(key.to_owned())
}
