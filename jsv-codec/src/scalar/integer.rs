//! The eight integers of .NET, `SByte` to `UInt64` (docs/wire/jsv.md#scalars).

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
        /// What is thrown for a number beyond the type.
        const OVERFLOW: super::ScalarError;
        fn join(negative: bool, magnitude: u64) -> Option<Self>
        where
            Self: Sized;
    }
}

macro_rules! integers {
    ($signed:literal: $($t:ty = $overflow:expr),+) => {$(
        impl Integer for $t {}
        impl sealed::Parts for $t {
            const SIGNED: bool = $signed;
            const OVERFLOW: ScalarError = $overflow;
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
integers!(true:
    i8 = ScalarError::TooLarge("an SByte"), i16 = ScalarError::TooLarge("an Int16"),
    i32 = ScalarError::TooLarge("an Int32"), i64 = ScalarError::Overflow
);
integers!(false:
    u8 = ScalarError::TooLarge("an Byte"), u16 = ScalarError::TooLarge("an UInt16"),
    u32 = ScalarError::TooLarge("an UInt32"), u64 = ScalarError::Overflow
);

/// Reads an integer: white space, an optional `-`, digits, white space. Leading zeros are fine
/// without a sign.
///
/// # Errors
/// [`ScalarError::Format`] for `+1`, `-01`, `1.0`, `1e3`, `0x1`, a sign before an unsigned type,
/// and no digits; [`ScalarError::TooLarge`], or [`ScalarError::Overflow`] of 64 bits, when the type
/// cannot hold the number.
///
/// ```
/// use jsv_codec::scalar::{integer, ScalarError};
///
/// assert_eq!(integer::read::<i32>("01"), Ok(1));
/// assert_eq!(integer::read::<i64>(" -5 "), Ok(-5));
/// assert_eq!(integer::read::<i32>("-01"), Err(ScalarError::Format));
/// assert_eq!(integer::read::<i32>("2147483648"), Err(ScalarError::TooLarge("an Int32")));
/// ```
#[inline]
pub fn read<T: Integer>(text: &str) -> Result<T, ScalarError> {
    match prefix(text.as_bytes()) {
        Some((number, length)) if length == text.len() => Ok(number),
        _ => in_full(text),
    }
}

/// White space, long numbers and faults. The range is checked digit by digit: what is too large
/// already is never found to be no number.
#[cold]
fn in_full<T: Integer>(text: &str) -> Result<T, ScalarError> {
    let text = text.trim_matches(is_white).as_bytes();
    let (negative, digits) = text.strip_prefix(b"-").map_or((false, text), |digits| (true, digits));
    if digits.is_empty() || (negative && (!T::SIGNED || matches!(digits, [b'0', _, ..]))) {
        return Err(ScalarError::Format);
    }
    let mut magnitude = 0u64;
    for digit in digits.iter().map(|b| b.wrapping_sub(b'0')) {
        if digit > 9 {
            return Err(ScalarError::Format);
        }
        let longer = magnitude.checked_mul(10).and_then(|n| n.checked_add(digit.into()));
        magnitude = longer.filter(|n| T::join(negative, *n).is_some()).ok_or(T::OVERFLOW)?;
    }
    T::join(negative, magnitude).ok_or(T::OVERFLOW)
}

/// The number at the start of `bytes` in its plainest form, and its length: at most 18 digits, no
/// white space.
#[inline]
pub(crate) fn prefix<T: Integer>(bytes: &[u8]) -> Option<(T, usize)> {
    let negative = bytes.first() == Some(&b'-');
    let start = usize::from(negative);
    let (mut at, mut n) = (start, 0u64);
    while let Some(digit) = bytes.get(at).map(|b| b.wrapping_sub(b'0')).filter(|digit| *digit <= 9)
    {
        n = n.wrapping_mul(10).wrapping_add(u64::from(digit));
        at += 1;
    }
    let fits =
        at > start && at - start <= 18 && (!negative || (T::SIGNED && bytes.get(1) != Some(&b'0')));
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
