//! ServiceStack.Text's JSON: `\/Date(ms)\/`, Guids without hyphens, nulls left out, and a very
//! forgiving reader.

mod collection;
mod cut;
mod date;
mod dictionary;
mod indent;
mod lines;
mod read;
mod runtime_type;
mod write;

pub(super) use indent::indent;
pub(super) use lines::write_lines;
pub(super) use read::read;
pub(super) use write::{write, write_cut};
