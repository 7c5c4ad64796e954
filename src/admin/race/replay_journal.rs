//! `POST /journal/replay`: sends the requests of a journal again, to a copy of a tenant.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::fork::{forked, fresh};
use crate::admin::coupons::CouponCounts;
use crate::admin::journal::Wanted;
use crate::admin::refused::of_tenant;
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::journal::Entry;
use crate::race::{self, Difference, Replay};
use crate::service::{ServiceError, Services};
use crate::tenant::Tenant;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ReplayJournal {
    onto: Option<String>,
    from: Option<DateTime<Utc>>,
    to: Option<DateTime<Utc>>,
    after: Option<i64>,
    before: Option<i64>,
    tenant: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct ReplayJournalResponse {
    replayed: usize,
    left_out: usize,
    same: usize,
    results: Vec<ReplayDifference>,
    before: CouponCounts,
    after: CouponCounts,
}

/// `ReplayDifference`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct ReplayDifference {
    number: u64,
    status_before: Option<u16>,
    body_before: String,
    status: Option<u16>,
    body: String,
}

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "ReplayJournal", replay);
}

async fn replay(
    request: ReplayJournal,
    call: AdminCall,
) -> Result<ReplayJournalResponse, ServiceError> {
    let tenant = call.tenant(request.tenant.as_deref())?;
    let ReplayJournal { onto, from, to, after, before, .. } = request;
    let wanted = Wanted { from, to, after, before, ..Wanted::default() };
    let entries = tenant.journal().entries(&wanted.filter()?);
    let onto = match onto.as_deref().filter(|name| !name.is_empty()) {
        Some(name) => forked(&call, name),
        None => fresh(&call),
    };
    let onto = onto.map_err(|error| of_tenant(&error, "Onto"))?;
    let response = replayed(&call, &onto, entries).await;
    // Nobody else knows its name.
    drop(call.admin.tenants.as_ref().drop(onto.name()));
    response
}

async fn replayed(
    call: &AdminCall,
    onto: &Arc<Tenant>,
    entries: Vec<Arc<Entry>>,
) -> Result<ReplayJournalResponse, ServiceError> {
    let before = CouponCounts::of(onto).await?;
    let (server, tenant) = (call.admin.server, onto.clone());
    let sending = tokio::task::spawn_blocking(move || {
        // It stands at the time of each request, so that what shows or compares it is the same.
        tenant.clock().freeze();
        race::replay(server, tenant.name(), entries, |entry| tenant.clock().set(entry.at))
    });
    let failed = |error: String| ServiceError::unavailable(format!("no replay: {error}"));
    let replay = sending.await.map_err(|error| failed(error.to_string()))?;
    let Replay { sent, left_out, same, different } =
        replay.map_err(|error| failed(error.to_string()))?;
    Ok(ReplayJournalResponse {
        replayed: sent,
        left_out,
        same,
        results: different.into_iter().map(ReplayDifference::from).collect(),
        before,
        after: CouponCounts::of(onto).await?,
    })
}

impl From<Difference> for ReplayDifference {
    fn from(difference: Difference) -> Self {
        let Difference { number, before, now } = difference;
        let text = |body: &[u8]| String::from_utf8_lossy(body).into_owned();
        Self {
            number,
            status_before: before.status,
            body_before: text(&before.body),
            status: now.status,
            body: text(&now.body),
        }
    }
}
