//! A fault as its DTO has it.

use serde::Serialize;

use crate::faults::FileFault;
use crate::tenant::{SetFault, Tenant, key_of_call};

/// `Fault`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Fault {
    pub name: String,
    host: String,
    source: &'static str,
    file: String,
    pub notation: &'static str,
    pub text: String,
    met: u64,
    acted: u64,
}

/// An answer with one fault.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct FaultResponse {
    pub result: Fault,
}

impl Fault {
    /// One that a call set.
    pub fn of_call(set: &SetFault, tenant: &Tenant) -> Self {
        let hits = tenant.faults().hits_of(&key_of_call(&set.fault.name));
        Self {
            name: set.fault.name.clone(),
            host: String::new(),
            source: "call",
            file: format!("{}.{}", set.fault.name, set.notation),
            notation: set.notation,
            text: set.text.clone(),
            met: hits.met,
            acted: hits.acted,
        }
    }

    /// One of a file.
    pub fn of_file(file: &FileFault, host: &str, tenant: &Tenant) -> Self {
        let hits = tenant.faults().hits_of(file.key());
        let path = file.file.file_name().unwrap_or_default();
        Self {
            name: file.fault.name.clone(),
            host: host.to_owned(),
            source: "file",
            file: path.to_string_lossy().into_owned(),
            notation: file.notation.name(),
            text: file.text.clone(),
            met: hits.met,
            acted: hits.acted,
        }
    }

    /// Whether it is called so.
    pub fn is(&self, name: &str) -> bool {
        self.name == name
    }
}
