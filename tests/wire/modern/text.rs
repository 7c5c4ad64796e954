//! ServiceStack.Text of 10.1.5: JSON, CSV and what is read of JSV. The JSV that is written is a test
//! of the codec. Exceptions count by their names: an answer's words are made by `http`, which other
//! recordings test.

use servicestack_emulator::wire::Format;

use super::{Outcome, Vector, Vectors, left};

const FIXTURE: &str = "serializer-random-modern.jsonl.gz";

/// A value in JSON and, where the vector has it, in CSV; a text of JSON or CSV shown as JSV.
fn outcomes(vectors: &Vectors, vector: &Vector) -> Vec<Outcome> {
    let dialect = vector.dialect();
    let read = |from, to, expected: &Option<String>| {
        let actual = vectors.read_and_shown(from, to, vector, &dialect);
        let what = format!("read {}", from.name());
        let expected = exception(expected.as_deref().unwrap_or_default());
        vector.outcome(&what, expected, exception(&actual).to_owned())
    };
    let written = |format: Format, expected: &Option<String>| {
        let expected = expected.as_ref()?;
        let actual = vectors.written(format, vector, &dialect);
        let actual = exception(&actual).to_owned();
        Some(vector.outcome(&format!("write {}", format.name()), exception(expected), actual))
    };
    match vector.r.as_deref() {
        None => [written(Format::Json, &vector.json), written(Format::Csv, &vector.csv)]
            .into_iter()
            .flatten()
            .collect(),
        Some("json") => vec![read(Format::Json, Format::Jsv, &vector.jsv_of_result)],
        Some("csv") => vec![read(Format::Csv, Format::Jsv, &vector.jsv_of_result)],
        Some("jsv") => vec![read(Format::Jsv, Format::Json, &vector.json_of_result)],
        Some(_) => Vec::new(),
    }
}

/// An exception without its message; any other text as it is.
fn exception(shown: &str) -> &str {
    if shown.starts_with('!') { shown.split(':').next().unwrap_or_default() } else { shown }
}

#[test]
fn reads_and_writes_as_recorded() {
    let vectors = Vectors::open(FIXTURE);
    let outcomes: Vec<Outcome> =
        vectors.vectors.iter().flat_map(|vector| outcomes(&vectors, vector)).collect();
    left::check(&outcomes, 15_600, "serializer-random-modern");
}

#[test]
fn another_file() {
    if let Ok(path) = std::env::var("MODERN_VECTORS") {
        let text = std::fs::read_to_string(path).expect("MODERN_VECTORS");
        let vectors = Vectors::read(&text);
        let outcomes = vectors.vectors.iter().flat_map(|vector| outcomes(&vectors, vector));
        left::report(&outcomes.collect::<Vec<_>>());
    }
}
