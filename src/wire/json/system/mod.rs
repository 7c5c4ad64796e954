//! System.Text.Json as ServiceStack 10 sets it up for hosts with endpoint routing: ISO 8601 dates,
//! Guids with hyphens, all but plain ASCII escaped, and a reader that takes JSON alone.
//!
//! What it writes and reads, and what it says of faults, follows the vectors of 10.1.5 on .NET 10.

mod any;
pub(super) mod date;
mod fault;
mod name;
mod number;
mod path;
mod read;
mod scalar;
mod string;
mod tokens;
mod type_name;
mod write;

pub(in crate::wire) use read::read;
pub(in crate::wire) use write::{write, write_cut};
