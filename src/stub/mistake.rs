//! What is wrong with a file, in one sentence.

use std::fmt;
use std::path::{Path, PathBuf};

/// A mistake in a file of stubs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The file.
    pub file: PathBuf,
    /// The line, counted from 1, where one is to blame.
    pub line: Option<usize>,
    /// The sentence, with the member.
    pub reason: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(out, "{}, line {line}: {}", self.file.display(), self.reason),
            None => write!(out, "{}: {}", self.file.display(), self.reason),
        }
    }
}

impl std::error::Error for Mistake {}

/// A mistake before its file is named: the place is a byte of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub at: Option<usize>,
    pub reason: String,
}

impl Fault {
    /// At a byte of the text.
    pub fn at(at: usize, reason: impl Into<String>) -> Self {
        Self { at: Some(at), reason: reason.into() }
    }

    /// Of the whole file.
    pub fn whole(reason: impl Into<String>) -> Self {
        Self { at: None, reason: reason.into() }
    }

    /// With its file.
    pub fn of(self, file: &Path, text: &str) -> Mistake {
        Mistake {
            file: file.to_owned(),
            line: self.at.map(|at| line_of(text, at)),
            reason: self.reason,
        }
    }
}

/// Where the lines of a text begin, for many questions of one text.
pub(super) struct Lines(Vec<usize>);

impl Lines {
    pub fn of(text: &str) -> Self {
        Self(text.match_indices('\n').map(|(at, _)| at + 1).collect())
    }

    /// The line of a byte, from one.
    pub fn line_of(&self, at: usize) -> usize {
        1 + self.0.partition_point(|start| *start <= at)
    }
}

/// The line of a byte, from one.
pub(super) fn line_of(text: &str, at: usize) -> usize {
    1 + text.bytes().take(at).filter(|byte| *byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_to_find_a_line_agree() {
        for text in ["", "a", "\n", "a\nb\n\nc", "\r\n\u{e4}\n"] {
            let lines = Lines::of(text);
            for at in 0..=text.len() {
                assert_eq!(lines.line_of(at), line_of(text, at), "{text:?}, {at}");
            }
        }
    }
}
