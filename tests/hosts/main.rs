//! The built-in hosts that are no ServiceStack hosts, and the example that is made of files.
#![allow(missing_docs, reason = "the name of a test says what it shows")]

mod miko;
mod shop;
#[path = "../support/mod.rs"]
mod support;
mod uploads;
