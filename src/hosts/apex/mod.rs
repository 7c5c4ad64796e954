//! ApexERPHost's coupon services. One file an operation; the other operations answer by contract.

mod activate_coupon;
mod add_coupons;
mod coupon_dto;
mod get_coupon_x_receipts;
mod get_coupons_by_status;
mod listing;
mod seeding;
mod store_error;

use crate::contract::{Contract, ContractError, Further, Limits};
use crate::service::Services;
pub use seeding::{SeedError, Seeded, addition, additions, in_memory, seed};

/// The host's contract, as its own pages show it.
const CONTRACT: &[u8] = include_bytes!("../../../fixtures/hosts/apex-erp/contract.json");

/// The host's name on its pages.
pub const TITLE: &str = "ApexERPHost";

/// What one call may ask for.
#[derive(Debug, Clone, Copy)]
pub struct CallLimits {
    /// The most coupons that one AddCoupons may make.
    pub coupons: u64,
}

/// The contract of ApexERPHost.
///
/// # Errors
/// Never with the embedded document; the same errors as any other document's.
pub fn contract() -> Result<Contract, ContractError> {
    Contract::read(CONTRACT)
}

/// The same with further operations of ServiceStack's own.
///
/// # Errors
/// As [`contract`].
pub fn contract_with(further: Further<'_>) -> Result<Contract, ContractError> {
    Contract::read_with(CONTRACT, &Limits::default(), further)
}

/// Registers the coupon services; each call has its coupons with it.
pub fn register(services: &mut Services, limits: CallLimits) {
    add_coupons::register(services, limits);
    activate_coupon::register(services);
    get_coupons_by_status::register(services);
    get_coupon_x_receipts::register(services);
}
