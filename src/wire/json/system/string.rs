//! Strings: escapes of the encoder that JSON of .NET has by default, and of what it reads.

use std::fmt::Write as _;

/// Appends a string in quotes. Nothing beyond ASCII stays as it is, and of ASCII not what HTML or
/// JavaScript could take for its own.
pub(super) fn write(text: &str, out: &mut String) {
    out.push('"');
    let mut copied = 0;
    for (at, c) in text.char_indices().filter(|(_, c)| !is_plain(*c)) {
        out.push_str(&text[copied..at]);
        escape(c, out);
        copied = at + c.len_utf8();
    }
    out.push_str(&text[copied..]);
    out.push('"');
}

fn is_plain(c: char) -> bool {
    matches!(c, ' '..='~') && !matches!(c, '"' | '&' | '\'' | '+' | '<' | '>' | '\\' | '`')
}

fn escape(c: char, out: &mut String) {
    let short = match c {
        '\u{8}' => "\\b",
        '\t' => "\\t",
        '\n' => "\\n",
        '\u{C}' => "\\f",
        '\r' => "\\r",
        '\\' => "\\\\",
        _ => "",
    };
    out.push_str(short);
    if short.is_empty() {
        for unit in c.encode_utf16(&mut [0; 2]) {
            // Writing to a string never fails.
            _ = write!(out, "\\u{unit:04X}");
        }
    }
}

/// The string that stands between two quotes, its escapes known to be well formed. None for half a
/// pair of surrogates.
pub(super) fn read(inside: &str) -> Option<String> {
    let mut text = String::with_capacity(inside.len());
    let mut rest = inside;
    while let Some((before, escape)) = rest.split_once('\\') {
        text.push_str(before);
        let (c, length) = unescaped(escape)?;
        text.push(c);
        rest = escape.get(length..)?;
    }
    text.push_str(rest);
    Some(text)
}

/// The character of an escape without its backslash, and how long that is.
fn unescaped(escape: &str) -> Option<(char, usize)> {
    let c = match escape.as_bytes().first()? {
        b'b' => '\u{8}',
        b't' => '\t',
        b'n' => '\n',
        b'f' => '\u{C}',
        b'r' => '\r',
        b'u' => return hexadecimal(escape),
        other => char::from(*other),
    };
    Some((c, 1))
}

fn hexadecimal(escape: &str) -> Option<(char, usize)> {
    let unit = |from: usize| u16::from_str_radix(escape.get(from..from + 4)?, 16).ok();
    let first = unit(1)?;
    if let Some(c) = char::from_u32(first.into()) {
        return Some((c, 5));
    }
    let second = escape.get(5..7).filter(|begin| *begin == "\\u").and_then(|_| unit(7))?;
    let pair = char::decode_utf16([first, second]).next()?.ok()?;
    Some((pair, 11))
}

#[cfg(test)]
mod tests {
    use super::{read, write};

    #[test]
    fn plain_ascii_alone_stays() {
        let mut out = String::new();
        write("a/b ~\u{7f}<\"'+`&>\\\n\u{1}é😀", &mut out);
        assert_eq!(
            out,
            r#""a/b ~\u007F\u003C\u0022\u0027\u002B\u0060\u0026\u003E\\\n\u0001\u00E9\uD83D\uDE00""#
        );
    }

    #[test]
    fn half_a_pair_is_no_character() {
        assert_eq!(read(r"a\ud83d\ude00\/\u0041").as_deref(), Some("a😀/A"));
        for half in [r"\ud83d", r"\ud83dx", r"\ude00\ud83d", r"\ud83d\n"] {
            assert_eq!(read(half), None, "{half}");
        }
    }
}
