//! A stub as its DTO has it.

use serde::Serialize;

use crate::stub::{StubSource, StubText};

/// `Stub`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Stub {
    host: String,
    operation: String,
    source: &'static str,
    file: String,
    notation: &'static str,
    text: String,
    answers: Vec<StubAnswer>,
}

/// `StubAnswer`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct StubAnswer {
    name: String,
    given: u64,
}

/// An answer with one stub.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct StubResponse {
    pub result: Stub,
}

impl From<StubText> for Stub {
    fn from(stub: StubText) -> Self {
        let answers =
            stub.answers.into_iter().map(|(name, given)| StubAnswer { name, given }).collect();
        let source = match stub.source {
            StubSource::File => "file",
            StubSource::Call => "call",
        };
        let file = stub.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (host, operation, notation) = (stub.host, stub.operation, stub.notation.name());
        Self { host, operation, source, file, notation, text: stub.text, answers }
    }
}
