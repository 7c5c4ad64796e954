//! The text being read and the containers that are open in it.
//!
//! ServiceStack cuts a container out of the text before it looks inside. Doing so literally scans
//! every byte once for each level it lies in. The reader instead goes forward and trusts that a
//! container ends where its closing bracket is met, which is where the cut would have ended as long
//! as everything before it was *regular*: no quote, brace or bracket in the middle of a raw value
//! or name. At the first thing that is not regular, it cuts all open containers after all
//! ([`Reader::settle`]) and goes on inside these limits as ServiceStack would.

use crate::error::{Error, ErrorKind, Result};
use crate::options::{MemberNames, Mode, Options};
use crate::scalar::Dialect;
use crate::{lex, quote};

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

    /// A root in brackets, braces or quotes ends with them. What lies between is looked at where it
    /// is read.
    fn look_at_ends(&mut self, root: &[u8], start: usize) {
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

    /// Where the innermost container ends, or as far as it can reach.
    #[inline]
    pub fn limit(&self) -> usize {
        self.reach.len()
    }

    #[inline]
    fn reach_to(&mut self, limit: usize) {
        let text = self.text.as_bytes();
        self.reach = text.get(..limit).unwrap_or(text);
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
    fn keep(&mut self, count: usize) {
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

    /// The end of the container that begins at `start` within the innermost frame.
    #[cold]
    pub fn cut(&mut self, start: usize) -> usize {
        self.settle();
        self.balanced(start, self.limit())
    }

    fn balanced(&mut self, start: usize, limit: usize) -> usize {
        let bytes = self.text.as_bytes().get(start..limit).unwrap_or_default();
        match lex::balanced(bytes, self.json) {
            Some(length) => start + length,
            None => {
                self.miss(limit, if bytes.first() == Some(&b'[') { "`]`" } else { "`}`" });
                start + bytes.len()
            }
        }
    }

    /// Cuts every container that is still open, the outermost first.
    #[cold]
    pub fn settle(&mut self) {
        if !self.open {
            return;
        }
        let (mut bound, mut first) = (self.text.len(), 0);
        while first < self.frames.len() {
            let run = self.frames[first..].iter().take_while(|frame| frame.open).count();
            if run == 0 {
                bound = self.frames[first].limit;
                first += 1;
                continue;
            }
            let ends = self.ends_of_open(first..first + run, bound);
            if let Some(unclosed) = ends.iter().position(Option::is_none) {
                self.miss(bound, if self.frames[first + unclosed].list { "`]`" } else { "`}`" });
            }
            for (frame, end) in self.frames[first..].iter_mut().zip(ends) {
                let end = end.map_or(bound, |end| end.min(bound));
                let limit = if frame.list {
                    list_content(self.text, frame.start, end, self.dialect).1
                } else {
                    end
                };
                let trust = self.text.get(..limit).map_or(limit, |text| text.trim_end().len());
                *frame = Frame { limit, end, open: false, trust, ..*frame };
                bound = limit;
            }
            first += run;
        }
        self.keep(self.frames.len());
    }

    /// Where each of a run of open containers ends, found in one pass. Everything up to the start
    /// of the innermost is regular; from there on a closing bracket closes the innermost container
    /// of its own kind, and those inside it that have not met theirs will not meet it any more.
    fn ends_of_open(&self, run: std::ops::Range<usize>, bound: usize) -> Vec<Option<usize>> {
        let first = run.start;
        let mut ends = vec![None; run.len()];
        let from = self.frames[run.end - 1].start + 1;
        let mut open: Vec<usize> = run.collect();
        // Containers opened on the way that no frame stands for: objects and lists.
        let (mut extra, mut quotes) = ([0usize; 2], false);
        let bytes = self.text.as_bytes().get(..bound).unwrap_or_default();
        for at in lex::structure(bytes, from, self.json) {
            let list = matches!(bytes[at], b'[' | b']');
            match bytes[at] {
                b'"' => quotes = !quotes,
                _ if quotes => {}
                b'{' | b'[' => extra[usize::from(list)] += 1,
                _ if extra[usize::from(list)] > 0 => extra[usize::from(list)] -= 1,
                _ => {
                    let Some(closed) = open.iter().rposition(|&i| self.frames[i].list == list)
                    else {
                        continue;
                    };
                    ends[open[closed] - first] = Some(at + 1);
                    extra[usize::from(!list)] += open.len() - closed - 1;
                    open.truncate(closed);
                }
            }
            if open.is_empty() {
                break;
            }
        }
        ends
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
fn without_layout(text: &str) -> &str {
    let trimmed = text.trim_ascii_end();
    let broken = memchr::memchr2(b'\r', b'\n', &text.as_bytes()[trimmed.len()..]).is_some();
    if broken { trimmed } else { text }
}

/// What lies between the brackets of a list: trimmed outside, first and last character dropped
/// unseen when it begins with a bracket, trimmed in front.
///
/// Of modern lists the white space in front belongs to the first element, if there is one.
fn list_content(text: &str, start: usize, end: usize, dialect: Dialect) -> (usize, usize) {
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
