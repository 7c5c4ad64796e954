//! The built-in hosts that are no ServiceStack hosts.
#![allow(missing_docs, reason = "the name of a test says what it shows")]

mod miko;
#[path = "../support/mod.rs"]
mod support;
