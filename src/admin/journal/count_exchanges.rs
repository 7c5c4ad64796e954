//! `GET /journal/count`: how many exchanges there are.

use std::sync::Arc;

use serde::Serialize;

use super::count;
use super::wanted::Wanted;
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{ServiceError, Services};

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct CountExchangesResponse {
    count: i64,
    kept: i64,
    forgotten: i64,
    last: i64,
    bytes: i64,
}

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "CountExchanges", answer);
}

async fn answer(wanted: Wanted, call: AdminCall) -> Result<CountExchangesResponse, ServiceError> {
    let filter = wanted.filter()?;
    let tenant = call.tenant(wanted.tenant.as_deref())?;
    let journal = tenant.journal();
    Ok(CountExchangesResponse {
        count: count(journal.count(&filter)),
        kept: count(journal.len()),
        forgotten: count(journal.forgotten()),
        last: count(journal.last()),
        bytes: count(journal.bytes()),
    })
}
