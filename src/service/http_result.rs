//! What an answer says of its validity and of its bytes, as ServiceStack's `HttpResult` and
//! `[CacheResponse]` do.

use chrono::{DateTime, Utc};

use super::{Body, Reply};

/// What an answer says besides status, headers and body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HttpResult {
    /// `ETag`, with or without quotes.
    pub etag: Option<String>,
    /// `Last-Modified`.
    pub last_modified: Option<DateTime<Utc>>,
    /// `max-age` of `Cache-Control`, in seconds.
    pub max_age: Option<u64>,
    /// The rest of `Cache-Control`: `public, must-revalidate`.
    pub cache_control: Option<String>,
    /// Whether a client may have a part of the bytes.
    pub ranges: Ranges,
    /// The body is compressed where the client takes that.
    pub compressed: bool,
    /// Whether the host keeps the answer for a while.
    pub kept: Option<Kept>,
    /// What the answer depends on besides `Accept`, for `Vary`.
    pub vary: Vec<&'static str>,
}

/// An answer that the host keeps for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// It was just made.
    New,
    /// It was made for an earlier request.
    Before,
}

/// Whether a client may have a part of the bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Ranges {
    /// It gets all of them.
    #[default]
    None,
    /// It may, and the answer says so.
    Announced,
    /// It may, and the answer does not say so: of files that a browser saves.
    Quiet,
}

impl Reply {
    /// Bytes of this type, of which a client may have a part.
    pub fn bytes(content_type: impl Into<String>, bytes: Vec<u8>) -> Self {
        let reply = Self { body: Body::Bytes(bytes), ..Self::default() };
        let result = HttpResult { ranges: Ranges::Announced, ..HttpResult::default() };
        reply.with_header("Content-Type", content_type).with_result(result)
    }

    /// A file, which browsers show, or save as an attachment.
    pub fn file(file: StoredFile, is_attachment: bool) -> Self {
        let StoredFile { name, content_type, bytes, modified } = file;
        let ranges = if is_attachment { Ranges::Quiet } else { Ranges::Announced };
        let last_modified = Some(modified);
        let result = HttpResult { ranges, last_modified, ..HttpResult::default() };
        let reply = Self::bytes(content_type, bytes).with_result(result);
        if is_attachment { reply.attached(&name, modified) } else { reply }
    }

    /// The same text or bytes, which browsers save as a file of this name.
    pub fn attached(self, name: &str, modified: DateTime<Utc>) -> Self {
        let size = match &self.body {
            Body::Bytes(bytes) => bytes.len(),
            Body::Text(text) => text.len(),
            _ => 0,
        };
        let name = name.replace(|c: char| c == '"' || c.is_control(), "_");
        let date = modified.format("%a %d %b %Y %H:%M:%S GMT");
        let said =
            format!("attachment; filename=\"{name}\"; size={size}; modification-date={date}");
        self.with_header("Content-Disposition", said)
    }

    /// The same answer, compressed where the client takes that.
    pub fn squeezed(mut self) -> Self {
        self.result.get_or_insert_default().compressed = true;
        self
    }

    /// The same answer, which says this of its validity and of its bytes.
    pub fn with_result(mut self, result: HttpResult) -> Self {
        self.result = Some(Box::new(result));
        self
    }
}

/// A file as it was stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    /// Its name without folders.
    pub name: String,
    /// Its type.
    pub content_type: String,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// When it was written.
    pub modified: DateTime<Utc>,
}

/// For how long, and for whom, the answers to GETs of an operation stay the same
/// (`[CacheResponse]`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CacheResponse {
    /// For so many seconds.
    pub duration: u32,
    /// `max-age` for clients; without it they are told nothing.
    pub max_age: Option<u64>,
    /// The rest of `Cache-Control`: `public, must-revalidate`.
    pub cache_control: Option<String>,
    /// Each user has answers of their own.
    pub by_user: bool,
    /// So have requests with other values of these headers.
    pub by_headers: Vec<String>,
}
