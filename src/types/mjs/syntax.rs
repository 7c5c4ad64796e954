//! JavaScript's words for the types of .NET, as JSDoc writes them.

use crate::contract::{ListKind, Scalar};
use crate::types::javascript::{TAKEN, scalar};
use crate::types::syntax::TypeSyntax;

pub(super) struct Mjs;

impl TypeSyntax for Mjs {
    fn scalar(&self, of: Scalar) -> &'static str {
        scalar(of)
    }

    fn nullable(&self, inner: String) -> String {
        if inner.starts_with('?') { inner } else { format!("?{inner}") }
    }

    fn list(&self, _: ListKind, item: String) -> String {
        format!("{}[]", item.trim_start_matches('?'))
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
