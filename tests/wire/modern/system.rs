//! System.Text.Json as a host with endpoint routing has it.

use servicestack_emulator::wire::{Dialect, Format, JsonDialect};

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

#[test]
fn another_file() {
    if let Ok(path) = std::env::var("SYSTEM_JSON_VECTORS") {
        let text = std::fs::read_to_string(path).expect("SYSTEM_JSON_VECTORS");
        let vectors = Vectors::read(&text);
        let outcomes = vectors.vectors.iter().map(|vector| outcome(&vectors, vector));
        left::report(&outcomes.collect::<Vec<_>>());
    }
}
