//! A Rust type and a contract type that do not fit.

use std::fmt::Display;

/// Why a value could not become a Rust struct, or the other way round.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ShapeError(String);

impl ShapeError {
    pub(super) fn new(message: impl Display) -> Self {
        Self(message.to_string())
    }
}

impl serde::de::Error for ShapeError {
    fn custom<T: Display>(message: T) -> Self {
        Self::new(message)
    }
}

impl serde::ser::Error for ShapeError {
    fn custom<T: Display>(message: T) -> Self {
        Self::new(message)
    }
}
