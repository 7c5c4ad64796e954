//! Strings of ServiceStack.Text's JSON (docs/wire/json.md#strings).

use std::borrow::Cow;

use crate::wire::ReadError;

/// Appends `text` in quotes. Only quote, backslash and control characters are escaped; everything
/// else is raw UTF-8.
pub(super) fn write(out: &mut String, text: &str) {
    out.push('"');
    // Not `any`, which would look whether to go on after each byte.
    if text.bytes().fold(false, |found, byte| found | may_begin_escaped(byte)) {
        write_escaped(out, text)
    } else {
        out.push_str(text)
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

/// The string that a piece stands for: escapes are decoded and *every* quote that is not escaped is
/// dropped, so an object or a list given where a string is wanted loses its quotes too (`{"x":1}`
/// is `{x:1}`). A text that begins with a quote ends with the next one, unless an escape comes
/// before it.
///
/// # Errors
/// An escape that is no number.
pub(super) fn read(text: &str) -> Result<Cow<'_, str>, ReadError> {
    if !text.bytes().any(|b| matches!(b, b'"' | b'\\')) {
        return Ok(Cow::Borrowed(text));
    }
    if let Some(inner) = text.strip_prefix('"') {
        match inner.find(['"', '\\']) {
            None => return Ok(Cow::Borrowed(inner)),
            Some(at) if inner.as_bytes()[at] == b'"' => return Ok(Cow::Borrowed(&inner[..at])),
            Some(_) => {}
        }
    }
    unescape(text).map(Cow::Owned)
}

/// The text without the quotes around it, escapes untouched.
pub(super) fn inside_quotes(slice: &str) -> &str {
    slice.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(slice)
}

fn unescape(text: &str) -> Result<String, ReadError> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['"', '\\']) {
        out.push_str(&rest[..at]);
        let escaped = rest.as_bytes()[at] == b'\\';
        rest = &rest[at + 1..];
        if escaped {
            rest = unescape_one(&mut out, rest)?;
        }
    }
    out.push_str(rest);
    Ok(out)
}

/// Decodes what follows a backslash and returns what is left. An unknown escape is the character
/// itself, and so is a backslash at the end.
fn unescape_one<'a>(out: &mut String, rest: &'a str) -> Result<&'a str, ReadError> {
    let Some(c) = rest.chars().next() else {
        out.push('\\');
        return Ok(rest);
    };
    let after = &rest[c.len_utf8()..];
    let plain = match c {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'b' => '\x08',
        'f' => '\x0C',
        'a' => '\x07',
        'v' => '\x0B',
        'u' => return unescape_unit(out, after),
        'x' => return unescape_hex(out, after),
        other => other,
    };
    out.push(plain);
    Ok(after)
}

/// `XXXX` of `\uXXXX`, with the second half of a surrogate pair if it follows; half a pair alone is
/// U+FFFD, as it would be on any UTF-8 wire. With fewer characters left there is a `u` too many.
fn unescape_unit<'a>(out: &mut String, after: &'a str) -> Result<&'a str, ReadError> {
    let Some((unit, rest)) = hex(after, 4)? else {
        out.push('u');
        out.push('u');
        return Ok(after);
    };
    let low = rest.strip_prefix("\\u").map_or(Ok(None), |low| hex(low, 4))?;
    if let (0xD800..=0xDBFF, Some((low @ 0xDC00..=0xDFFF, rest))) = (unit, low) {
        out.extend(char::from_u32(0x1_0000 + ((unit - 0xD800) << 10) + (low - 0xDC00)));
        return Ok(rest);
    }
    out.push(char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER));
    Ok(rest)
}

/// `HHHH` of `\x`, or `HH` where no four characters are left, or nothing.
fn unescape_hex<'a>(out: &mut String, after: &'a str) -> Result<&'a str, ReadError> {
    let found = match hex(after, 4)? {
        Some(found) => Some(found),
        None => hex(after, 2)?,
    };
    let Some((unit, rest)) = found else {
        out.push_str("\\x");
        return Ok(after);
    };
    out.push(char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER));
    Ok(rest)
}

/// The number of the first `digits` characters and what follows; none where there are fewer. As any
/// number of .NET's it may have white space around it and NULs behind it.
fn hex(text: &str, digits: usize) -> Result<Option<(u32, &str)>, ReadError> {
    if text.chars().nth(digits - 1).is_none() {
        return Ok(None);
    }
    let white = |c| matches!(c, '\t'..='\r' | ' ');
    let head = text.get(..digits).map(|head| head.trim_end_matches('\0').trim_matches(white));
    let head = head.filter(|head| head.bytes().all(|b| b.is_ascii_hexdigit()));
    let number = head.and_then(|head| u32::from_str_radix(head, 16).ok());
    number.map(|number| Some((number, &text[digits..]))).ok_or_else(ReadError::format)
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

    fn check(text: &str, expected: &str) {
        assert_eq!(read(text).as_deref(), Ok(expected), "{text}");
    }

    #[test]
    fn every_bare_quote_is_dropped() {
        check(r#""a""#, "a");
        check(r#"{"x":1}"#, "{x:1}");
        check(r#"[1,"a"]"#, "[1,a]");
        check(r#""a\"b\\""#, "a\"b\\");
        check(r#""a":b"c"#, "a");
    }

    #[test]
    fn escapes_are_lenient() {
        check(r#""\/\q\'\x0041\u0041""#, "/q'AA");
        check(r#""\uD83D\uDE00""#, "😀");
        check(r#""\uD83Dx\uDE00""#, "\u{FFFD}x\u{FFFD}");
        check(r#""\x41""#, "A");
        check(r"\x4", r"\x4");
        check(r#""\u/""#, "uu/");
        check("\"\\", "\\");
        check(r#""\u009"#, "uu009");
    }

    #[test]
    fn escapes_that_are_no_number_are_refused() {
        for text in [r#""\uXYZW""#, r#""\x41zz""#, r#""\u004g""#, r#""\xZZ""#] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
