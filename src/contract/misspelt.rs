//! Members of a document that are likely meant for others: hand-written ones have such.

use std::collections::HashSet;
use std::fmt::Display;

use super::Remark;
use crate::nearest::slip;

/// Shorter names are a slip from one another by chance.
const SHORTEST: usize = 4;

/// A name that is longer, and one more than so many, are those of no person.
const LONGEST: usize = 40;
const MOST: usize = 1_000;

/// What was noted of a document.
#[derive(Debug, Default)]
pub(super) struct Misspelt {
    seen: HashSet<(&'static [&'static str], String)>,
    remarks: Vec<Remark>,
}

impl Misspelt {
    /// Notes an unknown name where it stands first, if it differs by a slip from one of `known`.
    pub fn note(&mut self, name: &str, known: &'static [&'static str], way: &impl Display) {
        let counts = (SHORTEST..=LONGEST).contains(&name.len()) && self.seen.len() < MOST;
        if !counts || !self.seen.insert((known, name.to_owned())) {
            return;
        }
        if let Some(meant) = meant(name, known) {
            let message = format!("`{name}` is not known here; did you mean `{meant}`?");
            self.remarks.push(Remark { path: way.to_string(), message });
        }
    }

    /// All that was noted.
    pub fn into_remarks(self) -> Vec<Remark> {
        self.remarks
    }
}

/// The known name, in capitals or not as the unknown one.
fn meant(name: &str, known: &[&str]) -> Option<String> {
    let lower: Vec<String> = known.iter().map(|known| known.to_lowercase()).collect();
    let lower: Vec<&str> = lower.iter().map(String::as_str).collect();
    let name_in_lower = name.to_lowercase();
    let near = slip(&name_in_lower, &lower)?;
    // In a short name two slips are half of it.
    if name.len() < 6 && strsim::damerau_levenshtein(&name_in_lower, near) > 1 {
        return None;
    }
    let mut meant = (*known.get(lower.iter().position(|own| *own == near)?)?).to_owned();
    if let Some(first) = meant.get_mut(..1).filter(|_| name.starts_with(char::is_lowercase)) {
        first.make_ascii_lowercase();
    }
    Some(meant)
}
