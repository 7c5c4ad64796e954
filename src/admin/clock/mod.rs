//! The clock of a tenant. That of the default tenant is the process's.

mod advance_clock;
mod get_clock;
mod set_clock;

use std::sync::Arc;

use serde::Serialize;

use super::refused::wrong;
use super::{Admin, AdminCall};
use crate::lab::Clock;
use crate::service::typed::Ticks;
use crate::service::{ServiceError, Services};
use crate::tenant::Tenant;

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    advance_clock::register(services, admin);
    get_clock::register(services, admin);
    set_clock::register(services, admin);
}

/// Which clocks are meant.
struct Clocks<'r> {
    tenant: Option<&'r str>,
    all: bool,
}

impl Clocks<'_> {
    /// The tenant whose clock is shown: of all, the default one.
    fn meant(&self, call: &AdminCall) -> Result<Arc<Tenant>, ServiceError> {
        match self.tenant.filter(|tenant| !tenant.is_empty()) {
            Some(_) if self.all => {
                Err(wrong(400, "Contradiction", "All", "all clocks, or that of a tenant: give one"))
            }
            None if self.all => Ok(call.admin.tenants.default()),
            named => call.tenant(named),
        }
    }
}

/// The answer of all of them.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct ClockResponse {
    now: Ticks,
    frozen: bool,
    rate: f64,
}

impl ClockResponse {
    fn of(clock: &Clock) -> Self {
        let now = clock.now().naive_utc().into();
        Self { now, frozen: clock.is_frozen(), rate: clock.rate() }
    }
}
