//! System.Text.Json as a host with endpoint routing has it.

use servicestack_emulator::contract::{Scalar, TypeRef};
use servicestack_emulator::wire::{self, Dialect, Format, JsonDialect};

use super::{Outcome, Vector, Vectors, left};

fn outcome(vectors: &Vectors, vector: &Vector) -> Outcome {
    let dialect = Dialect { json: JsonDialect::System, ..vector.dialect() };
    match &vector.r {
        None => {
            let actual = vectors.written(Format::Json, vector, &dialect);
            vector.outcome("write", vector.json.as_deref().unwrap_or_default(), actual)
        }
        Some(_) => {
            let actual = vectors.read_and_shown(Format::Json, Format::Json, vector, &dialect);
            vector.outcome("read", vector.json_of_result.as_deref().unwrap_or_default(), actual)
        }
    }
}

#[test]
fn reads_and_writes_as_recorded() {
    let vectors = Vectors::open("system-json.jsonl.gz");
    let outcomes: Vec<Outcome> =
        vectors.vectors.iter().map(|vector| outcome(&vectors, vector)).collect();
    left::check(&outcomes, 2_000, "system-json");
}

/// Cut anywhere, or with another byte anywhere, a text is read or refused with a place in it.
#[test]
fn broken_texts_are_refused_in_their_place() {
    let vectors = Vectors::open("system-json.jsonl.gz");
    let dialect = Dialect { json: JsonDialect::System, ..Dialect::default() };
    let read = |ty: &TypeRef, text: &str| {
        let read = wire::read(Format::Json, &vectors.contract, ty, text.as_bytes(), &dialect);
        if let Err(error) = read {
            assert_eq!(error.exception, "JsonException", "{text}");
            assert!(error.message.contains(" Path: $"), "{text}: {error}");
        }
    };
    let texts = vectors.vectors.iter().filter(|vector| vector.r.is_some()).step_by(5);
    for vector in texts {
        let (ty, text) =
            (vectors.ty(&vector.type_name), vector.text.as_deref().unwrap_or_default());
        for (at, c) in text.char_indices().step_by(3) {
            read(&ty, &text[..at]);
            for other in ['"', '\\', '{', ']', ',', '-', '0', '\n', 'é'] {
                read(&ty, &format!("{}{other}{}", &text[..at], &text[at + c.len_utf8()..]));
            }
        }
    }
}

/// However deep a text nests, 64 levels are read and no more.
#[test]
fn deep_texts_are_refused() {
    let vectors = Vectors::open("system-json.jsonl.gz");
    let dialect = Dialect { json: JsonDialect::System, ..Dialect::default() };
    let object = TypeRef::Scalar(Scalar::Object);
    let read = |text: &str| {
        wire::read(Format::Json, &vectors.contract, &object, text.as_bytes(), &dialect)
    };
    assert!(read(&format!("{}{}", "[".repeat(64), "]".repeat(64))).is_ok());
    for open in ["[", "{\"a\":"] {
        let error = read(&open.repeat(500_000)).expect_err("it is too deep");
        assert!(error.message.starts_with("The maximum configured depth of 64"), "{error}");
    }
}

#[test]
fn another_file() {
    if let Ok(path) = std::env::var("SYSTEM_JSON_VECTORS") {
        let text = std::fs::read_to_string(path).expect("SYSTEM_JSON_VECTORS");
        let vectors = Vectors::read(&text);
        let outcomes = vectors.vectors.iter().map(|vector| outcome(&vectors, vector));
        left::report(&outcomes.collect::<Vec<_>>());
    }
}
