//! What ServiceStack would drop or make up, which a careful reader refuses.

use super::Reader;
use crate::error::{Error, ErrorKind, Result};
use crate::lex;

impl Reader<'_> {
    /// A root in brackets, braces or quotes ends with them. What lies between is looked at where it
    /// is read.
    pub(super) fn look_at_ends(&mut self, root: &[u8], start: usize) {
        match root {
            [b'[', .., b']'] | [b'{', .., b'}'] => {}
            [b'[', ..] => self.miss_close(root, start, "`]`"),
            [b'{', ..] => self.miss_close(root, start, "`}`"),
            [b'"', ..] => self.look_at_quotes(root, start),
            _ => {}
        }
    }

    /// Either something stands behind the root, or its end is not there.
    #[cold]
    fn miss_close(&mut self, root: &[u8], start: usize, close: &'static str) {
        match lex::balanced(root, self.json) {
            Some(length) => self.miss(start + length, "the end of the text"),
            None => self.miss(start + root.len(), close),
        }
    }

    /// A root in quotes is a string of JSV, or else one of JSON.
    fn look_at_quotes(&mut self, root: &[u8], start: usize) {
        let (length, json_length) = (lex::quoted(root), lex::quoted_json(root));
        if !self.json && length == root.len() && lex::is_closed(root) {
            return;
        }
        if lex::is_closed_json(root) {
            self.json = true;
            return;
        }
        match length.min(json_length) {
            inner if inner < root.len() => self.miss(start + inner, "the end of the text"),
            end => self.miss(start + end, "a closing quote"),
        }
    }

    /// Notes where something is missing that ServiceStack would do without.
    #[cold]
    pub fn miss(&mut self, offset: usize, expected: &'static str) {
        if self.careful {
            self.fault.get_or_insert((offset, expected));
        }
    }

    /// What has been read, unless something was missing on the way.
    #[inline]
    pub fn accept<T>(&self, result: Result<T>) -> Result<T> {
        match self.fault {
            None => result,
            Some(fault) => Err(Self::earlier(fault, result.err())),
        }
    }

    /// An error of its own counts when it lies before the first fault.
    #[cold]
    fn earlier((offset, expected): (usize, &'static str), error: Option<Error>) -> Error {
        let before = |error: &Error| error.offset().is_some_and(|at| at < offset);
        error
            .filter(before)
            .unwrap_or_else(|| Error::new(ErrorKind::Expected(expected), Some(offset)))
    }

    /// Quoted text at the start of `bytes`, which reach to the limit, in the notation of the text.
    #[inline]
    pub fn quoted(&mut self, bytes: &[u8]) -> usize {
        let length = if self.json { lex::quoted_json(bytes) } else { lex::quoted(bytes) };
        if length == bytes.len() {
            self.look_at_close(bytes);
        }
        length
    }

    #[cold]
    fn look_at_close(&mut self, quoted: &[u8]) {
        let closed = if self.json { lex::is_closed_json(quoted) } else { lex::is_closed(quoted) };
        if !closed {
            self.miss(self.pos + quoted.len(), "a closing quote");
        }
    }
}
