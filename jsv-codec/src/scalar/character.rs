//! `System.Char`: one UTF-16 unit, written raw and never quoted (oracle #31).

/// The first UTF-16 unit of an unquoted text; NUL for the empty text.
///
/// ```
/// use jsv_codec::scalar::character;
///
/// assert_eq!(character::read("ab"), u16::from(b'a'));
/// assert_eq!(character::read(""), 0);
/// assert_eq!(character::read("😀"), 0xD83D);
/// ```
#[must_use]
pub fn read(text: &str) -> u16 {
    text.encode_utf16().next().unwrap_or(0)
}

/// Appends the character as it is. Half of a surrogate pair becomes U+FFFD, as .NET's UTF-8 encoder does.
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
