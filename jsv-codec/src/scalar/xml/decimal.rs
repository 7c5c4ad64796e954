//! `System.Decimal` in XML; it is written as in JSV.

use super::number;
use crate::scalar::ScalarError;
use rust_decimal::Decimal;

/// Reads a decimal without an exponent; digits beyond the 28th are rounded.
///
/// # Errors
/// [`ScalarError::Format`].
///
/// ```
/// use jsv_codec::scalar::xml::decimal;
///
/// assert_eq!(decimal::read("+1.50").unwrap().to_string(), "1.50");
/// assert!(decimal::read("1e3").is_err());
/// ```
pub fn read(text: &str) -> Result<Decimal, ScalarError> {
    number(text, false)?.parse().map_err(|_| ScalarError::Format)
}
