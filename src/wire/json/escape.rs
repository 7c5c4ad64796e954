//! Escapes that JSON does not need, of hosts that are set to write them (`EscapeUnicode`,
//! `EscapeHtmlChars`).

use std::fmt::Write as _;

use crate::wire::Dialect;

/// What `EscapeHtmlChars` escapes.
const OF_HTML: [char; 5] = ['<', '>', '&', '=', '\''];

/// Adds the escapes that the host is set to write to a string at the end of a text, its quotes
/// included.
pub(super) fn more(out: &mut String, begin: usize, dialect: &Dialect) {
    let escapes_html = dialect.js.escape_html_chars && looks_for_html(&out[begin..], dialect);
    let is_escaped = |c: &char| match c {
        c if OF_HTML.contains(c) => escapes_html,
        c => dialect.js.escape_unicode && !c.is_ascii(),
    };
    if !out[begin..].chars().any(|c| is_escaped(&c)) {
        return;
    }
    let text = out.split_off(begin);
    for c in text.chars() {
        match c {
            c if !is_escaped(&c) => out.push(c),
            c if c.is_ascii() => _ = write!(out, "\\u{:04x}", u32::from(c)),
            c => {
                let mut units = [0; 2];
                for unit in c.encode_utf16(&mut units) {
                    // Writing to a String cannot fail.
                    let _ = write!(out, "\\u{unit:04X}");
                }
            }
        }
    }
}

/// 5.9.1 does not look for an apostrophe: alone it stays as it is (recorded).
fn looks_for_html(text: &str, dialect: &Dialect) -> bool {
    let is_other = |c| c != '\'' && OF_HTML.contains(&c);
    dialect.text == jsv_codec::Dialect::Modern || text.contains(is_other) || text.contains('\\')
}
