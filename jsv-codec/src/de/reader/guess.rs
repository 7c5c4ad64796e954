//! Signs of JSON.

use super::Reader;
use crate::{lex, quote};

impl<'de> Reader<'de> {
    /// An element in quotes that JSV would not put there shows that the text is JSON. The first few
    /// are looked at.
    #[inline]
    pub fn guess_json(&mut self) {
        if self.guesses > 0 && self.peek() == Some(b'"') {
            self.guess_json_by_element();
        }
    }

    /// Within an object its names have told already.
    #[cold]
    fn guess_json_by_element(&mut self) {
        self.guesses -= 1;
        if self.frames.iter().all(|frame| frame.list) {
            self.json |= !quote::needed_by_value(self.unread_quoted());
        }
    }

    /// A name in quotes that JSV would not put there shows that the text is JSON.
    pub fn guess_json_by_name(&mut self) {
        self.json |= !self.lossless && !quote::needed_by_name(self.unread_quoted());
    }

    /// What JSV has between the quotes that begin here.
    fn unread_quoted(&self) -> &'de str {
        let end = self.pos + lex::quoted(self.rest());
        self.text.get(self.pos + 1..end - 1).unwrap_or_default()
    }
}
