//! Which operations of a contract answer from records.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::change::{Change, ChangeService};
use super::query::{Plan, QueryService};
use super::settings::Settings;
use crate::contract::{Contract, DtoId, Operation};
use crate::records::Schema;
use crate::service::Services;

/// What an operation does with records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Does {
    /// Asks for rows and gives them as instances of a class.
    Query { into: DtoId },
    /// Changes rows.
    Change(Change),
}

/// What an operation does with which table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Target {
    pub class: DtoId,
    pub does: Does,
}

/// Registers the services of all operations of a contract that are AutoQuery's, and says how many they are. Their
/// records are the tenant's for the host of this name.
pub fn register(
    services: &mut Services,
    schema: &Arc<Schema>,
    settings: &Settings,
    host: &str,
) -> usize {
    let contract = schema.contract();
    let mut count = 0;
    for operation in contract.operations() {
        let Some(Target { class, does }) = target(contract, operation) else { continue };
        let own = settings.of(&operation.name);
        count += 1;
        match does {
            Does::Query { into } => {
                // Checked when the settings were read.
                let Ok(plan) = Plan::new(schema, operation.request, (class, into), settings, &own)
                else {
                    continue;
                };
                services.serve(&operation.name, QueryService::new(plan, host));
            }
            Does::Change(change) => {
                let service = ChangeService::new(schema, operation, (class, change), &own, host);
                services.serve(&operation.name, service);
            }
        }
    }
    count
}

/// The classes whose rows operations of a contract ask for or change.
pub fn tables(contract: &Contract) -> BTreeSet<DtoId> {
    let targets = contract.operations().iter().filter_map(|operation| target(contract, operation));
    targets.map(|target| target.class).collect()
}

/// Whether a contract has operations that change records.
pub fn changes_records(contract: &Contract) -> bool {
    let mut targets =
        contract.operations().iter().filter_map(|operation| target(contract, operation));
    targets.any(|target| matches!(target.does, Does::Change(_)))
}

/// What base class and interfaces say of an operation's request.
pub(super) fn target(contract: &Contract, operation: &Operation) -> Option<Target> {
    let dto = contract.dto(operation.request);
    if let Some(base) = dto.inherits.as_ref().filter(|_| dto.is_query()) {
        let class = contract.find_dto(base.generic_args.first()?)?;
        let into = match base.generic_args.get(1) {
            Some(name) => contract.find_dto(name)?,
            None => class,
        };
        return Some(Target { class, does: Does::Query { into } });
    }
    dto.implements.iter().find_map(|interface| {
        let change = Change::of_interface(&interface.name)?;
        let class = contract.find_dto(interface.generic_args.first()?)?;
        Some(Target { class, does: Does::Change(change) })
    })
}
