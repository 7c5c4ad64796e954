//! Strings of ServiceStack.Text's JSON (spec 02 section 2).

use std::borrow::Cow;

/// Appends `text` in quotes. Only quote, backslash and control characters are escaped; everything else is raw UTF-8.
pub(super) fn write(out: &mut String, text: &str) {
    out.push('"');
    // Not `any`, which would look whether to go on after each byte.
    match text.bytes().fold(false, |found, byte| found | may_begin_escaped(byte)) {
        true => write_escaped(out, text),
        false => out.push_str(text),
    }
    out.push('"');
}

fn write_escaped(out: &mut String, text: &str) {
    let mut plain = 0;
    for (at, c) in text.char_indices().filter(|(_, c)| is_escaped(*c)) {
        out.push_str(&text[plain..at]);
        write_escape(out, c);
        plain = at + c.len_utf8();
    }
    out.push_str(&text[plain..]);
}

/// Most texts have no such byte and need not be looked at character by character.
fn may_begin_escaped(byte: u8) -> bool {
    const MAY: [bool; 256] = {
        let (mut may, mut byte) = ([false; 256], 0);
        while byte < 256 {
            may[byte] = matches!(byte as u8, 0..=0x1F | b'"' | b'\\' | 0x7F | 0xC2);
            byte += 1;
        }
        may
    };
    MAY[usize::from(byte)]
}

fn is_escaped(c: char) -> bool {
    matches!(c, '\0'..='\x1F' | '"' | '\\' | '\x7F'..='\u{9F}')
}

fn write_escape(out: &mut String, c: char) {
    let short = match c {
        '"' => '"',
        '\\' => '\\',
        '\n' => 'n',
        '\r' => 'r',
        '\t' => 't',
        '\x0C' => 'f',
        '\x08' => 'b',
        _ => return out.push_str(&format!("\\u{:04X}", u32::from(c))),
    };
    out.push('\\');
    out.push(short);
}

/// The string that a slice stands for: escapes are decoded and *every* quote that is not escaped is dropped, so an
/// object or a list given where a string is wanted loses its quotes too (`{"x":1}` is `{x:1}`).
pub(super) fn read(slice: &str) -> Cow<'_, str> {
    let inner = inside_quotes(slice);
    if !inner.bytes().any(|b| matches!(b, b'"' | b'\\')) {
        return Cow::Borrowed(inner);
    }
    Cow::Owned(unescape(inner))
}

/// A scalar's text: the slice without the quotes around it, escapes untouched.
pub(super) fn inside_quotes(slice: &str) -> &str {
    slice.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(slice)
}

fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['"', '\\']) {
        out.push_str(&rest[..at]);
        let escaped = rest.as_bytes()[at] == b'\\';
        rest = &rest[at + 1..];
        if escaped {
            rest = unescape_one(&mut out, rest);
        }
    }
    out.push_str(rest);
    out
}

/// Decodes what follows a backslash and returns what is left. An unknown escape is the character itself.
fn unescape_one<'a>(out: &mut String, rest: &'a str) -> &'a str {
    let Some(c) = rest.chars().next() else { return rest };
    let after = &rest[c.len_utf8()..];
    let plain = match c {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'b' => '\x08',
        'f' => '\x0C',
        'a' => '\x07',
        'v' => '\x0B',
        'u' => return unescape_unit(out, after).unwrap_or(after),
        'x' => return unescape_hex(out, after).unwrap_or(after),
        other => other,
    };
    out.push(plain);
    after
}

/// `XXXX` of `\uXXXX`, with the second half of a surrogate pair if it follows; half a pair alone is U+FFFD, as it
/// would be on any UTF-8 wire.
fn unescape_unit<'a>(out: &mut String, after: &'a str) -> Option<&'a str> {
    let (unit, rest) = hex(after, 4)?;
    if let Some(c) = char::from_u32(unit) {
        out.push(c);
        return Some(rest);
    }
    let low = rest.strip_prefix("\\u").and_then(|low| hex(low, 4));
    if let (0xD800..=0xDBFF, Some((low @ 0xDC00..=0xDFFF, rest))) = (unit, low) {
        out.extend(char::from_u32(0x1_0000 + ((unit - 0xD800) << 10) + (low - 0xDC00)));
        return Some(rest);
    }
    out.push(char::REPLACEMENT_CHARACTER);
    Some(rest)
}

/// `HHHH` or `HH` of `\x`.
fn unescape_hex<'a>(out: &mut String, after: &'a str) -> Option<&'a str> {
    let (unit, rest) = hex(after, 4).or_else(|| hex(after, 2))?;
    out.push(char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER));
    Some(rest)
}

fn hex(text: &str, digits: usize) -> Option<(u32, &str)> {
    let head = text.get(..digits).filter(|head| head.bytes().all(|b| b.is_ascii_hexdigit()))?;
    Some((u32::from_str_radix(head, 16).ok()?, &text[digits..]))
}

#[cfg(test)]
mod tests {
    use super::{read, write};

    #[test]
    fn controls_are_escaped_in_upper_case_hex() {
        let mut out = String::new();
        write(&mut out, "a\"\\/\n\r\t\x0C\x08\0\x18\u{7F}\u{9F}\u{A0}Ω😀<&'");
        assert_eq!(out, "\"a\\\"\\\\/\\n\\r\\t\\f\\b\\u0000\\u0018\\u007F\\u009F\u{A0}Ω😀<&'\"");
    }

    #[test]
    fn every_bare_quote_is_dropped() {
        assert_eq!(read(r#""a""#), "a");
        assert_eq!(read(r#"{"x":1}"#), "{x:1}");
        assert_eq!(read(r#"[1,"a"]"#), "[1,a]");
        assert_eq!(read(r#""a\"b\\""#), "a\"b\\");
    }

    #[test]
    fn escapes_are_lenient() {
        assert_eq!(read(r#""\/\q\'\x41\u0041""#), "/q'AA");
        assert_eq!(read(r#""\uD83D\uDE00""#), "😀");
        assert_eq!(read(r#""\uD83Dx\uDE00""#), "\u{FFFD}x\u{FFFD}");
        assert_eq!(read(r#""\u00""#), "00");
        assert_eq!(read("\"\\"), "\"\\".trim_start_matches('"').trim_end_matches('\\'));
    }
}
