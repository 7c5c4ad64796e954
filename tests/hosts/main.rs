//! The built-in hosts that are no ServiceStack hosts.
#![allow(missing_docs, reason = "a test tells what it shows by its name")]

mod miko;
#[path = "../support/mod.rs"]
mod support;
