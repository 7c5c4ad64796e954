//! The same scalars in XML: the notations of XML Schema, as .NET's `XmlConvert` reads and writes
//! them and with it ServiceStack's XML (docs/wire/xml-csv.md).
//!
//! What is not named here is written as in JSV: integers, decimals, base64.
//!
//! ```
//! use jsv_codec::scalar::xml;
//!
//! assert_eq!(xml::boolean::write(true), "true");
//! assert_eq!(xml::float::read_f64("-INF"), Ok(f64::NEG_INFINITY));
//! assert_eq!(xml::duration::read("PT1.5S"), Ok(15_000_000));
//! ```

pub mod boolean;
#[cfg(feature = "chrono")]
pub mod date_time;
#[cfg(feature = "rust_decimal")]
pub mod decimal;
pub mod duration;
pub mod enumeration;
pub mod float;
#[cfg(feature = "uuid")]
pub mod guid;
pub mod integer;

use super::ScalarError;

/// The text without XML's white space around it.
fn trimmed(text: &str) -> &str {
    text.trim_matches([' ', '\t', '\r', '\n'])
}

/// A number without the plus in front, if it has digits, and an exponent only where one may be.
fn number(text: &str, may_have_exponent: bool) -> Result<&str, ScalarError> {
    let text = trimmed(text);
    let text = text.strip_prefix('+').unwrap_or(text);
    let fits = text.bytes().all(|byte| match byte {
        b'0'..=b'9' | b'.' | b'-' => true,
        b'e' | b'E' | b'+' => may_have_exponent,
        _ => false,
    });
    let has_digits = text.bytes().any(|byte| byte.is_ascii_digit());
    if fits && has_digits { Ok(text) } else { Err(ScalarError::Format) }
}
