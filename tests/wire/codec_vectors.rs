//! What the codec's own test of the vectors knows of their JSON and of their exact scalars.

#[path = "../../jsv-codec/tests/vectors/exact.rs"]
pub mod exact;
#[allow(dead_code, reason = "the codec's test also writes JSON")]
#[path = "../../jsv-codec/tests/vectors/json.rs"]
pub mod json;
