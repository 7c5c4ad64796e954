//! The DTOs of a contract in other languages.

#[path = "types/generated.rs"]
mod generated;
#[path = "types/languages.rs"]
mod languages;
#[path = "types/options.rs"]
mod options;
