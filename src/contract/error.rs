//! Why a document is no contract.

/// A document that cannot be read; each says in one sentence what is wrong and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ContractError {
    /// No JSON at all.
    #[error("the contract is not JSON: {0}")]
    Json(String),
    /// A member of the wrong type or without sense.
    #[error("the contract does not fit at {path}: {message}")]
    Shape {
        /// JSON path from the root, as in `$.operations[3].request.name`.
        path: String,
        /// What was found and what was expected.
        message: String,
    },
    /// JSON without types and operations.
    #[error("the contract holds neither operations nor types: is it a /types/metadata document?")]
    Empty,
    /// More than the settings allow.
    #[error("the contract has more than {limit} {what}")]
    TooLarge {
        /// What there is too much of.
        what: &'static str,
        /// How much of it is allowed.
        limit: usize,
    },
}

/// How large a document may be, so that a hostile one ends in an error and not in a hang.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the document.
    pub bytes: usize,
    /// JSON values of the document, at any depth.
    pub values: usize,
    /// Types, closed generics included.
    pub types: usize,
    /// Members of all types together, inherited ones included.
    pub members: usize,
    /// Nesting of one type name (`List<List<…>>`).
    pub depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 64 << 20, values: 3_000_000, types: 50_000, members: 1_000_000, depth: 32 }
    }
}

/// Something the importer did not understand and went on without.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// JSON path of the place.
    pub path: String,
    /// What is odd there.
    pub message: String,
}
