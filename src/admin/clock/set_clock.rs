//! `PUT /clock`: sets, freezes or paces the clock of a tenant.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::{ClockResponse, Clocks};
use crate::admin::refused::wrong;
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::lab::{Clock, RATES};
use crate::service::{ServiceError, Services};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct SetClock {
    at: Option<DateTime<Utc>>,
    frozen: Option<bool>,
    rate: Option<f64>,
    tenant: Option<String>,
    #[serde(default)]
    all: bool,
}

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "SetClock", set);
}

/// What is left out stays: a clock that is set goes on standing or running.
async fn set(request: SetClock, call: AdminCall) -> Result<ClockResponse, ServiceError> {
    check(&request)?;
    let tenant = Clocks { tenant: request.tenant.as_deref(), all: request.all }.meant(&call)?;
    let set = |clock: &Clock| request.apply(clock);
    match request.all {
        true => call.admin.tenants.set_clocks(set),
        false => set(tenant.clock()),
    }
    Ok(ClockResponse::of(tenant.clock()))
}

impl SetClock {
    fn apply(&self, clock: &Clock) {
        match (self.frozen, self.rate) {
            (_, Some(rate)) => clock.run_at(rate),
            (Some(true), None) => clock.freeze(),
            (Some(false), None) if clock.is_frozen() => clock.resume(),
            _ => {}
        }
        // Last, so that a clock that is to stand shows this very instant.
        if let Some(at) = self.at {
            clock.set(at);
        }
    }
}

fn check(request: &SetClock) -> Result<(), ServiceError> {
    match request.rate {
        Some(rate) if !RATES.contains(&rate) => {
            let sentence = format!("a rate is from {} to {}", RATES.start(), RATES.end());
            Err(wrong(400, "InclusiveBetween", "Rate", sentence))
        }
        Some(_) if request.frozen == Some(true) => Err(wrong(
            400,
            "Contradiction",
            "Rate",
            "a frozen clock has no rate; give one of the two",
        )),
        _ => Ok(()),
    }
}
