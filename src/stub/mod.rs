//! Stubs: what an operation answers, said by a file.
//!
//! A file `stubs/{Operation}.json`, `.jsv` or `.xml` is the answer itself;
//! `stubs/{Operation}.toml`, or the same object as JSON, says which answer is given when.
//! docs/lab.md is the reference.
//!
//! The way of a file:
//! ```text
//! text ── tree::Node ──── document::Document ── stub::Stub ──── stubs::Set
//!         values with     members by serde,     checked with    all files of a folder,
//!         their places    unknown ones refused  the contract    or none of them
//! ```
//! Everything is checked and compiled when it is read: a [`Mistake`] names file, line and member.
//! What never varies is one [`Value`](crate::value::Value) then, and a call clones it.
//!
//! The way of a call: [`Stubs`] stands before the services of a host. Its stub of the operation
//! takes the first answer whose conditions hold (`condition`) and makes it (`answer`); without one,
//! the service that the operation has without stubs answers. What stubs remember between calls is
//! the tenant's ([`StubState`](crate::tenant::StubState)).
//!
//! | module | what |
//! |---|---|
//! | `tree` | TOML or JSON as values with their places |
//! | `document` | the object that a file holds |
//! | `shape` | an answer of a contract's type, made of constants and templates |
//! | `template` | texts with `{{ }}`, checked at the start, bounded when they run |
//! | `budget` | what templates may make for one answer |
//! | `scope` | the names that templates know |
//! | `condition` | `when` |
//! | `answer` | one answer: what it says and what it does besides |
//! | `compile` | from document to stub |
//! | `notation` | TOML, JSON, JSV or XML, by a name, a content type or the text |
//! | `folder`, `stubs` | all files of a folder, and the services before which they stand |
//! | `set_by_call` | stubs that were set while the host runs, before those of files |
//! | `data` | seed rows of records, as strictly read |
//! | `watch` | reading the folder again when it changes |

mod answer;
mod budget;
mod compile;
mod condition;
mod data;
mod document;
mod folder;
mod host;
mod mistake;
mod notation;
mod scope;
mod set_by_call;
mod shape;
mod stubs;
mod template;
mod tree;
mod watch;

pub use data::Data;
pub use document::Document;
pub(crate) use mistake::Fault as Misread;
pub use mistake::Mistake;
pub use notation::{Notation, UnknownNotation};
pub use set_by_call::{NotSet, StubSource, StubText};
pub use stubs::Stubs;
pub(crate) use tree::{Kind as NodeKind, Node};
