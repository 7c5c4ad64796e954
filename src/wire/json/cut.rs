//! Cutting JSON text into slices (spec 02 section 7).
//!
//! ServiceStack.Text has no JSON grammar: each value is cut out as a slice whose end is found by counting braces (or
//! brackets) outside quotes, and is then handed to the parser of its type. The ends of all braces and brackets are
//! found in one pass beforehand, so that cutting nested values stays linear.

use super::super::ReadError;

/// A half-open range of the text; every position is at a character.
pub(super) type Slice = std::ops::Range<usize>;

/// The text with the end of each `{` and `[` that stands outside quotes.
pub(super) struct Cutter<'a> {
    pub text: &'a str,
    /// Position of an opening and of the place after its closing, by opening position.
    ends: Vec<(usize, usize)>,
}

impl<'a> Cutter<'a> {
    /// Scans the text once; refuses nesting deeper than `max_depth`.
    pub fn new(text: &'a str, max_depth: usize) -> Result<Self, ReadError> {
        let mut ends = Vec::new();
        let (mut braces, mut brackets) = (Vec::new(), Vec::new());
        let mut quoted = false;
        let mut at = 0;
        while let Some(&byte) = text.as_bytes().get(at) {
            match byte {
                b'\\' => at += 1,
                b'"' => quoted = !quoted,
                _ if quoted => {}
                b'{' => braces.push(open(&mut ends, at, text.len())),
                b'[' => brackets.push(open(&mut ends, at, text.len())),
                b'}' => close(&mut ends, braces.pop(), at),
                b']' => close(&mut ends, brackets.pop(), at),
                _ => {}
            }
            if braces.len() + brackets.len() > max_depth {
                return Err(ReadError::too_deep(max_depth));
            }
            at += 1;
        }
        Ok(Self { text, ends })
    }

    /// Moves `at` past white space.
    pub fn skip_white(&self, at: &mut usize, end: usize) {
        // Mostly there is none.
        if self.peek(*at, end).is_some_and(|byte| byte.is_ascii_graphic()) {
            return;
        }
        let rest = &self.text[*at..end];
        *at = end - rest.trim_start_matches(is_white).len();
    }

    /// The byte at `at`, unless the slice ends there.
    pub fn peek(&self, at: usize, end: usize) -> Option<u8> {
        self.text.as_bytes()[..end].get(at).copied()
    }

    /// Cuts the next value and moves `at` behind it. Empty for a missing value and for `null`.
    pub fn value(&self, at: &mut usize, end: usize) -> Slice {
        self.skip_white(at, end);
        let start = *at;
        match self.peek(start, end) {
            None | Some(b',' | b'}') => return start..start,
            Some(b'"') => *at = self.after_quote(start, end),
            Some(b'{' | b'[') => *at = self.after_group(start, end),
            Some(_) => *at = self.after_word(start, end),
        }
        if &self.text[start..*at] == "null" { start..start } else { start..*at }
    }

    /// The place after the quoted text that begins at `start`, or the end.
    pub fn after_quote(&self, start: usize, end: usize) -> usize {
        let bytes = &self.text.as_bytes()[..end];
        let mut at = start + 1;
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'"' => return at + 1,
                b'\\' => at += 2,
                _ => at += 1,
            }
        }
        end
    }

    fn after_group(&self, start: usize, end: usize) -> usize {
        match self.ends.binary_search_by_key(&start, |(open, _)| *open) {
            Ok(found) => self.ends[found].1.min(end),
            Err(_) => self.count_group(start, end),
        }
    }

    /// For a group that begins within what the first pass took for a quoted text: only malformed text has one.
    fn count_group(&self, start: usize, end: usize) -> usize {
        let bytes = &self.text.as_bytes()[..end];
        let (opening, closing) = if bytes[start] == b'{' { (b'{', b'}') } else { (b'[', b']') };
        let (mut depth, mut quoted, mut at) = (0_usize, false, start);
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'\\' => at += 1,
                b'"' => quoted = !quoted,
                _ if quoted => {}
                _ if byte == opening => depth += 1,
                _ if byte == closing && depth == 1 => return at + 1,
                _ if byte == closing => depth -= 1,
                _ => {}
            }
            at += 1;
        }
        end
    }

    fn after_word(&self, start: usize, end: usize) -> usize {
        let mut rest = self.text[start..end].char_indices().skip(1);
        rest.find(|(_, c)| matches!(c, ',' | '}') || is_white(*c)).map_or(end, |(offset, _)| start + offset)
    }
}

fn open(ends: &mut Vec<(usize, usize)>, at: usize, end: usize) -> usize {
    ends.push((at, end));
    ends.len() - 1
}

fn close(ends: &mut [(usize, usize)], opened: Option<usize>, at: usize) {
    if let Some(index) = opened {
        ends[index].1 = at + 1;
    }
}

/// What counts as white space between tokens.
pub(super) fn is_white(c: char) -> bool {
    matches!(c, '\t'..='\r' | ' ' | '\u{85}' | '\u{A0}' | '\u{200B}')
}
