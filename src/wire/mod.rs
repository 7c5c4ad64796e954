//! The wire: values into bytes and bytes into values, one room a format.
//!
//! Only this room knows content types and notations. Every reader is directed by a contract's type and every writer
//! prints a [`Typed`] value; nothing passes through an untyped tree.

mod enumeration;
mod error;
mod format;
mod item;
mod json;
mod text;
mod typed;
pub mod xml;

use chrono::FixedOffset;

use crate::{
    contract::{Contract, TypeRef},
    value::Value,
};

pub use error::{ReadError, WriteError};
pub use format::Format;
pub use typed::Typed;

/// How a host speaks: what the formats need to know besides the value.
#[derive(Debug, Clone)]
pub struct Dialect {
    /// The host's own zone: local and unspecified times are printed with it.
    pub zone: FixedOffset,
    /// Exactly as ServiceStack 5.9.1, warts and all; otherwise blanks and a final newline in JSV are forgiven.
    pub strict: bool,
    /// How deep values may nest.
    pub max_depth: usize,
}

impl Default for Dialect {
    fn default() -> Self {
        Self {
            zone: FixedOffset::east_opt(0).unwrap_or_else(|| unreachable!()),
            strict: false,
            max_depth: 128,
        }
    }
}
