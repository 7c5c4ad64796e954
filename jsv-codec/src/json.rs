//! JSON's escapes, which a tolerant reader meets in JSON.

/// Takes escapes off; one that is broken stands for the character behind the backslash, as in
/// ServiceStack.
pub(crate) fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        let escape = &rest[at + 1..];
        let (character, length) = one(escape);
        out.extend(character);
        rest = &escape[length..];
    }
    out.push_str(rest);
    out
}

/// The character that the text behind a backslash stands for, and how long that text is.
fn one(escape: &str) -> (Option<char>, usize) {
    let Some(letter) = escape.chars().next() else { return (Some('\\'), 0) };
    let character = match letter {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'b' => '\u{8}',
        'f' => '\u{C}',
        'u' => return unicode(escape),
        other => other,
    };
    (Some(character), letter.len_utf8())
}

/// `uXXXX`, or two of them for a character beyond the first 65,536; half a pair becomes U+FFFD.
fn unicode(escape: &str) -> (Option<char>, usize) {
    let Some(first) = unit(escape) else { return (Some('u'), 1) };
    let second = escape.get(5..).and_then(|rest| rest.strip_prefix('\\')).and_then(unit);
    if let (0xD800..0xDC00, Some(low @ 0xDC00..0xE000)) = (first, second) {
        return (char::from_u32(0x10000 + ((first - 0xD800) << 10) + (low - 0xDC00)), 11);
    }
    (Some(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER)), 5)
}

fn unit(escape: &str) -> Option<u32> {
    let digits =
        escape.strip_prefix('u')?.get(..4).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()))?;
    u32::from_str_radix(digits, 16).ok()
}
