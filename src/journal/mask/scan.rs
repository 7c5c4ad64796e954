//! Values behind the names of secrets, whatever the notation.

use std::ops::Range;

use memchr::memmem::find;

use super::names::is_secret_name;

/// Where a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In a head, or alone: a value ends with a blank.
    Head,
    /// In a body.
    Body,
    /// In a body of `multipart/form-data`.
    Multipart,
}

/// The values that stand behind names of secrets, and passwords in addresses.
pub fn secrets(text: &[u8], place: Place) -> Vec<Range<usize>> {
    let (mut found, mut at) = (in_addresses(text), 0);
    while let Some(start) = text[at..].iter().position(|byte| is_of_name(*byte)) {
        let start = at + start;
        let length = text[start..].iter().position(|byte| !is_of_name(*byte));
        let end = length.map_or(text.len(), |length| start + length);
        at = end;
        if is_secret_name(&text[start..end])
            && let Some(value) = (Named { text, start, end, place }).value()
        {
            at = value.end.max(end);
            found.push(value);
        }
    }
    found
}

fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

/// A name of a secret in a text.
struct Named<'t> {
    text: &'t [u8],
    start: usize,
    end: usize,
    place: Place,
}

impl Named<'_> {
    fn value(&self) -> Option<Range<usize>> {
        self.of_part()
            .or_else(|| self.of_element())
            .or_else(|| self.of_next_element())
            .or_else(|| self.of_input())
            .or_else(|| self.of_pair())
    }

    fn rest(&self) -> &[u8] {
        &self.text[self.end..]
    }

    /// `name="Password"` of a part, and the part.
    fn of_part(&self) -> Option<Range<usize>> {
        if self.place != Place::Multipart || !self.is_in_attribute() {
            return None;
        }
        let (blank, length) = match (find(self.rest(), b"\r\n\r\n"), find(self.rest(), b"\n\n")) {
            (Some(at), _) => (at, 4),
            (None, Some(at)) => (at, 2),
            (None, None) => return None,
        };
        let start = self.end + blank + length;
        let end = find(&self.text[start..], b"\n--").map_or(self.text.len(), |at| start + at);
        Some(start..end)
    }

    /// Whether it is the value of an attribute `name`, or of a part.
    fn is_in_attribute(&self) -> bool {
        let before = self.text[..self.start].trim_ascii_end();
        let before = before.strip_suffix(b"\"").or(before.strip_suffix(b"'")).unwrap_or(before);
        before.len() >= 5 && before[before.len() - 5..].eq_ignore_ascii_case(b"name=")
    }

    /// `<Password>`, `<d2p1:Password i:nil="true">`.
    fn of_element(&self) -> Option<Range<usize>> {
        let before = &self.text[..self.start];
        let prefix = before.iter().rev().take_while(|byte| is_of_name(**byte) || **byte == b':');
        let open = before.len().checked_sub(prefix.count() + 1)?;
        if before[open] != b'<' {
            return None;
        }
        let start = self.end + memchr::memchr(b'>', self.rest())? + 1;
        if self.text[start - 2] == b'/' {
            return None;
        }
        Some(start..self.end_of_text(start))
    }

    /// `<th>Password</th><td>x</td>`, `<Key>Password</Key><Value>x</Value>`.
    fn of_next_element(&self) -> Option<Range<usize>> {
        let mut start = self.end;
        if !self.rest().starts_with(b"</") {
            return None;
        }
        // Over tags and blanks to the next text.
        for _ in 0..4 {
            start += memchr::memchr(b'>', &self.text[start..])? + 1;
            let blank = self.text[start..].iter().take_while(|byte| byte.is_ascii_whitespace());
            start += blank.count();
            let is_tag = self.text[start..].starts_with(b"<");
            if !is_tag || self.text[start..].starts_with(b"<![CDATA[") {
                return Some(start..self.end_of_text(start));
            }
        }
        None
    }

    /// The end of the text of an element.
    fn end_of_text(&self, start: usize) -> usize {
        let rest = &self.text[start..];
        let end =
            if rest.starts_with(b"<![CDATA[") { find(rest, b"]]>") } else { find(rest, b"</") };
        end.map_or(self.text.len(), |end| start + end)
    }

    /// `<input name="password" value="x">`.
    fn of_input(&self) -> Option<Range<usize>> {
        if !self.is_in_attribute() {
            return None;
        }
        let tag = &self.rest()[..memchr::memchr(b'>', self.rest())?];
        let start = find(tag, b"value=\"")? + 7;
        let length = memchr::memchr(b'"', &tag[start..])?;
        Some(self.end + start..self.end + start + length)
    }

    /// `Password=x`, `"Password":"x"`, `Password:x`.
    fn of_pair(&self) -> Option<Range<usize>> {
        let mut at = self.end;
        at += quote(&self.text[at..]).map_or(0, <[u8]>::len);
        at += self.blanks(at);
        let sign = *self.text.get(at).filter(|sign| matches!(sign, b':' | b'='))?;
        at += 1;
        at += self.blanks(at);
        if let Some(opening) = quote(&self.text[at..]) {
            let start = at + opening.len();
            return Some(start..self.end_of_quoted(start, opening));
        }
        if let (b'{' | b'[', b':') = (self.text.get(at).copied().unwrap_or_default(), sign) {
            return Some(at..self.end_of_nested(at));
        }
        let is_end = |byte: &u8| match (sign, self.place) {
            (b'=', Place::Head) => byte.is_ascii_whitespace() || b"&;#\"'<>".contains(byte),
            (b'=', _) => b"&\r\n".contains(byte),
            (_, Place::Head) => byte.is_ascii_whitespace() || b",}]&".contains(byte),
            (_, _) => b",}]\r\n".contains(byte),
        };
        let length = self.text[at..].iter().position(is_end);
        Some(at..length.map_or(self.text.len(), |length| at + length))
    }

    fn blanks(&self, at: usize) -> usize {
        self.text[at..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
    }

    /// JSON escapes a quote, JSV doubles it.
    fn end_of_quoted(&self, start: usize, opening: &[u8]) -> usize {
        let mut at = start;
        while at < self.text.len() {
            let rest = &self.text[at..];
            if rest.starts_with(opening) {
                let doubled = &rest[opening.len()..];
                if opening != b"\"" || !doubled.starts_with(b"\"") || at == start {
                    return at;
                }
                at += 2;
            } else if rest[0] == b'\\' && opening == b"\"" {
                at += 2;
            } else {
                at += 1;
            }
        }
        self.text.len()
    }

    /// The end of a list or object.
    fn end_of_nested(&self, start: usize) -> usize {
        let mut depth = 0_usize;
        for (at, byte) in self.text[start..].iter().enumerate() {
            match byte {
                b'{' | b'[' => depth += 1,
                b'}' | b']' if depth == 1 => return start + at + 1,
                b'}' | b']' => depth -= 1,
                _ => {}
            }
        }
        self.text.len()
    }
}

/// The quote with which a text begins: plain, escaped within another one, or as HTML writes it.
fn quote(text: &[u8]) -> Option<&[u8]> {
    let escapes = text.iter().take_while(|byte| **byte == b'\\').count();
    match text.get(escapes) {
        Some(b'"') => Some(&text[..=escapes]),
        Some(b'\'') if escapes == 0 => Some(&text[..1]),
        Some(b'&') => text[escapes..].starts_with(b"&quot;").then(|| &text[..escapes + 6]),
        _ => None,
    }
}

/// The passwords of addresses: `http://user:password@host`.
fn in_addresses(text: &[u8]) -> Vec<Range<usize>> {
    let of_address = |start: usize| {
        let start = start + 3;
        let is_end = |byte: &u8| byte.is_ascii_whitespace() || b"/\"'<>?".contains(byte);
        let length = text[start..].iter().position(is_end).unwrap_or(text.len() - start);
        let authority = &text[start..start + length];
        let at = memchr::memrchr(b'@', authority)?;
        let colon = memchr::memchr(b':', &authority[..at])?;
        Some(start + colon + 1..start + at)
    };
    memchr::memmem::find_iter(text, b"://").filter_map(of_address).collect()
}
