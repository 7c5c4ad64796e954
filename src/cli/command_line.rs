//! The words of the command line in the order that clap reads.

use std::ffi::OsString;

use clap::{Command, CommandFactory as _};

use super::Cli;

/// Moves flags that come before a verb behind it: `--listen :80 serve` is `serve --listen :80`.
pub fn arguments(given: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let given: Vec<OsString> = given.collect();
    match verb_after_flags(&given) {
        None => given,
        Some(place) => {
            let (before, rest) = given.split_at(place);
            let (verb, after) = rest.split_at(1);
            [&before[..1], verb, &before[1..], after].concat()
        }
    }
}

/// The place of a verb that is not the first word. A word after flags may be a flag's value: it is
/// a verb if what is before it is a whole command line.
fn verb_after_flags(given: &[OsString]) -> Option<usize> {
    let starts_with_flag = given.get(1).is_some_and(|word| word.to_string_lossy().starts_with('-'));
    if !starts_with_flag {
        return None;
    }
    let command = Cli::command();
    let is_verb =
        |word: &OsString| command.get_subcommands().any(|verb| *verb.get_name() == **word);
    let is_whole =
        |words: &[OsString]| Command::try_get_matches_from(command.clone(), words).is_ok();
    (2..given.len()).find(|place| is_verb(&given[*place]) && is_whole(&given[..*place]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moved(line: &str) -> String {
        let words = line.split(' ').map(OsString::from);
        let moved: Vec<String> =
            arguments(words).iter().map(|word| word.to_string_lossy().into_owned()).collect();
        moved.join(" ")
    }

    #[test]
    fn flags_before_a_verb_go_behind_it() {
        assert_eq!(moved("sse --listen 127.0.0.1:0 serve"), "sse serve --listen 127.0.0.1:0");
        assert_eq!(moved("sse --data d coupons count"), "sse coupons --data d count");
        assert_eq!(moved("sse --strict serve --debug"), "sse serve --strict --debug");
    }

    #[test]
    fn a_value_that_is_spelled_as_a_verb_is_a_value() {
        assert_eq!(moved("sse --title serve serve"), "sse serve --title serve");
        assert_eq!(moved("sse --title serve"), "sse --title serve");
        assert_eq!(moved("sse serve --title import"), "sse serve --title import");
    }
}
