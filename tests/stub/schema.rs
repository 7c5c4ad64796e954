//! The JSON Schema of a stub, as it is published.

use servicestack_emulator::stub::Document;

/// `UPDATE_DOCS=1 cargo test --test stub schema` writes it anew.
#[test]
fn the_published_schema_is_that_of_the_type() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/stub.schema.json");
    let schema = serde_json::to_string_pretty(&Document::schema()).unwrap() + "\n";
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, &schema).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap(), schema, "write it anew with UPDATE_DOCS=1");
}
