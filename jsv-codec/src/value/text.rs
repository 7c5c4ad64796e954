//! A string that needs no memory of its own while it is short, as names and scalars nearly always
//! are.

use std::borrow::Borrow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;

/// As much as makes a text, and a value, 32 bytes.
pub(crate) const INLINE: usize = 30;

/// The text of a scalar or a key. Up to 30 bytes lie in the value itself.
///
/// ```
/// use jsv_codec::Text;
///
/// let text = Text::from("four%");
/// assert_eq!(text, "four%");
/// assert_eq!(text.len(), 5);
/// ```
#[derive(Clone)]
pub struct Text(Form);

/// The bytes of a short text behind its length are any.
#[derive(Clone)]
enum Form {
    Short(u8, [u8; INLINE]),
    Long(Box<str>),
}

impl Text {
    /// The text as a string slice.
    ///
    /// ```
    /// assert_eq!(jsv_codec::Text::from("a").as_str(), "a");
    /// ```
    #[must_use]
    #[inline]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            // Always UTF-8, for it was copied from a `str`; proving it again costs less than an
            // allocation.
            Form::Short(..) => std::str::from_utf8(self.as_bytes()).unwrap_or_default(),
            Form::Long(text) => text,
        }
    }

    #[inline]
    fn as_bytes(&self) -> &[u8] {
        match &self.0 {
            Form::Short(length, bytes) => bytes.get(..usize::from(*length)).unwrap_or_default(),
            Form::Long(text) => text.as_bytes(),
        }
    }

    /// The first `length` bytes, which are a whole string, of some that lie in a larger text:
    /// copying as many as there can be is quicker than copying as many as there are.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "at most 30")]
    pub(crate) fn head(bytes: &[u8; INLINE], length: usize) -> Self {
        Self(Form::Short(length.min(INLINE) as u8, *bytes))
    }

    /// One bit of 64. Equal texts have the same, most others another.
    #[inline]
    pub(super) fn mark(&self) -> u64 {
        // Bytes where names differ: near the front, in the middle and in their number.
        let bytes = self.as_bytes();
        let byte = |at: usize| bytes.get(at).copied().unwrap_or_default();
        let length = bytes.len().to_le_bytes()[0];
        let mixed = u32::from_le_bytes([byte(0), byte(1), byte(4), byte(7) ^ length])
            .wrapping_mul(0x9E37_79B1);
        1 << (mixed >> 26)
    }
}

impl From<&str> for Text {
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "at most 30")]
    fn from(text: &str) -> Self {
        let mut bytes = [0; INLINE];
        match bytes.get_mut(..text.len()) {
            Some(place) => {
                place.copy_from_slice(text.as_bytes());
                Self(Form::Short(text.len() as u8, bytes))
            }
            None => Self(Form::Long(text.into())),
        }
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        if text.len() <= INLINE {
            text.as_str().into()
        } else {
            Self(Form::Long(text.into_boxed_str()))
        }
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        match text.0 {
            Form::Short(..) => text.as_str().to_owned(),
            Form::Long(text) => text.into(),
        }
    }
}

impl PartialEq for Text {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl Eq for Text {}

impl Ord for Text {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.as_bytes().cmp(other.as_bytes())
    }
}

impl PartialOrd for Text {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Default for Text {
    fn default() -> Self {
        Self(Form::Short(0, [0; INLINE]))
    }
}

impl Deref for Text {
    type Target = str;
    #[inline]
    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl Borrow<str> for Text {
    fn borrow(&self) -> &str {
        self
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        self
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl Hash for Text {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}
