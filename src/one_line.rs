//! Settings that become part of a head: a text on more than one line would break it, and is
//! refused when it is read.

use serde::de::Error;
use serde::{Deserialize, Deserializer};

/// A text on one line.
pub(crate) fn line<'de, D: Deserializer<'de>>(source: D) -> Result<String, D::Error> {
    let text = String::deserialize(source)?;
    match text.contains(char::is_control) {
        true => Err(D::Error::custom("a text on one line is expected")),
        false => Ok(text),
    }
}

/// The same of a setting that nothing need set.
pub(crate) fn some_line<'de, D: Deserializer<'de>>(source: D) -> Result<Option<String>, D::Error> {
    line(source).map(Some)
}
