//! The clock of a tenant. That of the default tenant is the process's.

mod advance_clock;
mod get_clock;
mod set_clock;

use std::sync::Arc;

use serde::Serialize;

use super::Admin;
use crate::lab::Clock;
use crate::service::Services;
use crate::service::typed::Ticks;

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    advance_clock::register(services, admin);
    get_clock::register(services, admin);
    set_clock::register(services, admin);
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
