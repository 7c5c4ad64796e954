//! The eight integers of .NET, `SByte` to `UInt64` (spec 01 section 4, oracle #11).

use super::{ScalarError, is_white};

/// An integer .NET knows: `i8` to `i64`, `u8` to `u64`.
///
/// ```
/// fn read<T: jsv_codec::scalar::integer::Integer>(text: &str) -> Option<T> {
///     jsv_codec::scalar::integer::read(text).ok()
/// }
/// assert_eq!(read::<u16>("65535"), Some(u16::MAX));
/// ```
pub trait Integer: Sized + sealed::Parts {}

mod sealed {
    /// Sign and magnitude joined into the type, or `None` when it cannot hold them.
    pub trait Parts {
        const SIGNED: bool;
        fn join(negative: bool, magnitude: u64) -> Option<Self>
        where
            Self: Sized;
    }
}

macro_rules! integers {
    ($signed:literal: $($t:ty),+) => {$(
        impl Integer for $t {}
        impl sealed::Parts for $t {
            const SIGNED: bool = $signed;
            #[inline]
            fn join(negative: bool, magnitude: u64) -> Option<Self> {
                if negative {
                    0i64.checked_sub_unsigned(magnitude).and_then(|n| Self::try_from(n).ok())
                } else {
                    Self::try_from(magnitude).ok()
                }
            }
        }
    )+};
}
integers!(true: i8, i16, i32, i64);
integers!(false: u8, u16, u32, u64);

/// Reads an integer: white space, an optional `-`, digits, white space. Leading zeros are fine without a sign.
///
/// # Errors
/// [`ScalarError::Format`] for `+1`, `-01`, `1.0`, `1e3`, `0x1`, a sign before an unsigned type, and no digits;
/// [`ScalarError::Overflow`] when the type cannot hold the number.
///
/// ```
/// use jsv_codec::scalar::{integer, ScalarError};
///
/// assert_eq!(integer::read::<i32>("01"), Ok(1));
/// assert_eq!(integer::read::<i64>(" -5 "), Ok(-5));
/// assert_eq!(integer::read::<i32>("-01"), Err(ScalarError::Format));
/// assert_eq!(integer::read::<i32>("2147483648"), Err(ScalarError::Overflow));
/// ```
#[inline]
pub fn read<T: Integer>(text: &str) -> Result<T, ScalarError> {
    let (negative, digits) = match text.as_bytes() {
        [b'-', rest @ ..] => (true, rest),
        digits => (false, digits),
    };
    match magnitude(digits) {
        Ok(n) if !negative => T::join(false, n).ok_or(ScalarError::Overflow),
        Ok(n) => signed(digits, n),
        // Only now is white space worth looking for: nearly every text has none.
        Err(ScalarError::Format) => match text.trim_matches(is_white) {
            inner if inner.len() < text.len() => read(inner),
            _ => Err(ScalarError::Format),
        },
        Err(overflow) => Err(overflow),
    }
}

/// What stands behind a minus: no leading zero, and no unsigned type.
fn signed<T: Integer>(digits: &[u8], magnitude: u64) -> Result<T, ScalarError> {
    if !T::SIGNED || (digits.len() > 1 && digits[0] == b'0') {
        return Err(ScalarError::Format);
    }
    T::join(true, magnitude).ok_or(ScalarError::Overflow)
}

/// Nineteen digits always fit, so the checked arithmetic is left to the few longer texts.
#[inline]
fn magnitude(digits: &[u8]) -> Result<u64, ScalarError> {
    if digits.is_empty() {
        return Err(ScalarError::Format);
    }
    let (head, tail) = digits.split_at(digits.len().min(19));
    let mut n = 0u64;
    for &b in head {
        let digit = b.wrapping_sub(b'0');
        if digit > 9 {
            return Err(ScalarError::Format);
        }
        n = n * 10 + u64::from(digit);
    }
    if tail.is_empty() { Ok(n) } else { long(n, tail) }
}

#[cold]
fn long(head: u64, tail: &[u8]) -> Result<u64, ScalarError> {
    if !tail.iter().all(u8::is_ascii_digit) {
        return Err(ScalarError::Format);
    }
    tail.iter()
        .try_fold(head, |n, b| n.checked_mul(10)?.checked_add(u64::from(b - b'0')))
        .ok_or(ScalarError::Overflow)
}

/// The number at the start of `bytes` in its plainest form, and its length: at most 18 digits, no white space.
#[inline]
pub(crate) fn prefix<T: Integer>(bytes: &[u8]) -> Option<(T, usize)> {
    let negative = bytes.first() == Some(&b'-');
    let start = usize::from(negative);
    let (mut at, mut n) = (start, 0u64);
    while let Some(digit) = bytes.get(at).map(|b| b.wrapping_sub(b'0')).filter(|digit| *digit <= 9) {
        n = n.wrapping_mul(10).wrapping_add(u64::from(digit));
        at += 1;
    }
    let fits = at > start && at - start <= 18 && (!negative || (T::SIGNED && bytes.get(1) != Some(&b'0')));
    if fits { T::join(negative, n).map(|number| (number, at)) } else { None }
}

/// Appends the decimal digits.
///
/// ```
/// let mut out = String::from("n=");
/// jsv_codec::scalar::integer::write(-7i64, &mut out);
/// assert_eq!(out, "n=-7");
/// ```
pub fn write<T: Integer + itoa::Integer>(value: T, out: &mut String) {
    out.push_str(itoa::Buffer::new().format(value));
}
