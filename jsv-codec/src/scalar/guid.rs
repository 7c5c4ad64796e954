//! `System.Guid`: written as 32 lower-case hex digits, read in four forms
//! (docs/wire/jsv.md#scalars).

use super::ScalarError;
use uuid::Uuid;

/// Reads the forms N (`ea76…`), D (`ea762009-b66c-…`), B (`{…}`) and P (`(…)`), in any case, with
/// white space around them.
///
/// # Errors
/// [`ScalarError::Format`] for anything else.
///
/// ```
/// use jsv_codec::scalar::guid;
///
/// let id = guid::read("{EA762009-B66C-410B-9BF5-CE21AD519249}").unwrap();
/// assert_eq!(guid::read("ea762009b66c410b9bf5ce21ad519249"), Ok(id));
/// assert!(guid::read("ea762009").is_err());
/// ```
pub fn read(text: &str) -> Result<Uuid, ScalarError> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || super::is_white(c));
    let inner = match text.as_bytes() {
        [b'{', .., b'}'] | [b'(', .., b')'] if text.len() == 38 => &text[1..37],
        _ if text.len() == 32 || text.len() == 36 => text,
        _ => return Err(ScalarError::Format),
    };
    Uuid::try_parse(inner).map_err(|_| ScalarError::Format)
}

/// Appends the form N.
///
/// ```
/// let mut out = String::new();
/// jsv_codec::scalar::guid::write(&uuid::Uuid::nil(), &mut out);
/// assert_eq!(out, "0".repeat(32));
/// ```
pub fn write(id: &Uuid, out: &mut String) {
    out.push_str(id.simple().encode_lower(&mut Uuid::encode_buffer()));
}
