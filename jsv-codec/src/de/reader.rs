//! The text being read and the containers that are open in it.
//!
//! ServiceStack cuts a container out of the text before it looks inside. Doing so literally scans
//! every byte once for each level it lies in. The reader instead goes forward and trusts that a
//! container ends where its closing bracket is met, which is where the cut would have ended as long
//! as everything before it was *regular*: no quote, brace or bracket in the middle of a raw value
//! or name. At the first thing that is not regular, it cuts all open containers after all
//! ([`Reader::settle`]) and goes on inside these limits as ServiceStack would.

mod care;
mod frames;
mod guess;
mod layout;
mod settle;

use crate::lex;
use crate::options::{MemberNames, Mode, Options};
use crate::scalar::Dialect;
use layout::without_layout;

/// A container that is being read.
#[derive(Clone, Copy)]
struct Frame {
    /// Where its text begins.
    start: usize,
    /// Where its content ends, or as far as it can reach while that is not known.
    limit: usize,
    /// Where its text ends, once it has been cut.
    end: usize,
    /// Not cut yet.
    open: bool,
    list: bool,
    /// How far the innermost open list can be trusted; see [`Reader::trusted`].
    trust: usize,
}

/// Where a value is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Extent {
    /// It begins here, where the reader stands. Its end is found when somebody asks for its text;
    /// numbers and containers find their own.
    Ahead(usize),
    /// From one byte to another: the root.
    Cut(usize, usize),
    /// Nowhere: an element that a list has without a text.
    Absent,
}

/// No place in any text.
const NOWHERE: usize = usize::MAX;

pub(super) struct Reader<'de> {
    pub text: &'de str,
    pub pos: usize,
    /// The text up to where the content of the innermost container ends, or as far as it can reach
    /// while that is not known.
    reach: &'de [u8],
    /// The innermost container has not been cut.
    pub open: bool,
    /// The innermost container is a list.
    list: bool,
    trust: usize,
    frames: Vec<Frame>,
    /// Start of the value behind whose end the reader stands.
    finished: usize,
    max_depth: usize,
    pub tolerant: bool,
    /// What ServiceStack would drop or make up is an error.
    pub careful: bool,
    /// The first place where it would have, and what should stand there.
    fault: Option<(usize, &'static str)>,
    /// A tolerant reader has met a member name in quotes that JSV would not put there.
    pub json: bool,
    /// So many elements in quotes are still to be looked at for signs of JSON.
    guesses: u8,
    /// Bare scalars that nobody has asked a type for are what they look like.
    pub infer: bool,
    /// One of them did look like more than a string.
    pub inferred: bool,
    /// Null may be written as `null`, which no string is.
    pub lossless: bool,
    /// `_` and `-` in member names do not count.
    pub loose_names: bool,
    pub dialect: Dialect,
    /// The last scalar was asked for as a number; lists of numbers end differently.
    pub numeric: bool,
}

impl<'de> Reader<'de> {
    pub fn new(text: &'de str, options: &Options) -> Self {
        Self {
            text,
            pos: 0,
            reach: text.as_bytes(),
            open: false,
            list: false,
            trust: text.len(),
            frames: Vec::new(),
            finished: NOWHERE,
            max_depth: options.max_depth,
            tolerant: options.mode != Mode::Strict,
            careful: matches!(options.mode, Mode::Standard | Mode::Json),
            fault: None,
            json: options.mode == Mode::Json,
            guesses: if options.lossless || options.mode == Mode::Strict { 0 } else { 8 },
            infer: options.infer,
            inferred: false,
            lossless: options.lossless,
            loose_names: options.member_names == MemberNames::SnakeCase,
            dialect: options.dialect,
            numeric: false,
        }
    }

    /// The whole text but for a byte order mark, and for the layout around it when tolerant.
    pub fn root(&mut self) -> Extent {
        self.behind(lex::mark(self.text.as_bytes()))
    }

    /// The whole text from `start` on, but for the layout around it when tolerant.
    pub fn behind(&mut self, start: usize) -> Extent {
        let text = &self.text[start..];
        if !self.tolerant {
            return Extent::Cut(start, self.text.len());
        }
        let blanks = lex::space(text.as_bytes());
        let front = if self.json { blanks } else { lex::layout(text.as_bytes(), b"\"{[") };
        let inner = &text[front..];
        let structured = self.json || inner.starts_with(['"', '{', '[']);
        let inner = if structured { inner.trim_ascii_end() } else { without_layout(inner) };
        if self.careful {
            self.look_at_ends(inner.as_bytes(), start + front);
        }
        Extent::Cut(start + front, start + front + inner.len())
    }

    /// Where the innermost container ends, or as far as it can reach.
    #[inline]
    pub fn limit(&self) -> usize {
        self.reach.len()
    }

    /// The bytes from here to where the innermost container can reach.
    #[inline]
    pub fn rest(&self) -> &'de [u8] {
        self.reach.get(self.pos..).unwrap_or_default()
    }

    /// The byte here, if the innermost container reaches so far.
    #[inline]
    pub fn peek(&self) -> Option<u8> {
        self.reach.get(self.pos).copied()
    }

    /// The reader stands behind the value that began at `start`.
    #[inline]
    pub fn finish(&mut self, start: usize, end: usize) {
        self.pos = end;
        self.finished = start;
    }

    /// Goes behind the value that began at `start` and has been offered to a visitor, whatever came
    /// of that. Called only when something else is to be read, so that an error costs nothing on
    /// its way out.
    #[inline]
    pub fn pass(&mut self, start: usize, level: usize) {
        // A list without brackets begins where its first element does: that one may be finished and
        // the list not.
        if self.finished != start || self.frames.len() > level + 1 {
            self.abandon(start, level);
        }
    }

    /// Goes behind a value whose visitor has left before its end.
    #[cold]
    fn abandon(&mut self, start: usize, level: usize) {
        let known = self.frames.get(level + 1).filter(|frame| frame.start == start && !frame.open);
        let known = known.map(|frame| frame.end);
        self.keep(level + 1);
        self.pos = start;
        self.pos = known.unwrap_or_else(|| self.end(start));
    }

    /// Whether a raw value of the innermost container ends after `length` bytes, as it does in
    /// regular text.
    #[inline]
    pub fn ends(&self, next: Option<u8>, length: usize) -> bool {
        let ends = match next {
            Some(b',') => true,
            Some(b'}') => !self.list,
            Some(b']') => self.list && self.open,
            Some(_) => false,
            None => !self.open,
        };
        ends && self.trusted(self.pos + length)
    }

    /// The end of the value that begins at `start`, where the reader stands.
    #[inline]
    pub fn end(&mut self, start: usize) -> usize {
        let rest = self.rest();
        match rest.first() {
            Some(b'{' | b'[') => self.cut(start),
            Some(b',') | None => start,
            Some(b'"') => {
                let length = self.quoted(rest);
                if self.trusted(start + length) { start + length } else { self.split(start) }
            }
            Some(_) => {
                let length = lex::value(rest);
                let ends = length > 0 && self.ends(rest.get(length).copied(), length);
                if ends { start + length } else { self.split(start) }
            }
        }
    }

    /// The end of a raw value as ServiceStack finds it, odd or not.
    #[cold]
    fn split(&mut self, start: usize) -> usize {
        self.settle();
        match self.rest() {
            [] | [b'}', ..] => start,
            rest @ [b'"', ..] => start + self.quoted(rest),
            rest => start + lex::split_value(rest),
        }
    }

    /// The text of a value, cutting it now if that has not been done.
    #[inline]
    pub fn slice(&mut self, extent: Extent) -> &'de str {
        let (start, end) = match extent {
            Extent::Cut(start, end) => (start, end),
            Extent::Absent => return "",
            Extent::Ahead(start) => {
                let end = self.end(start);
                self.finish(start, end);
                (start, end)
            }
        };
        let text = self.text.get(start..end).unwrap_or_default();
        let plain = text.as_bytes().last().is_none_or(|byte| *byte > b' ');
        if plain && !self.json { text } else { self.trimmed(text) }
    }

    #[cold]
    fn trimmed(&self, text: &'de str) -> &'de str {
        match (self.tolerant, self.json) {
            (false, _) => text,
            (true, false) => without_layout(text),
            (true, true) => text.trim_ascii(),
        }
    }
}
