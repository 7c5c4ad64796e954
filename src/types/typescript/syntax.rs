//! TypeScript's words for the types of .NET.

use crate::contract::{ListKind, Scalar};
use crate::types::javascript::{TAKEN, scalar};
use crate::types::syntax::TypeSyntax;

pub(super) struct TypeScript {
    /// Classes, and not declarations alone.
    pub classes: bool,
}

impl TypeSyntax for TypeScript {
    fn scalar(&self, of: Scalar) -> &'static str {
        scalar(of)
    }

    fn nullable(&self, inner: String) -> String {
        inner
    }

    fn list(&self, _: ListKind, item: String) -> String {
        format!("{item}[]")
    }

    fn dictionary(&self, _: String, value: String) -> String {
        format!("{{ [index: string]: {value}; }}")
    }

    fn undefined(&self) -> &'static str {
        "string"
    }

    fn is_taken(&self, name: &str) -> bool {
        TAKEN.contains(&name)
    }
}
