//! What the README shows can be used as it stands.

use servicestack_emulator::config::{Layer, Notation, SeedData, Settings, read_text};
use servicestack_emulator::hosts::apex::{CallLimits, additions};

const README: &str = include_str!("../../README.md");

/// The README's blocks of TOML, in order.
fn blocks() -> Vec<&'static str> {
    let blocks = README.split("\n```toml\n").skip(1);
    blocks.map(|rest| rest.split("\n```").next().unwrap()).collect()
}

#[test]
fn the_settings_file_of_the_readme_has_every_key_and_is_accepted() {
    let layer: Layer = read_text("README.md", Notation::Toml, blocks()[0]).unwrap();
    let settings = Settings::from_layer(layer).unwrap();
    let mut keys: Vec<String> = settings.to_toml().unwrap().lines().filter_map(key).collect();
    keys.retain(|key| !blocks()[0].lines().filter_map(self::key).any(|shown| shown == *key));
    assert_eq!(keys, Vec::<String>::new(), "keys that the README does not show");
}

#[test]
fn the_seed_data_of_the_readme_are_accepted() {
    let data: SeedData = read_text("README.md", Notation::Toml, blocks()[1]).unwrap();
    assert_eq!(additions(data, CallLimits { coupons: 1_000_000 }).unwrap().len(), 1);
}

#[test]
fn the_flags_of_the_readme_are_those_of_the_command() {
    let help = super::run(&["--help"]).success();
    let help = String::from_utf8_lossy(&help.get_output().stdout).into_owned();
    let rows = README.lines().filter(|line| line.starts_with("| `--"));
    let shown: Vec<&str> = rows.flat_map(|row| row.split('`').skip(1).step_by(2).take(2)).collect();
    assert!(shown.len() >= 20, "{shown:?}");
    for name in shown {
        let name = name.split(' ').next().unwrap();
        assert!(help.contains(name), "{name}");
    }
}

/// The key of a line of TOML.
fn key(line: &str) -> Option<String> {
    let (key, _) = line.split_once(" = ")?;
    Some(key.to_owned())
}
