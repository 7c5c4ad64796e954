//! Settings that become part of a head: a text on more than one line would break it, and is
//! refused when it is read.

use serde::de::Error;
use serde::{Deserialize, Deserializer};

/// A text on one line.
pub(crate) fn line<'de, D: Deserializer<'de>>(source: D) -> Result<String, D::Error> {
    checked(String::deserialize(source)?)
}

/// Several of them.
pub(crate) fn lines<'de, D: Deserializer<'de>>(source: D) -> Result<Vec<String>, D::Error> {
    Vec::<String>::deserialize(source)?.into_iter().map(checked).collect()
}

fn checked<E: Error>(text: String) -> Result<String, E> {
    match text.contains(char::is_control) {
        true => Err(E::custom("a text on one line is expected")),
        false => Ok(text),
    }
}

/// The same of a setting that nothing need set.
pub(crate) fn some_line<'de, D: Deserializer<'de>>(source: D) -> Result<Option<String>, D::Error> {
    line(source).map(Some)
}
