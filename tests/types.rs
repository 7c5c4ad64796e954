//! The DTOs of a contract in other languages.

#[path = "types/generated.rs"]
mod generated;
#[path = "types/options.rs"]
mod options;
