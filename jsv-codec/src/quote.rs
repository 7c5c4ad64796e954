//! Quoting: when a string needs quotes, how they are put on and taken off
//! (docs/wire/jsv.md#quoting).

use crate::lex;
use crate::scalar::ScalarError;
use std::borrow::Cow;

/// Whether a string must stand in quotes: it contains one of `" : , { } [ ]`, CR or LF.
///
/// ```
/// assert!(jsv_codec::quote::needed("a,b"));
/// assert!(!jsv_codec::quote::needed(" four% "));
/// ```
#[must_use]
pub fn needed(text: &str) -> bool {
    lex::plain(text.as_bytes()) < text.len()
}

/// Whether a name must stand in quotes so that no part of it is lost: also if it is empty or has
/// white space, or a byte order mark, at an end.
pub(crate) fn needed_by_name(text: &str) -> bool {
    let edge = |c: char| c.is_whitespace() || c == '\u{FEFF}';
    text.is_empty() || text.starts_with(edge) || text.ends_with(edge) || needed(text)
}

/// As [`needed_by_name`], and if the string looks like null, a truth value or a number.
pub(crate) fn needed_by_value(text: &str) -> bool {
    needed_by_name(text) || crate::infer::is_other(text)
}

/// Appends a string, in quotes if it needs them, every inner quote doubled. The empty string stays
/// empty.
///
/// ```
/// let mut out = String::new();
/// jsv_codec::quote::write(r#"2" x 1""#, &mut out);
/// assert_eq!(out, r#""2"" x 1""""#);
/// ```
pub fn write(text: &str, out: &mut String) {
    if needed(text) {
        write_quoted(text, |part| out.push_str(part));
    } else {
        out.push_str(text);
    }
}

/// The parts of a quoted string, in order.
pub(crate) fn write_quoted(text: &str, mut part: impl FnMut(&str)) {
    part("\"");
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'"', rest.as_bytes()) {
        part(&rest[..=at]);
        part("\"");
        rest = &rest[at + 1..];
    }
    part(rest);
    part("\"");
}

/// Takes the quotes off. A text that does not begin with a quote is returned as it is; of any other
/// the first and the last character go, whatever the last one is, and doubled quotes become one.
///
/// ```
/// use jsv_codec::quote::unquote;
///
/// assert_eq!(unquote(r#""2"" x 1""""#), r#"2" x 1""#);
/// assert_eq!(unquote("'x'"), "'x'");
/// assert_eq!(unquote(r#""""#), "");
/// ```
#[must_use]
#[inline]
pub fn unquote(text: &str) -> Cow<'_, str> {
    match text.strip_prefix('"') {
        None => Cow::Borrowed(text),
        Some(rest) => {
            let inner = rest.strip_suffix(|_| true).unwrap_or_default();
            match memchr::memchr(b'"', inner.as_bytes()) {
                Some(first) => Cow::Owned(undouble(inner, first)),
                None => Cow::Borrowed(inner),
            }
        }
    }
}

/// As [`unquote`], of a whole value: a quote that stands alone is an error, as it is in
/// ServiceStack.
///
/// # Errors
/// [`ScalarError::Alone`].
///
/// ```
/// use jsv_codec::quote;
///
/// assert_eq!(quote::read(r#""a,b""#).unwrap(), "a,b");
/// assert!(quote::read("\"").is_err());
/// ```
#[inline]
pub fn read(text: &str) -> Result<Cow<'_, str>, ScalarError> {
    if text == "\"" { Err(ScalarError::Alone) } else { Ok(unquote(text)) }
}

/// Makes one quote of every two that stand together; `at` is where the first quote is.
fn undouble(text: &str, mut at: usize) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    loop {
        out.push_str(&rest[..=at]);
        rest = &rest[at + 1..];
        rest = rest.strip_prefix('"').unwrap_or(rest);
        match memchr::memchr(b'"', rest.as_bytes()) {
            Some(next) => at = next,
            None => break,
        }
    }
    out.push_str(rest);
    out
}
