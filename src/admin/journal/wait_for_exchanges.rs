//! `POST /journal/wait`: waits until exchanges have come.

use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;

use super::count;
use super::exchange_dto::ExchangeInfo;
use super::wanted::{Wanted, between};
use crate::admin::refused::wrong;
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{ServiceError, Services};

/// How many are waited for at least, where nobody says, and at most.
const TIMES: (i32, i32, i32) = (1, 1, 1000);

/// How long it waits where nobody says.
const PRESET: Duration = Duration::from_secs(10);

/// The longest that it waits: clients and proxies give up before long.
const LONGEST: Duration = Duration::from_secs(60);

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct WaitForExchangesResponse {
    met: bool,
    results: Vec<ExchangeInfo>,
    last: i64,
}

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "WaitForExchanges", wait);
}

async fn wait(wanted: Wanted, call: AdminCall) -> Result<WaitForExchangesResponse, ServiceError> {
    let (filter, times) = (wanted.filter()?, between("Times", wanted.times, TIMES)?);
    let patience = patience(wanted.timeout)?;
    let tenant = call.tenant(wanted.tenant.as_deref())?;
    let after = filter.after.unwrap_or_default();
    let mut subscription = tenant.journal().subscribe_after(after);
    let found = subscription.wait_for(&filter, times, patience).await;
    Ok(WaitForExchangesResponse {
        met: found.len() >= times,
        results: found.iter().take(1000).map(|entry| ExchangeInfo::from(&**entry)).collect(),
        last: count(tenant.journal().last()),
    })
}

fn patience(ticks: Option<i64>) -> Result<Duration, ServiceError> {
    let Some(ticks) = ticks else { return Ok(PRESET) };
    let patience =
        u64::try_from(ticks).ok().map(|ticks| Duration::from_nanos(ticks.saturating_mul(100)));
    patience.filter(|patience| *patience <= LONGEST).ok_or_else(|| {
        wrong(400, "InclusiveBetween", "Timeout", "Timeout is from 0 to 60 seconds: PT10S")
    })
}
