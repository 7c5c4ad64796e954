//! `System.Byte[]`: base64 without quotes, or a list of numbers (spec 01 sections 2.3 and 3.4).

use super::{ScalarError, integer};
use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{GeneralPurpose, GeneralPurposeConfig};

/// .NET looks at neither line breaks nor the unused bits of the last digit.
const BASE64: GeneralPurpose =
    GeneralPurpose::new(&STANDARD, GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true));

/// Reads base64 with its padding, or `[1,2,3]`.
///
/// # Errors
/// [`ScalarError::Format`] when it is neither, [`ScalarError::Overflow`] when a listed number is no byte.
///
/// ```
/// use jsv_codec::scalar::bytes;
///
/// assert_eq!(bytes::read("AQID"), Ok(vec![1, 2, 3]));
/// assert_eq!(bytes::read("[1,2,3]"), Ok(vec![1, 2, 3]));
/// assert!(bytes::read("!!").is_err());
/// ```
pub fn read(text: &str) -> Result<Vec<u8>, ScalarError> {
    match text.strip_prefix('[') {
        Some(list) => numbers(list.strip_suffix(']').unwrap_or(list)),
        None => {
            let digits: Vec<u8> =
                text.bytes().filter(|b| !matches!(b, b' ' | b'\t' | b'\r' | b'\n')).collect();
            BASE64.decode(digits).map_err(|_| ScalarError::Format)
        }
    }
}

fn numbers(list: &str) -> Result<Vec<u8>, ScalarError> {
    if list.trim().is_empty() {
        return Ok(Vec::new());
    }
    list.split(',').map(integer::read::<u8>).collect()
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
