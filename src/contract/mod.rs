//! The contract of a host: its operations, their routes, verbs, DTO types, and who may call them.
//!
//! A host is data. Everything that routing, binding, the metadata pages, the samples and `/types/*` show is read from
//! here; only this room knows the shape of a `/types/metadata` document.

mod dto;
mod operation;
mod type_ref;

pub use dto::{DataContract, Dto, DtoId, DtoKind, EnumMember, Enumeration, Member, Property, TypeName};
pub use operation::{Operation, Route, Verbs};
pub use type_ref::{ListKind, Scalar, TypeRef};
