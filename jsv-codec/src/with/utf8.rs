//! Bytes that are the text of a string, as `&[u8]` borrowed from the input.
//!
//! Without it bytes are base64, or a list of numbers, and neither can be borrowed.
//!
//! ```
//! #[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
//! struct Coupon<'a> {
//!     #[serde(borrow, with = "jsv_codec::with::utf8")]
//!     code: &'a [u8],
//! }
//!
//! let coupon: Coupon = jsv_codec::from_str("{code:AB0001}").unwrap();
//! assert_eq!(coupon.code, b"AB0001");
//! assert_eq!(jsv_codec::to_string(&coupon).unwrap(), "{code:AB0001}");
//! ```

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Error, Serializer};

/// Writes the bytes as a string.
///
/// # Errors
/// When they are not UTF-8, or the writer fails.
///
/// ```
/// let mut out = String::new();
/// jsv_codec::with::utf8::serialize(b"a,b", &mut jsv_codec::Serializer::new(&mut out)).unwrap();
/// assert_eq!(out, r#""a,b""#);
/// ```
pub fn serialize<S: Serializer>(value: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(std::str::from_utf8(value).map_err(S::Error::custom)?)
}

/// Reads the bytes of a string that stands in the input as it is.
///
/// # Errors
/// When there is no string, or it has doubled quotes in it and cannot be borrowed.
///
/// ```
/// let bytes = jsv_codec::with::utf8::deserialize(jsv_codec::Deserializer::new("AB")).unwrap();
/// assert_eq!(bytes, b"AB");
/// ```
pub fn deserialize<'de: 'a, 'a, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<&'a [u8], D::Error> {
    <&str>::deserialize(deserializer).map(str::as_bytes)
}
