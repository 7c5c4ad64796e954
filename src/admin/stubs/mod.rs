//! Stubs: the same objects as files, set in a tenant while the emulator runs.

mod get_schema;
mod get_stub;
mod get_stub_file;
mod list_near_misses;
mod list_stubs;
mod put_stub;
mod remove_stub;
mod set_stub;
mod stub_dto;

use std::sync::Arc;

pub use list_stubs::StubMistake;
pub use set_stub::notation;

use super::{Admin, AdminCall};
use crate::service::{ServiceError, Services};
use crate::stub::{NotSet, StubText};

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    get_schema::register(services, admin);
    get_stub::register(services, admin);
    get_stub_file::register(services, admin);
    list_near_misses::register(services, admin);
    list_stubs::register(services, admin);
    put_stub::register(services, admin);
    remove_stub::register(services, admin);
    set_stub::register(services, admin);
}

/// Which stub is meant.
#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Named {
    operation: String,
    host: Option<String>,
    tenant: Option<String>,
}

impl Named {
    /// The stub in force: one that a call set, else that of a file.
    fn find(&self, call: &AdminCall) -> Result<StubText, ServiceError> {
        let stubs = call.stubs(self.host.as_deref(), &self.operation)?;
        let texts = stubs.texts(&*call.tenant(self.tenant.as_deref())?);
        let mut texts = texts.into_iter();
        let found = texts.find(|stub| stub.operation.eq_ignore_ascii_case(&self.operation));
        if let Some(sentence) = stubs.unknown(&self.operation) {
            return Err(super::refused::of_stub(&NotSet::Operation(sentence)));
        }
        found.ok_or_else(|| {
            let sentence = format!("{} has no stub of {}", stubs.host(), self.operation);
            super::refused::wrong(404, "NoSuchStub", "Operation", sentence)
        })
    }
}
