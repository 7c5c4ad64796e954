//! `System.Guid` in XML.

use super::trimmed;
use crate::scalar::{ScalarError, guid};
use uuid::Uuid;

/// Digits of the eleven numbers of the form X.
const WIDTHS: [usize; 11] = [8, 4, 4, 2, 2, 2, 2, 2, 2, 2, 2];

/// Reads the forms of [`guid::read`] and X: `{0xea762009,0xb66c,0x410b,{0x9b,0xf5,…}}`.
///
/// # Errors
/// [`ScalarError::Format`].
///
/// ```
/// use jsv_codec::scalar::xml::guid;
///
/// let id = guid::read("ea762009-b66c-410b-9bf5-ce21ad519249").unwrap();
/// let x = "{0xea762009,0xb66c,0x410b,{0x9b,0xf5,0xce,0x21,0xad,0x51,0x92,0x49}}";
/// assert_eq!(guid::read(x), Ok(id));
/// ```
pub fn read(text: &str) -> Result<Uuid, ScalarError> {
    let text = trimmed(text);
    if text.starts_with("{0x") {
        hexadecimal(text).ok_or(ScalarError::Format)
    } else {
        guid::read(text)
    }
}

fn hexadecimal(text: &str) -> Option<Uuid> {
    let parts = text.strip_prefix('{')?.strip_suffix("}}")?.replacen('{', "", 1);
    let parts: Vec<&str> = parts.split(',').collect();
    let digits = parts.iter().zip(WIDTHS).map(|(part, width)| {
        let digits = part.trim().strip_prefix("0x")?;
        let fits = (1..=width).contains(&digits.len());
        fits.then(|| format!("{digits:0>width$}"))
    });
    let digits: String = digits.collect::<Option<_>>()?;
    (parts.len() == WIDTHS.len()).then(|| Uuid::try_parse(&digits).ok()).flatten()
}

/// Appends the form D, with hyphens.
///
/// ```
/// let mut out = String::new();
/// jsv_codec::scalar::xml::guid::write(&uuid::Uuid::nil(), &mut out);
/// assert_eq!(out, "00000000-0000-0000-0000-000000000000");
/// ```
pub fn write(id: &Uuid, out: &mut String) {
    out.push_str(id.hyphenated().encode_lower(&mut Uuid::encode_buffer()));
}
