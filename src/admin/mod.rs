//! The admin API: a host of its own at `/_emulator`, by which stubs, faults, scenarios, tenants, coupons
//! and snapshots are looked at and changed while the emulator runs. docs/admin.md is the reference.
//!
//! It has a contract like any other host, and so metadata pages, OpenAPI, console forms and DTOs.
//! [`Guarded`] stands before it and decides who gets in. One file an operation, in a folder a
//! subject; `AdminCall` is what each of them may use.

mod access;
mod admin_call;
mod bounded;
mod clock;
mod coupons;
mod doctor;
mod faults;
mod journal;
mod race;
mod records;
mod refused;
mod registry;
mod reset;
mod scenario;
mod snapshots;
mod stubs;
mod tenants;

use std::path::PathBuf;
use std::sync::Arc;

pub use access::{Access, Guarded};
use admin_call::AdminCall;

use crate::contract::{Contract, ContractError};
use crate::faults::{FaultFiles, Operations};
use crate::host::Exact;
use crate::hosts::apex::CallLimits;
use crate::hosts::miko;
use crate::lab::fault::FaultLimits;
use crate::race::Server;
use crate::service::Services;
use crate::stub::Stubs;
use crate::tenant::Tenants;

/// Where the host is.
pub const BASE_PATH: &str = "/_emulator";

/// How it reads: a mistake in what changes things is refused, never passed over.
pub const EXACT: Exact = Exact { open: &["ListRecords"] };

const CONTRACT: &[u8] = include_bytes!("../../fixtures/hosts/admin/contract.json");

/// What the API looks at and changes.
pub struct Admin {
    /// All states of the server.
    pub tenants: Arc<Tenants>,
    /// The stubs of each host.
    pub stubs: Vec<Arc<Stubs>>,
    /// The faults of the files of each host that has some.
    pub fault_files: Vec<Arc<FaultFiles>>,
    /// Where the server listens, for requests that the API sends to it.
    pub server: Server,
    /// What bounds faults.
    pub fault_limits: FaultLimits,
    /// What one call may ask of coupons.
    pub limits: CallLimits,
    /// The longest file of coupons that is made or read, in bytes.
    pub file_bytes: usize,
    /// Where snapshots of durable coupons are kept; none where nothing is.
    pub snapshots: Option<PathBuf>,
}

impl Admin {
    /// The operations that faults may name. A site of one's own may have others.
    pub(crate) fn operations(&self) -> Operations {
        let of_host = |stubs: &Arc<Stubs>| Operations::of(stubs.contract()).names;
        let mut names: Vec<String> = self.stubs.iter().flat_map(of_host).collect();
        names.extend(miko::CALLS.map(str::to_owned));
        Operations { names, others: true }
    }
}

/// What an emulator knows of its admin API before the start.
pub struct Setup {
    /// Who may use it.
    pub access: Access,
    /// What one call may ask of coupons.
    pub limits: CallLimits,
    /// The longest file of coupons that is made, in bytes.
    pub file_bytes: usize,
    /// Where snapshots of durable coupons are kept; none where nothing is.
    pub snapshots: Option<PathBuf>,
}

/// The contract of the admin API.
///
/// # Errors
/// Never with the embedded document; the same errors as any other document's.
pub fn contract() -> Result<Contract, ContractError> {
    Contract::read(CONTRACT)
}

/// Registers all operations.
pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    stubs::register(services, admin);
    scenario::register(services, admin);
    clock::register(services, admin);
    faults::register(services, admin);
    race::register(services, admin);
    tenants::register(services, admin);
    coupons::register(services, admin);
    journal::register(services, admin);
    records::register(services, admin);
    doctor::register(services, admin);
    snapshots::register(services, admin);
    reset::register(services, admin);
}
