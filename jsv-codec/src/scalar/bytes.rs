//! `System.Byte[]`: base64 without quotes, or a list of numbers (docs/wire/jsv.md#scalars).

use super::{ScalarError, integer};
use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{GeneralPurpose, GeneralPurposeConfig};

/// .NET looks at neither line breaks nor the unused bits of the last digit.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true),
);

/// Reads the text of a value as it stands: base64 with its padding, in quotes or not, or `[1,2,3]`
/// without quotes.
///
/// # Errors
/// [`ScalarError::Base64`], or those of a byte in a list.
///
/// ```
/// use jsv_codec::scalar::bytes;
///
/// assert_eq!(bytes::read("AQID"), Ok(vec![1, 2, 3]));
/// assert_eq!(bytes::read("[1,2,3]"), Ok(vec![1, 2, 3]));
/// assert!(bytes::read("!!").is_err());
/// assert!(bytes::read(r#""[1,2,3]""#).is_err());
/// ```
pub fn read(raw: &str) -> Result<Vec<u8>, ScalarError> {
    match raw.strip_prefix('[') {
        Some("") => Err(ScalarError::Alone),
        // The last character is dropped, whatever it is.
        Some(list) => numbers(list.strip_suffix(|_| true).unwrap_or(list)),
        None => read_base64(&crate::quote::read(raw)?),
    }
}

/// Reads base64 with its padding; white space does not count.
///
/// # Errors
/// [`ScalarError::Base64`].
///
/// ```
/// use jsv_codec::scalar::bytes;
///
/// assert_eq!(bytes::read_base64("AQ ID\n"), Ok(vec![1, 2, 3]));
/// assert!(bytes::read_base64("AQ").is_err());
/// ```
pub fn read_base64(text: &str) -> Result<Vec<u8>, ScalarError> {
    let digits: Vec<u8> =
        text.bytes().filter(|b| !matches!(b, b' ' | b'\t' | b'\r' | b'\n')).collect();
    BASE64.decode(digits).map_err(|_| ScalarError::Base64)
}

fn numbers(list: &str) -> Result<Vec<u8>, ScalarError> {
    if list.trim().is_empty() {
        return Ok(Vec::new());
    }
    list.split(',').map(number).collect()
}

fn number(item: &str) -> Result<u8, ScalarError> {
    let text = crate::quote::unquote(item);
    integer::read(&text).map_err(|error| match error {
        ScalarError::Format => ScalarError::Part(text.into()),
        other => other,
    })
}

/// Appends base64 with padding.
///
/// ```
/// let mut out = String::new();
/// jsv_codec::scalar::bytes::write(&[0xFF, 0xFE, 0xFD], &mut out);
/// assert_eq!(out, "//79");
/// ```
pub fn write(bytes: &[u8], out: &mut String) {
    BASE64.encode_string(bytes, out);
}
