//! JSON Pointer (RFC 6901): the way to a value within a value, as `/Result/Data/0`.

use super::Value;
use std::borrow::Cow;

impl Value {
    /// The value that a JSON pointer names; the whole for the empty pointer. `~1` stands for `/`, `~0` for `~`.
    ///
    /// ```
    /// let value = jsv_codec::jsv!({ "A": [{ "x/y": 1 }] });
    /// assert_eq!(value.pointer("/A/0/x~1y").unwrap().as_i64(), Some(1));
    /// assert!(value.pointer("/A/7").is_none());
    /// ```
    #[must_use]
    pub fn pointer(&self, pointer: &str) -> Option<&Self> {
        steps(pointer)?.try_fold(self, |value, step| match value {
            Self::List(elements) => elements.get(index(&step)?),
            Self::Object(map) => map.get(&step),
            Self::Null | Self::Text(_) => None,
        })
    }

    /// As [`pointer`](Self::pointer), to be changed.
    ///
    /// ```
    /// let mut value = jsv_codec::jsv!({ "A": [1, 2] });
    /// *value.pointer_mut("/A/1").unwrap() = 3.into();
    /// assert_eq!(value, jsv_codec::jsv!({ "A": [1, 3] }));
    /// ```
    pub fn pointer_mut(&mut self, pointer: &str) -> Option<&mut Self> {
        steps(pointer)?.try_fold(self, |value, step| match value {
            Self::List(elements) => elements.get_mut(index(&step)?),
            Self::Object(map) => map.get_mut(&step),
            Self::Null | Self::Text(_) => None,
        })
    }
}

/// The names between the slashes; nothing when the pointer does not begin with one.
fn steps(pointer: &str) -> Option<impl Iterator<Item = Cow<'_, str>>> {
    let rest = if pointer.is_empty() { "" } else { pointer.strip_prefix('/')? };
    let count = if pointer.is_empty() { 0 } else { usize::MAX };
    Some(rest.split('/').take(count).map(|step| match step.contains('~') {
        true => Cow::Owned(step.replace("~1", "/").replace("~0", "~")),
        false => Cow::Borrowed(step),
    }))
}

/// A number without leading zeros.
fn index(step: &str) -> Option<usize> {
    let plain = step == "0" || (!step.starts_with('0') && step.bytes().all(|digit| digit.is_ascii_digit()));
    if plain { step.parse().ok() } else { None }
}
