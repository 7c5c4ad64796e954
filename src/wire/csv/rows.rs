//! CSV text as rows of cells.

use std::borrow::Cow;

use crate::wire::ReadError;

/// The rows of a text, one after the other. Empty lines are none.
pub(super) struct Rows<'a> {
    rest: &'a str,
}

impl<'a> Rows<'a> {
    /// All of a text.
    pub fn of(text: &'a str) -> Self {
        Self { rest: text }
    }

    /// The cells of the next row. One that begins with `}` has none (recorded).
    pub fn next(&mut self) -> Option<Result<Vec<Cow<'a, str>>, ReadError>> {
        loop {
            let line = self.line()?;
            match line.as_bytes().first() {
                None => {}
                Some(b'}') => return Some(Err(ReadError::no_such_item())),
                Some(_) => return Some(Ok(cells(line))),
            }
        }
    }

    /// The next line that is not empty, as it is.
    pub fn next_line(&mut self) -> Option<&'a str> {
        loop {
            match self.line()? {
                "" => {}
                line => return Some(line),
            }
        }
    }

    /// A line ends outside quotes.
    fn line(&mut self) -> Option<&'a str> {
        if self.rest.is_empty() {
            return None;
        }
        let mut quoted = false;
        let end = self.rest.bytes().position(|byte| {
            quoted ^= byte == b'"';
            byte == b'\n' && !quoted
        });
        let (line, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest.strip_prefix('\n').unwrap_or(rest);
        Some(line.strip_suffix('\r').unwrap_or(line))
    }
}

fn cells(line: &str) -> Vec<Cow<'_, str>> {
    let mut cells = Vec::new();
    let mut rest = line;
    loop {
        let (cell, after) = rest.split_at(width(rest));
        cells.push(unquoted(cell));
        let mut after = after.chars();
        if after.next().is_none() {
            return cells;
        }
        rest = after.as_str();
    }
}

/// How long the first cell is. Commas within quotes do not end it, nor those of a list or an object
/// that is closed. What follows a closing quote is taken for a comma, whatever it is.
fn width(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (opening, closing) = match bytes.first() {
        Some(b'[') => (b'[', b']'),
        Some(b'{') => (b'{', b'}'),
        Some(b'"') => return quoted(text),
        _ => return comma(text, 0),
    };
    let (mut depth, mut quoted) = (0_usize, false);
    let end = bytes.iter().position(|byte| {
        quoted ^= *byte == b'"';
        match *byte {
            _ if quoted => {}
            byte if byte == opening => depth += 1,
            byte if byte == closing => depth -= 1,
            _ => {}
        }
        depth == 0 && !quoted
    });
    comma(text, end.unwrap_or_default())
}

/// The length of a quoted cell, with both its quotes.
fn quoted(text: &str) -> usize {
    let mut rest = text[1..].match_indices('"').map(|(at, _)| at + 1).peekable();
    while let Some(at) = rest.next() {
        if rest.next_if_eq(&(at + 1)).is_none() {
            return at + 1;
        }
    }
    text.len()
}

/// The place of the first comma outside quotes, from a place on.
fn comma(text: &str, from: usize) -> usize {
    let mut quoted = false;
    let found = text.as_bytes()[from..].iter().position(|byte| {
        quoted ^= *byte == b'"';
        *byte == b',' && !quoted
    });
    found.map_or(text.len(), |found| from + found)
}

fn unquoted(cell: &str) -> Cow<'_, str> {
    let Some(inner) = cell.strip_prefix('"') else { return Cow::Borrowed(cell) };
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    if inner.contains("\"\"") {
        Cow::Owned(inner.replace("\"\"", "\""))
    } else {
        Cow::Borrowed(inner)
    }
}

#[cfg(test)]
mod tests {
    use super::Rows;

    fn check(text: &str, expected: &[&[&str]]) {
        let mut rows = Rows::of(text);
        let rows: Vec<_> =
            std::iter::from_fn(|| rows.next()).map(|row| row.expect("cells")).collect();
        assert_eq!(rows, expected, "{text}");
    }

    #[test]
    fn rows_and_cells() {
        check("A,B\r\n1,2\n3,4", &[&["A", "B"], &["1", "2"], &["3", "4"]]);
        check("\r\nA\r\n\r\n1\r\n", &[&["A"], &["1"]]);
        check("A,\r\n,", &[&["A", ""], &["", ""]]);
        check("", &[]);
    }

    #[test]
    fn quotes_and_groups_hold_commas() {
        check("\"a,b\",\"c\"\"d\",\"e\r\nf\"", &[&["a,b", "c\"d", "e\r\nf"]]);
        check("[a,b],{k:1,l:[2,3]},x", &[&["[a,b]", "{k:1,l:[2,3]}", "x"]]);
        check("[Mia,5", &[&["[Mia", "5"]]);
        check("\"\"\"\"", &[&["\""]]);
        check("\"a\":\"b\" }", &[&["a", "b", "}"]]);
    }

    #[test]
    fn a_closing_brace_is_no_row() {
        assert!(Rows::of("}").next().is_some_and(|row| row.is_err()));
        check("a},]", &[&["a}", "]"]]);
    }
}
