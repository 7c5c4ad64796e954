//! `System.Char`: one UTF-16 unit, written raw and never quoted (docs/wire/jsv.md#scalars).

use super::ScalarError;

/// The first UTF-16 unit of an unquoted text, in which the escapes of JSON are read; NUL for the
/// empty text.
///
/// # Errors
/// [`ScalarError::Format`] for a broken escape, wherever it stands.
///
/// ```
/// use jsv_codec::scalar::character;
///
/// assert_eq!(character::read("ab"), Ok(u16::from(b'a')));
/// assert_eq!(character::read(r"\n"), Ok(u16::from(b'\n')));
/// assert_eq!(character::read(""), Ok(0));
/// assert_eq!(character::read("😀"), Ok(0xD83D));
/// assert!(character::read(r"a\u00zz").is_err());
/// ```
pub fn read(text: &str) -> Result<u16, ScalarError> {
    // `\0` is the only escape that one of the two knows and the other does not.
    read_by(text, |text| if text.starts_with('0') { (0, 1) } else { (u16::from(b'\\'), 0) })
}

/// As [`read`], by the rules of 10.x: an escape that nobody knows, `\0` among them, is the
/// character behind the backslash.
pub(super) fn read_modern(text: &str) -> Result<u16, ScalarError> {
    let behind =
        |text: &str| text.chars().next().map(|c| (c.encode_utf16(&mut [0; 2])[0], c.len_utf8()));
    read_by(text, |text| behind(text).unwrap_or((u16::from(b'\\'), 0)))
}

fn read_by(text: &str, unknown: impl Fn(&str) -> (u16, usize)) -> Result<u16, ScalarError> {
    Ok(unescape(text, unknown)?.into_iter().next().unwrap_or(0))
}

/// The UTF-16 units of a text with its escapes taken off, as ServiceStack does: `\x` takes up to
/// four digits, an escape that the text is too short for is `unknown`, as is one that nobody knows.
fn unescape(text: &str, unknown: impl Fn(&str) -> (u16, usize)) -> Result<Vec<u16>, ScalarError> {
    let (mut units, mut rest) = (Vec::with_capacity(text.len()), text);
    while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
        units.extend(rest[..at].encode_utf16());
        rest = &rest[at + 1..];
        let (unit, length) = escape(rest)?.unwrap_or_else(|| unknown(rest));
        units.push(unit);
        rest = rest.get(length..).unwrap_or_default();
    }
    units.extend(rest.encode_utf16());
    Ok(units)
}

/// The unit that the text behind a backslash stands for, and how many bytes of it that takes;
/// nothing if it is unknown.
fn escape(text: &str) -> Result<Option<(u16, usize)>, ScalarError> {
    let letter = match text.as_bytes().first() {
        Some(b'n') => b'\n',
        Some(b'r') => b'\r',
        Some(b't') => b'\t',
        Some(b'b') => 8,
        Some(b'f') => 12,
        Some(b'a') => 7,
        Some(b'v') => 11,
        Some(b @ (b'"' | b'\'' | b'/' | b'\\')) => *b,
        Some(b'u') if text.len() > 4 => return Ok(Some((hexadecimal(text.get(1..5))?, 5))),
        Some(b'x') if text.len() > 2 => {
            let digits = text.bytes().skip(1).take(4).take_while(u8::is_ascii_hexdigit).count();
            return Ok(Some((hexadecimal(text.get(1..=digits))?, 1 + digits)));
        }
        _ => return Ok(None),
    };
    Ok(Some((letter.into(), 1)))
}

fn hexadecimal(digits: Option<&str>) -> Result<u16, ScalarError> {
    let digits = digits.filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
    digits.and_then(|digits| u16::from_str_radix(digits, 16).ok()).ok_or(ScalarError::Format)
}

/// Appends the character as it is. Half of a surrogate pair becomes U+FFFD, as .NET's UTF-8 encoder
/// does.
///
/// ```
/// let mut out = String::new();
/// jsv_codec::scalar::character::write(u16::from(b','), &mut out);
/// jsv_codec::scalar::character::write(0xD83D, &mut out);
/// assert_eq!(out, ",\u{FFFD}");
/// ```
pub fn write(unit: u16, out: &mut String) {
    out.push(char::from_u32(u32::from(unit)).unwrap_or(char::REPLACEMENT_CHARACTER));
}
