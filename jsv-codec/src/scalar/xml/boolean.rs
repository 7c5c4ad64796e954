//! `System.Boolean` in XML.

use super::trimmed;
use crate::scalar::ScalarError;

/// Reads `true`, `1`, `false` or `0`.
///
/// # Errors
/// [`ScalarError::Format`] for anything else; the case counts.
///
/// ```
/// use jsv_codec::scalar::xml::boolean;
///
/// assert_eq!(boolean::read(" 1\n"), Ok(true));
/// assert!(boolean::read("True").is_err());
/// ```
pub fn read(text: &str) -> Result<bool, ScalarError> {
    match trimmed(text) {
        "true" | "1" => Ok(true),
        "false" | "0" => Ok(false),
        _ => Err(ScalarError::Format),
    }
}

/// The word for a truth value, which is JSON's too.
///
/// ```
/// assert_eq!(jsv_codec::scalar::xml::boolean::write(false), "false");
/// ```
#[must_use]
pub const fn write(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}
