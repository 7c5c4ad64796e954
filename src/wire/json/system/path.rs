//! Where in a text a fault is: `Path: $.a[0] | LineNumber: 0 | BytePositionInLine: 7.`

use std::fmt::Write as _;
use std::ops::Range;

use super::{fault::Fault, string};
use crate::wire::ReadError;

/// A step from a value to what is being read within it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// The member of this name, or no member yet or any more.
    Member(Option<Range<usize>>),
    /// The item behind so many.
    Item(usize),
}

/// A fault as the host words it.
pub(super) fn error(text: &str, steps: &[Step], fault: Fault) -> ReadError {
    let before = &text.as_bytes()[..fault.at];
    let line = before.iter().filter(|byte| **byte == b'\n').count();
    let column = before.iter().rev().take_while(|byte| **byte != b'\n').count();
    let path: String = steps.iter().map(|step| shown(text, step)).collect();
    let message = format!(
        "{} Path: ${path} | LineNumber: {line} | BytePositionInLine: {column}.",
        fault.message
    );
    ReadError::new("JsonException", message)
}

fn shown(text: &str, step: &Step) -> String {
    let mut out = String::new();
    match step {
        Step::Member(None) => {}
        // Writing to a string never fails.
        Step::Item(count) => _ = write!(out, "[{count}]"),
        Step::Member(Some(span)) => {
            let raw = &text[span.clone()];
            let name = string::read(raw).unwrap_or_else(|| raw.to_owned());
            _ = if name.contains(is_special) {
                write!(out, "['{name}']")
            } else {
                write!(out, ".{name}")
            };
        }
    }
    out
}

/// A name with such a character stands in brackets.
fn is_special(c: char) -> bool {
    matches!(
        c,
        '.' | ' '
            | '\''
            | '/'
            | '"'
            | '['
            | ']'
            | '('
            | ')'
            | '\t'
            | '\n'
            | '\r'
            | '\u{C}'
            | '\u{8}'
            | '\\'
            | '\u{85}'
            | '\u{2028}'
            | '\u{2029}'
    )
}
