//! How a stub is written.

use std::path::Path;
use std::str::FromStr;

use crate::wire::Format;

/// How a stub is written: by the end of its file's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notation {
    /// A list of answers.
    Toml,
    /// An answer, or a list of answers.
    Json,
    /// An answer.
    Jsv,
    /// An answer.
    Xml,
}

/// A name of no notation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a stub is written in toml, json, jsv or xml, not in {0}")]
pub struct UnknownNotation(String);

impl Notation {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Toml, Self::Json, Self::Jsv, Self::Xml];

    /// How a file's name ends.
    pub fn name(self) -> &'static str {
        match self {
            Self::Toml => "toml",
            Self::Json => "json",
            Self::Jsv => "jsv",
            Self::Xml => "xml",
        }
    }

    /// The content type of a file.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Toml => "application/toml",
            Self::Json => Format::Json.media_type(),
            Self::Jsv => Format::Jsv.media_type(),
            Self::Xml => Format::Xml.media_type(),
        }
    }

    /// By the end of a file's name.
    pub(super) fn of(path: &Path) -> Option<Self> {
        path.extension()?.to_str()?.parse().ok()
    }

    /// By the content type of a request. None for types that say nothing, a form's for one.
    pub fn of_content_type(content_type: &str) -> Option<Self> {
        let media_type =
            content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match Format::from_request_type(&media_type) {
            Some(Format::Json) => Some(Self::Json),
            Some(Format::Jsv) => Some(Self::Jsv),
            Some(Format::Xml) => Some(Self::Xml),
            _ => media_type.ends_with("/toml").then_some(Self::Toml),
        }
    }

    /// By how a text begins: `<` is XML, `{"`, `["`, `[{` and all that JSON can read JSON, `{` JSV,
    /// all else TOML.
    ///
    /// ```
    /// use servicestack_emulator::stub::Notation;
    ///
    /// assert_eq!(Notation::of_text("{ \"Amount\": 1 }"), Notation::Json);
    /// assert_eq!(Notation::of_text("{Amount:1}"), Notation::Jsv);
    /// assert_eq!(Notation::of_text("[1, 2]"), Notation::Json);
    /// assert_eq!(Notation::of_text("[[answer]]"), Notation::Toml);
    /// ```
    pub fn of_text(text: &str) -> Self {
        let text = text.trim_start_matches('\u{feff}').trim_start();
        let inside = |open| text.strip_prefix(open).map(str::trim_start);
        match inside('{') {
            Some(rest) if rest.starts_with(['"', '}']) => Self::Json,
            Some(_) => Self::Jsv,
            None if text.starts_with('<') => Self::Xml,
            None if text.starts_with('"') => Self::Json,
            None if inside('[').is_some_and(|rest| rest.starts_with(['"', '{'])) => Self::Json,
            None if serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok() => Self::Json,
            None => Self::Toml,
        }
    }
}

impl FromStr for Notation {
    type Err = UnknownNotation;

    fn from_str(name: &str) -> Result<Self, UnknownNotation> {
        let of_name = |notation: &Self| notation.name().eq_ignore_ascii_case(name);
        Self::ALL.into_iter().find(of_name).ok_or_else(|| UnknownNotation(name.to_owned()))
    }
}
