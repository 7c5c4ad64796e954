//! `POST /race`: sends copies of a request at once and reports who won.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::fork::forked;
use crate::admin::coupons::CouponCounts;
use crate::admin::refused::{of_tenant, wrong};
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::race::{self, Copy, Group, MOST};
use crate::service::validation::{Rules, not_empty};
use crate::service::{ServiceError, Services};
use crate::tenant::{DEFAULT, Tenant};

/// So many copies where the call says nothing.
const USUAL: usize = 10;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct RunRace {
    request: String,
    copies: Option<usize>,
    #[serde(default)]
    fork: bool,
    tenant: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct RunRaceResponse {
    results: Vec<RaceGroup>,
    before: CouponCounts,
    after: CouponCounts,
}

/// `RaceGroup`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct RaceGroup {
    copies: usize,
    status: Option<u16>,
    body: String,
}

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    services.validate("RunRace", Rules::new().member("Request", [not_empty()]));
    handle(services, admin, "RunRace", run);
}

async fn run(request: RunRace, call: AdminCall) -> Result<RunRaceResponse, ServiceError> {
    let copies = request.copies.unwrap_or(USUAL);
    if !(1..=MOST).contains(&copies) {
        let sentence = format!("{copies} is not between 1 and {MOST}");
        return Err(wrong(400, "InclusiveBetween", "Copies", sentence));
    }
    let copy = Copy::read(&request.request)
        .map_err(|error| wrong(400, "RaceRequest", "Request", error.to_string()))?;
    let tenant = call.tenant(request.tenant.as_deref())?;
    if !request.fork {
        return raced(&call, tenant, copy, copies).await;
    }
    let fork = forked(&call, tenant.name()).map_err(|error| of_tenant(&error, "Fork"))?;
    let name = fork.name().to_owned();
    let response = raced(&call, fork, copy, copies).await;
    // Nobody else knows its name.
    drop(call.admin.tenants.as_ref().drop(&name));
    response
}

async fn raced(
    call: &AdminCall,
    tenant: Arc<Tenant>,
    copy: Copy,
    copies: usize,
) -> Result<RunRaceResponse, ServiceError> {
    let before = CouponCounts::of(&tenant).await?;
    let copy = if tenant.name() == DEFAULT { copy } else { copy.of_tenant(tenant.name()) };
    let server = call.admin.server;
    let sent = tokio::task::spawn_blocking(move || race::run(server, &copy, copies)).await;
    let failed = |error: String| ServiceError::unavailable(format!("no race: {error}"));
    let groups = sent.map_err(|error| failed(error.to_string()))?;
    let groups = groups.map_err(|error| failed(error.to_string()))?;
    let after = CouponCounts::of(&tenant).await?;
    Ok(RunRaceResponse {
        results: groups.into_iter().map(RaceGroup::from).collect(),
        before,
        after,
    })
}

impl From<Group> for RaceGroup {
    fn from(group: Group) -> Self {
        let Group { status, body, copies } = group;
        Self { copies, status, body }
    }
}
