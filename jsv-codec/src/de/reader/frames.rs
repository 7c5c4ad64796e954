//! The containers that are open.

use super::{Frame, Reader};
use crate::error::{Error, ErrorKind, Result};

impl Reader<'_> {
    /// Opens a container of unknown end and gives its level.
    #[inline]
    pub fn enter(&mut self, start: usize, list: bool) -> Result<usize> {
        let trust = if list { self.without_last() } else { self.trust };
        self.push(Frame { start, limit: self.limit(), end: self.limit(), open: true, list, trust })
    }

    /// Opens a container whose content ends at `limit` and whose text ends at `end`.
    #[inline]
    pub fn enter_cut(
        &mut self,
        start: usize,
        limit: usize,
        end: usize,
        list: bool,
    ) -> Result<usize> {
        let trust = self.text.get(..limit).map_or(limit, |text| text.trim_end().len());
        self.push(Frame { start, limit, end, open: false, list, trust })
    }

    #[inline]
    fn push(&mut self, frame: Frame) -> Result<usize> {
        if self.frames.len() >= self.max_depth {
            return Err(Error::new(ErrorKind::TooDeep, Some(frame.start)));
        }
        (self.open, self.list, self.trust) = (frame.open, frame.list, frame.trust);
        self.reach_to(frame.limit);
        self.frames.push(frame);
        Ok(self.frames.len() - 1)
    }

    /// What is left of the trusted text when a list drops its last character, and the next one its
    /// white space.
    #[inline]
    fn without_last(&self) -> usize {
        let trusted = self.text.get(..self.trust).unwrap_or_default();
        trusted.strip_suffix(|_| true).unwrap_or_default().trim_end().len()
    }

    /// Whether regular text may end a value, or a list, at `at`.
    ///
    /// Of a list the last character is dropped, whatever it is. As long as there is one character
    /// for each open list behind a value, that is a bracket or at least none of the value's; a text
    /// that breaks off is cut first.
    #[inline]
    pub fn trusted(&self, at: usize) -> bool {
        at <= self.trust || !self.open
    }

    /// Forgets all containers but the outermost `count`.
    #[inline]
    pub(super) fn keep(&mut self, count: usize) {
        self.frames.truncate(count);
        let limit;
        (limit, self.open, self.list, self.trust) = match self.frames.last() {
            Some(frame) => (frame.limit, frame.open, frame.list, frame.trust),
            None => (self.text.len(), false, false, self.text.len()),
        };
        self.reach_to(limit);
    }

    /// Closes the container that has been read to its end.
    #[inline]
    pub fn leave(&mut self, level: usize) {
        if let Some(frame) = self.frames.get(level) {
            if !frame.open {
                self.pos = frame.end;
            }
            self.finished = frame.start;
        }
        self.keep(level);
    }

    #[inline]
    fn reach_to(&mut self, limit: usize) {
        let text = self.text.as_bytes();
        self.reach = text.get(..limit).unwrap_or(text);
    }
}
