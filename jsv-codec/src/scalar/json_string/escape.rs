//! JSON's escapes: as ServiceStack reads them, and without ever failing.

use crate::scalar::ScalarError;

/// Takes quotes away and escapes off.
pub(super) fn read(text: &str) -> Result<String, ScalarError> {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = memchr::memchr2(b'"', b'\\', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        let is_escape = rest.as_bytes()[at] == b'\\';
        rest = &rest[at + 1..];
        if is_escape {
            rest = one(rest, &mut out)?;
        }
    }
    out.push_str(rest);
    Ok(out)
}

/// Decodes what stands behind a backslash and returns what is left. An unknown escape is the
/// character itself, and so is a backslash at the end.
fn one<'t>(text: &'t str, out: &mut String) -> Result<&'t str, ScalarError> {
    let Some(letter) = text.chars().next() else {
        out.push('\\');
        return Ok(text);
    };
    let behind = &text[letter.len_utf8()..];
    match letter {
        'u' => unit(behind, out),
        'x' => byte(behind, out),
        'a' => Ok(pushed('\x07', behind, out)),
        'v' => Ok(pushed('\x0B', behind, out)),
        other => Ok(pushed(control(other), behind, out)),
    }
}

fn pushed<'t>(character: char, behind: &'t str, out: &mut String) -> &'t str {
    out.push(character);
    behind
}

/// The control character that JSON has a letter for; any other letter is itself.
fn control(letter: char) -> char {
    match letter {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'b' => '\x08',
        'f' => '\x0C',
        other => other,
    }
}

/// `XXXX` of `\uXXXX`, with the second half of a surrogate pair if it follows. With fewer
/// characters left there is a `u` too many.
fn unit<'t>(text: &'t str, out: &mut String) -> Result<&'t str, ScalarError> {
    let Some((first, rest)) = hex(text, 4)? else {
        out.push_str("uu");
        return Ok(text);
    };
    let second = rest.strip_prefix("\\u").map_or(Ok(None), |low| hex(low, 4))?;
    Ok(match second.and_then(|(low, behind)| Some((pair(first, low)?, behind))) {
        Some((character, behind)) => pushed(character, behind, out),
        None => pushed(alone(first), rest, out),
    })
}

/// `HHHH` of `\x`, or `HH` where no four characters are left, or nothing.
fn byte<'t>(text: &'t str, out: &mut String) -> Result<&'t str, ScalarError> {
    let found = match hex(text, 4)? {
        Some(found) => Some(found),
        None => hex(text, 2)?,
    };
    let Some((number, rest)) = found else {
        out.push_str("\\x");
        return Ok(text);
    };
    Ok(pushed(alone(number), rest, out))
}

/// The character that both halves of a surrogate pair are.
fn pair(high: u32, low: u32) -> Option<char> {
    let is_pair = matches!((high, low), (0xD800..=0xDBFF, 0xDC00..=0xDFFF));
    let number = || 0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00);
    is_pair.then(number).and_then(char::from_u32)
}

/// A UTF-16 unit by itself; half a pair is U+FFFD, as it would be on any UTF-8 wire.
fn alone(unit: u32) -> char {
    char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// The number of the first `digits` characters and what follows; none where there are fewer. As any
/// number of .NET's it may have white space around it and NULs behind it.
fn hex(text: &str, digits: usize) -> Result<Option<(u32, &str)>, ScalarError> {
    if text.chars().nth(digits - 1).is_none() {
        return Ok(None);
    }
    let white = |c| matches!(c, '\t'..='\r' | ' ');
    let head = text.get(..digits).map(|head| head.trim_end_matches('\0').trim_matches(white));
    let number = head.and_then(plain_hex).ok_or(ScalarError::Format)?;
    Ok(Some((number, &text[digits..])))
}

fn plain_hex(digits: &str) -> Option<u32> {
    let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    if is_hex { u32::from_str_radix(digits, 16).ok() } else { None }
}

/// Takes the escapes of JSON off; of one that is broken or unknown the character behind the
/// backslash stays.
pub(crate) fn unescape(text: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        let (character, length) = lenient(&rest[at + 1..]);
        out.push(character);
        rest = &rest[at + 1 + length..];
    }
    out.push_str(rest);
    out
}

/// The character that the text behind a backslash stands for, and how long that text is.
fn lenient(escape: &str) -> (char, usize) {
    let Some(letter) = escape.chars().next() else { return ('\\', 0) };
    let number = |escape: &str| plain_hex(escape.strip_prefix('u')?.get(..4)?);
    let Some(first) = number(escape) else { return (control(letter), letter.len_utf8()) };
    let second = escape.get(5..).and_then(|rest| number(rest.strip_prefix('\\')?));
    match second.and_then(|second| pair(first, second)) {
        Some(character) => (character, 11),
        None => (alone(first), 5),
    }
}
