//! The formats: their names and content types.

/// A format of bodies. Its name is what `?format=`, a path's extension and `/{format}/reply/` say
/// (docs/wire/http.md#formats).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// ServiceStack.Text's JSON.
    Json,
    /// JSV.
    Jsv,
    /// DataContract XML.
    Xml,
    /// Rows with a header.
    Csv,
    /// A page for people; written, never read.
    Html,
    /// One JSON text a line. Not part of the recorded 5.9.1 host.
    Jsonl,
}

impl Format {
    /// The formats of a 5.9.1 host, in the order its metadata index lists them.
    pub const ALL: [Self; 5] = [Self::Json, Self::Xml, Self::Jsv, Self::Csv, Self::Html];

    /// `json`, `jsv`, `xml`, `csv`, `html`, `jsonl`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Jsv => "jsv",
            Self::Xml => "xml",
            Self::Csv => "csv",
            Self::Html => "html",
            Self::Jsonl => "jsonl",
        }
    }

    /// The format of a name, in any case.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .chain([Self::Jsonl])
            .find(|format| format.name().eq_ignore_ascii_case(name))
    }

    /// The media type without parameters: what `Accept` and `Content-Type` are compared with.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Jsv => "application/jsv",
            Self::Xml => "application/xml",
            Self::Csv => "text/csv",
            Self::Html => "text/html",
            Self::Jsonl => "text/jsonl",
        }
    }

    /// The `Content-Type` of an answer; JSON alone names its charset.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json; charset=utf-8",
            _ => self.media_type(),
        }
    }

    /// The content type that the metadata pages print in their samples.
    pub fn metadata_type(self) -> &'static str {
        match self {
            Self::Jsv => "text/jsv",
            _ => self.media_type(),
        }
    }

    /// The format of a media type without parameters, in any case: what `Accept` may name.
    pub fn from_media_type(media_type: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .chain([Self::Jsonl])
            .find(|format| format.media_type().eq_ignore_ascii_case(media_type))
    }

    /// The format of a request's `Content-Type`, parameters and all: the aliases `text/json`,
    /// `text/jsv` and `text/xml` count here, and nowhere else (docs/wire/http.md#formats).
    pub fn from_request_type(content_type: &str) -> Option<Self> {
        let media_type = content_type.split(';').next().unwrap_or_default().trim();
        let aliases = [("text/json", Self::Json), ("text/jsv", Self::Jsv), ("text/xml", Self::Xml)];
        let alias = aliases.into_iter().find(|(alias, _)| alias.eq_ignore_ascii_case(media_type));
        let format = alias.map(|(_, format)| format).or_else(|| Self::from_media_type(media_type));
        format.filter(|format| *format != Self::Html)
    }
}
