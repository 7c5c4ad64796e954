//! `System.String` in ServiceStack's JSON (docs/wire/json.md#strings).

mod escape;

use super::ScalarError;
use std::borrow::Cow;

pub(crate) use escape::unescape;

/// Appends a string in quotes. Only quote, backslash and control characters are escaped; everything
/// else is raw UTF-8.
///
/// ```
/// let mut out = String::new();
/// jsv_codec::scalar::json_string::write("a/\"Ж\u{1}", &mut out);
/// assert_eq!(out, r#""a/\"Ж\u0001""#);
/// ```
#[inline]
pub fn write(text: &str, out: &mut String) {
    out.push('"');
    // Not `any`, which would look whether to go on after each byte.
    if text.bytes().fold(false, |found, byte| found | may_begin_escaped(byte)) {
        write_escaped(text, out);
    } else {
        out.push_str(text);
    }
    out.push('"');
}

fn write_escaped(text: &str, out: &mut String) {
    let mut plain = 0;
    for (at, c) in text.char_indices().filter(|(_, c)| is_escaped(*c)) {
        out.push_str(&text[plain..at]);
        write_escape(c, out);
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

fn write_escape(c: char, out: &mut String) {
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

/// The string that a piece of JSON stands for, read as ServiceStack does: escapes are decoded and
/// *every* quote that is not escaped is dropped, so an object or a list given where a string is
/// wanted loses its quotes too. A text that begins with a quote ends with the next one, unless an
/// escape comes before it.
///
/// Escapes are those of JSON, `\a`, `\v`, `\xHH` and `\xHHHH`; of an unknown one the character stays.
/// Half of a surrogate pair is U+FFFD.
///
/// # Errors
/// [`ScalarError::Format`] for an escape that is no number.
///
/// ```
/// use jsv_codec::scalar::json_string::read;
///
/// assert_eq!(read(r#""\u0416\/""#).unwrap(), "Ж/");
/// assert_eq!(read(r#"{"x":1}"#).unwrap(), "{x:1}");
/// assert!(read(r#""\uXYZW""#).is_err());
/// ```
#[inline]
pub fn read(text: &str) -> Result<Cow<'_, str>, ScalarError> {
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
    escape::read(text).map(Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::{read, write};

    #[test]
    fn controls_are_escaped_in_upper_case_hex() {
        let mut out = String::new();
        write("a\"\\/\n\r\t\x0C\x08\0\x18\u{7F}\u{9F}\u{A0}Ω😀<&'", &mut out);
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
