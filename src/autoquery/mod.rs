//! Operations that answer from records: AutoQuery's queries and its create, update, patch, delete and save.
//!
//! A contract says which they are: requests that inherit `QueryDb` of a class, or implement `ICreateDb`,
//! `IUpdateDb`, `IPatchDb`, `IDeleteDb` or `ISaveDb` of one. What no contract carries (joins, `QueryDbField`,
//! `AutoPopulate`, limits) is said by [`Settings`]. All is as recorded of 10.1.5 over SQLite, whose error texts
//! are shown where a database would speak. docs/records.md is the reference.
//!
//! | module | what |
//! |---|---|
//! | `settings` | the file records.toml |
//! | `columns` | the columns that a query knows, by the names that arguments have |
//! | `arguments` | members and arguments of a request as conditions |
//! | `paging`, `include`, `fields` | what a query gives back of the rows it found |
//! | `query`, `change` | the services |
//! | `access` | the same for any operation: what a stub says with `records` |
//! | `tables` | records by name and text, for the admin API |

mod access;
mod arguments;
mod change;
mod columns;
mod fields;
mod include;
mod paging;
mod query;
mod register;
mod response;
mod settings;
mod tables;
mod values;

pub use access::{Access, Action};
pub use register::{changes_records, register, tables};
pub use settings::{JoinKind, JoinSettings, MemberSettings, OperationSettings, Settings, Wrong};
pub use tables::{Listing, Tables};
