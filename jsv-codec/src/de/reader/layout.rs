//! White space: what a tolerant reader passes over, and what ServiceStack does.

use super::Reader;
use crate::lex;
use crate::scalar::Dialect;

impl Reader<'_> {
    /// What lies between the brackets of a list.
    pub fn list_content(&mut self, start: usize, end: usize) -> (usize, usize) {
        let content = list_content(self.text, start, end, self.dialect);
        let list = self.text.get(start..end).unwrap_or_default().trim();
        if self.careful && list.starts_with('[') && (list.len() < 2 || !list.ends_with(']')) {
            self.miss(end, "`]`");
        }
        content
    }

    /// One character further, whatever it is. The splitter skips where it expects a colon or a
    /// comma.
    pub fn skip_blindly(&mut self) {
        let width = self
            .text
            .get(self.pos..)
            .and_then(|rest| rest.chars().next())
            .map_or(1, char::len_utf8);
        self.pos += width;
    }

    /// White space before one of the bytes of `before`, or with a line break in it, is layout; in
    /// JSON all of it is.
    #[inline]
    pub fn skip_layout(&mut self, before: &[u8]) {
        if self.is_at_blank() {
            self.skip_blanks(before);
        }
    }

    #[cold]
    fn skip_blanks(&mut self, before: &[u8]) {
        if self.tolerant {
            self.pos +=
                if self.json { lex::space(self.rest()) } else { lex::layout(self.rest(), before) };
        }
    }

    /// As [`skip_layout`](Self::skip_layout) before nothing in particular; whether there was any.
    #[inline]
    pub fn skip_break(&mut self) -> bool {
        let from = self.pos;
        self.skip_layout(b"");
        self.pos > from
    }

    /// White space may begin here: few values and names do with it.
    #[inline]
    fn is_at_blank(&self) -> bool {
        self.text.as_bytes().get(self.pos).is_some_and(|byte| *byte <= b' ')
    }

    /// All white space, which every list has in front.
    #[inline]
    pub fn skip_space(&mut self) {
        if self.is_at_blank() {
            self.pos += lex::space(self.rest());
        }
    }
}

/// White space at the end of a raw value is layout if there is a line break in it.
pub(super) fn without_layout(text: &str) -> &str {
    let trimmed = text.trim_ascii_end();
    let broken = memchr::memchr2(b'\r', b'\n', &text.as_bytes()[trimmed.len()..]).is_some();
    if broken { trimmed } else { text }
}

/// What lies between the brackets of a list: trimmed outside, first and last character dropped
/// unseen when it begins with a bracket, trimmed in front.
///
/// Of modern lists the white space in front belongs to the first element, if there is one.
pub(super) fn list_content(
    text: &str,
    start: usize,
    end: usize,
    dialect: Dialect,
) -> (usize, usize) {
    let outer = text.get(start..end).unwrap_or_default();
    let trimmed = outer.trim_start();
    let start = start + outer.len() - trimmed.len();
    let trimmed = trimmed.trim_end();
    let Some(inner) = trimmed.strip_prefix('[') else {
        return (start, start + trimmed.len());
    };
    let inner = inner.strip_suffix(|_| true).unwrap_or_default();
    let limit = start + 1 + inner.len();
    if dialect == Dialect::Modern {
        return (if inner.trim().is_empty() { limit } else { start + 1 }, limit);
    }
    (start + 1 + lex::front(inner), limit)
}
