//! The pages that people browse: the metadata index and one page an operation and format
//! (docs/wire/pages.md).
//!
//! Pure functions of the contract: they know nothing of requests. Everything shown comes from a
//! document that anyone may have written, so all of it is escaped. What an operation page says is,
//! to the letter, what a 5.9.1 host says; how it looks is our own. Links and labels beyond that
//! text are attributes and style, not text.

mod asset;
mod display;
mod document;
mod index;
mod languages;
mod layout;
mod login;
mod operation;
mod parameter;
mod sample;
mod search;
mod security;
mod tables;
mod walk;

pub use asset::{Asset, asset};
pub(crate) use display::data_type;
pub use document::document;
pub use index::index;
pub use languages::Source;
pub(crate) use layout::Layout;
pub use login::login;
pub use operation::{operation, operation_with_languages};
pub use search::Search;
pub(crate) use search::haystack;
pub(crate) use security::mark;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::wire::{Dialect, Format};

/// What a page needs to know besides the contract.
#[derive(Debug, Clone)]
pub struct PageContext<'a> {
    /// The host's name, as the request gave it, without port: samples show it.
    pub host: &'a str,
    /// Where the host begins on its server: empty, or a path (`/apex`) without a final slash. All
    /// links begin with it.
    pub base_url: &'a str,
    /// How the samples are spelled.
    pub dialect: &'a Dialect,
    /// Further places of this host, listed at the foot of the index.
    pub links: &'a [Link<'a>],
}

/// A link to another place of the host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link<'a> {
    /// Text.
    pub title: &'a str,
    /// Where to, below the host.
    pub href: &'a str,
}

/// The formats that have operation pages, in the order in which the index lists them.
pub const FORMATS: [Format; 4] = [Format::Json, Format::Xml, Format::Jsv, Format::Csv];

const IN_QUERY: &AsciiSet = &NON_ALPHANUMERIC.remove(b'_').remove(b'-').remove(b'.').remove(b'~');

impl PageContext<'_> {
    pub(crate) fn operation_url(&self, format: Format, operation: &str) -> String {
        let operation = utf8_percent_encode(operation, IN_QUERY);
        format!("{}/{}/metadata?op={operation}", self.base_url, format.name())
    }

    pub(crate) fn index_url(&self) -> String {
        format!("{}/metadata", self.base_url)
    }

    pub(crate) fn console_index_url(&self) -> String {
        format!("{}/ui", self.base_url)
    }

    pub(crate) fn console_url(&self, operation: &str) -> String {
        format!("{}/ui/{}", self.base_url, utf8_percent_encode(operation, IN_QUERY))
    }
}
