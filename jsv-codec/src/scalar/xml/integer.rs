//! The integers in XML; they are written as in JSV.

use super::number;
use crate::scalar::ScalarError;
use crate::scalar::integer::{self, Integer};

/// Reads an integer, which may have a plus in front; zero may have a minus in any type.
///
/// # Errors
/// As [`integer::read`].
///
/// ```
/// use jsv_codec::scalar::xml::integer;
///
/// assert_eq!(integer::read::<i32>("+7"), Ok(7));
/// assert_eq!(integer::read::<u8>("-0"), Ok(0));
/// assert!(integer::read::<i32>("7.0").is_err());
/// ```
pub fn read<T: Integer>(text: &str) -> Result<T, ScalarError> {
    let text = number(text, false)?;
    let zero = text.strip_prefix('-').filter(|rest| rest.bytes().all(|byte| byte == b'0'));
    integer::read(zero.unwrap_or(text))
}
