//! `System.Boolean`: `True` and `False`, and the shorter words the reader knows
//! (docs/wire/jsv.md#scalars).

use super::ScalarError;

/// Reads a truth value.
///
/// `true`/`false` in any case, one of `1 t T y Y` or `0 f F n N`, `on`, and any three letters
/// beginning with `of`. Nothing is trimmed.
///
/// # Errors
/// [`ScalarError::Boolean`] for everything else, the empty text included.
///
/// ```
/// use jsv_codec::scalar::boolean;
///
/// assert_eq!(boolean::read("TRUE"), Ok(true));
/// assert_eq!(boolean::read("0"), Ok(false));
/// assert!(boolean::read("yes").is_err());
/// assert!(boolean::read(" true").is_err());
/// ```
pub fn read(text: &str) -> Result<bool, ScalarError> {
    match text.as_bytes() {
        [b'1' | b't' | b'T' | b'y' | b'Y'] | b"on" => Ok(true),
        [b'0' | b'f' | b'F' | b'n' | b'N'] | [b'o', b'f', _] => Ok(false),
        word if word.eq_ignore_ascii_case(b"true") => Ok(true),
        word if word.eq_ignore_ascii_case(b"false") => Ok(false),
        _ => Err(ScalarError::Boolean),
    }
}

/// The JSV word for a truth value. (JSON has its own, in lower case.)
///
/// ```
/// assert_eq!(jsv_codec::scalar::boolean::write(true), "True");
/// ```
#[must_use]
pub const fn write(value: bool) -> &'static str {
    if value { "True" } else { "False" }
}

/// The word at the start of `bytes` as it is written, and its length.
#[inline]
pub(crate) fn prefix(bytes: &[u8]) -> Option<(bool, usize)> {
    match bytes {
        [b'T', b'r', b'u', b'e', ..] => Some((true, 4)),
        [b'F', b'a', b'l', b's', b'e', ..] => Some((false, 5)),
        _ => None,
    }
}
