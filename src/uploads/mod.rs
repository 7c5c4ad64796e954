//! Uploaded files: which a host takes, and where those of a tenant are.
//!
//! [`Uploads`] are the locations of a host, which never change; [`Files`] are what a tenant has of
//! them, in memory or in a folder. The room knows no request.
//!
//! A file is kept as `{location}/{name}`. Its name is one segment that every system takes for a
//! file ([`is_file_name`]), so no name leads out of the folder.

mod batch;
mod disk;
mod files;
mod location;
mod name;

pub use files::{Files, Limits, NewFile, NotStored, Stored};
pub use location::{Location, LocationRefusal, Operations, Uploads, Who, WriteRefusal};
pub use name::{is_file_name, is_location_name};
