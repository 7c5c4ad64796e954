//! Records: typed rows of a contract's classes, one set of tables a tenant and host.
//!
//! ```text
//! Records ── State ── Table ── Rows        what there is: a value, shared by all who look at it
//!    │         └─ Draft                     a change in the making: all of it or nothing
//!    └─ Journal                             the same on disk, for a tenant that is durable
//! Query ── Filter, Order                    what is asked of a state
//! ```
//! A [`State`] is a persistent value: a clone shares all rows, and a change copies the block it touches.
//! So fork, reset and a look at a million rows copy nothing. Rows are instances of the contract's
//! classes, in the order of their keys. docs/records.md is the reference.

mod aggregate;
mod cells;
mod convention;
mod difference;
mod document;
mod draft;
mod durable;
mod error;
mod filter;
mod like;
mod order;
mod query;
mod references;
mod rows;
mod schema;
mod state;
mod store;

pub use aggregate::{Aggregate, Function};
pub use cells::{CellError, cell_of};
pub use convention::{Convention, Operator, Placed};
pub use document::{DocumentError, read, read_row, rows_of, write, write_row};
pub use draft::Draft;
pub use error::RecordsError;
pub use filter::{Filter, Term};
pub use order::{Key, compare};
pub use query::{Column, Found, Matches, Order, Query, Source};
pub use references::References;
pub use schema::{Class, Reference, Schema};
pub use state::{State, Table};
pub use store::{Limits, Records};
