//! The dump form: one member a line, indented by tabs (docs/wire/jsv.md#dump-form).

use crate::error::Result;
use serde::Serialize;
use std::fmt;

/// Writes a value in ServiceStack's readable form: lines end in LF, each level is indented by one
/// more tab, a colon is followed by a blank, also where the value goes on the next line.
///
/// The form is made from the compact text character by character, as ServiceStack does: only commas
/// look whether they stand in quotes. A brace, or the first colon, within a quoted string is laid
/// out as if it were structure.
///
/// # Errors
/// As [`to_string`](crate::to_string).
///
/// ```
/// let value = jsv_codec::jsv!({ "A": 1, "B": [1, 2], "E": [] });
/// assert_eq!(
///     jsv_codec::to_string_dump(&value).unwrap(),
///     "{\n\tA: 1,\n\tB: \n\t[\n\t\t1,\n\t\t2\n\t],\n\tE: []\n}",
/// );
/// ```
pub fn to_string_dump<T: Serialize + ?Sized>(value: &T) -> Result<String> {
    crate::to_string(value).map(|text| dump(&text))
}

/// A value that displays itself in the dump form.
///
/// ```
/// assert_eq!(jsv_codec::Dump(&[1]).to_string(), "[\n\t1\n]");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Dump<'a, T: ?Sized>(pub &'a T);

impl<T: Serialize + ?Sized> fmt::Display for Dump<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&to_string_dump(self.0).map_err(|_| fmt::Error)?)
    }
}

/// Lays out compact JSV. No line is indented by more than 128 tabs, so that memory is linear in the
/// length of the text.
///
/// ```
/// assert_eq!(jsv_codec::dump("{Key:{}}"), "{\n\tKey: {}\n}");
/// assert_eq!(jsv_codec::dump("[2001-01-01T10:20:30Z]"), "[\n\t2001-01-01T10: 20:30Z\n]");
/// assert_eq!(jsv_codec::dump("[]"), "[\n\t\n]");
/// ```
#[must_use]
pub fn dump(compact: &str) -> String {
    let mut layout = Layout { out: String::with_capacity(compact.len() * 2), ..Layout::default() };
    let mut rest = compact.char_indices();
    while let Some((at, c)) = rest.next() {
        let next = compact[at + c.len_utf8()..].chars().next();
        if layout.character(c, next) {
            // The closing bracket of an empty container has been written with the opening one.
            rest.next();
        }
    }
    layout.out
}

/// More tabs than this no line has.
const DEEPEST: usize = 128;

#[derive(Default)]
struct Layout {
    out: String,
    depth: usize,
    quotes: bool,
    /// The last structural character was a colon with nothing behind it yet.
    value: bool,
    /// A colon has come since the last bracket or comma.
    colon: bool,
}

impl Layout {
    /// Writes one character; true when it took the next one with it.
    fn character(&mut self, c: char, next: Option<char>) -> bool {
        let value = std::mem::replace(&mut self.value, false);
        match c {
            '{' | '[' => return self.opening(c, next, value),
            '}' | ']' => {
                self.depth = self.depth.saturating_sub(1);
                self.line();
                self.out.push(c);
                self.colon = false;
            }
            ',' if !self.quotes => {
                self.out.push(c);
                self.line();
                self.colon = false;
            }
            ':' if !self.colon => {
                self.out.push_str(": ");
                (self.colon, self.value) = (true, true);
            }
            _ => {
                self.quotes ^= c == '"';
                self.out.push(c);
            }
        }
        false
    }

    fn opening(&mut self, c: char, next: Option<char>, value: bool) -> bool {
        let close = if c == '{' { '}' } else { ']' };
        if value && next == Some(close) {
            self.out.push(c);
            self.out.push(close);
            self.colon = false;
            return true;
        }
        if value {
            self.line();
        }
        self.out.push(c);
        self.depth += 1;
        self.line();
        self.colon = false;
        false
    }

    /// Deeper than anybody reads, a line is indented no further: the text stays linear in size.
    fn line(&mut self) {
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n('\t', self.depth.min(DEEPEST)));
    }
}

#[cfg(test)]
mod tests {
    use super::dump;

    #[test]
    fn lays_out_as_service_stack_does() {
        for (compact, expected) in [
            (
                "{A:1,B:[1,2],C:{D:x},E:[]}",
                "{\n\tA: 1,\n\tB: \n\t[\n\t\t1,\n\t\t2\n\t],\n\tC: \n\t{\n\t\tD: x\n\t},\n\tE: []\n}",
            ),
            ("[\"http://x\"]", "[\n\t\"http: //x\"\n]"),
            ("[{A:\"b,c\"},{}]", "[\n\t{\n\t\tA: \"b,c\"\n\t},\n\t{\n\t\t\n\t}\n]"),
            ("", ""),
            ("abc", "abc"),
        ] {
            assert_eq!(dump(compact), expected, "{compact}");
        }
    }

    #[test]
    fn memory_is_linear() {
        // Without a deepest line so many braces are far beyond that length under Miri, too.
        let braces = if cfg!(miri) { 400 } else { 200_000 };
        let length = dump(&"{".repeat(braces)).len();
        assert!(length <= braces * 130, "{length}");
    }
}
