//! A format by its content type.

use serde::{Deserialize, Serialize};

use crate::wire::Format;

/// A format, in settings written as its content type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ContentType(pub Format);

impl Default for ContentType {
    /// Pages.
    fn default() -> Self {
        Self(Format::Html)
    }
}

impl TryFrom<String> for ContentType {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match Format::from_media_type(&text) {
            Some(format) => Ok(Self(format)),
            None => Err(format!("{text:?} is no content type that the host can write")),
        }
    }
}

impl From<ContentType> for String {
    fn from(content_type: ContentType) -> Self {
        content_type.0.media_type().to_owned()
    }
}
