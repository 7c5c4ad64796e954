//! Enums: names in any case, numbers, or several names between commas (docs/wire/jsv.md#scalars).

use super::ScalarError;

/// Reads the number of an enum of 32 bits. `named` finds a member, whose case does not count.
///
/// # Errors
/// [`ScalarError::UnknownName`], [`ScalarError::NoName`] for a blank text,
/// [`ScalarError::TooLarge`].
///
/// ```
/// use jsv_codec::scalar::{enumeration, ScalarError};
///
/// let named = |name: &str| match name.to_ascii_lowercase().as_str() {
///     "one" => Some(1),
///     "two" => Some(2),
///     _ => None,
/// };
/// assert_eq!(enumeration::read("ONE, two", named), Ok(3));
/// assert_eq!(enumeration::read(" +5", named), Ok(5));
/// assert_eq!(enumeration::read("One,5", named), Err(ScalarError::UnknownName("One,5".into())));
/// assert_eq!(enumeration::read("2147483648", named), Err(ScalarError::TooLarge("an Int32")));
/// ```
pub fn read(text: &str, named: impl Fn(&str) -> Option<i64>) -> Result<i64, ScalarError> {
    let text = text.trim();
    match text.as_bytes().first() {
        None => return Err(ScalarError::NoName),
        Some(b'0'..=b'9' | b'-' | b'+') => {
            if let Some(number) = number(text) {
                return i32::try_from(number)
                    .map(i64::from)
                    .map_err(|_| ScalarError::TooLarge("an Int32"));
            }
        }
        Some(_) => {}
    }
    let part = |part: &str| named(part.trim()).ok_or_else(|| ScalarError::UnknownName(text.into()));
    text.split(',').try_fold(0, |sum, name| Ok(sum | part(name)?))
}

/// An optional sign and digits; what no integer can hold is as large as one can be.
fn number(text: &str) -> Option<i128> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let fits = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    fits.then(|| text.parse().unwrap_or(i128::MAX))
}
