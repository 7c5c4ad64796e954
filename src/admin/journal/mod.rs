//! The journal of a tenant: found, counted, verified, waited for, exported, cleared.

mod clear_journal;
mod count_exchanges;
mod exchange_dto;
mod export_journal;
mod find_exchanges;
mod get_exchange;
mod verify_exchanges;
mod wait_for_exchanges;
mod wanted;

pub use wanted::Wanted;

use std::sync::Arc;

use super::Admin;
use crate::service::Services;

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    find_exchanges::register(services, admin);
    get_exchange::register(services, admin);
    count_exchanges::register(services, admin);
    verify_exchanges::register(services, admin);
    wait_for_exchanges::register(services, admin);
    clear_journal::register(services, admin);
    export_journal::register(services, admin);
}

/// A count as .NET has it.
fn count(number: impl TryInto<i64>) -> i64 {
    number.try_into().unwrap_or(i64::MAX)
}
