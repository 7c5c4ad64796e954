//! `GET /journal`: a page of exchanges, the newest first.

use std::sync::Arc;

use serde::Serialize;

use super::count;
use super::exchange_dto::ExchangeInfo;
use super::wanted::{Wanted, between};
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::journal::Filter;
use crate::service::{ServiceError, Services};

/// The least that a page has, what it has where nobody says, and the most.
const PAGE: (i32, i32, i32) = (1, 100, 1000);

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct FindExchangesResponse {
    results: Vec<ExchangeInfo>,
    next: Option<i64>,
    is_on: bool,
}

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "FindExchanges", find);
}

async fn find(wanted: Wanted, call: AdminCall) -> Result<FindExchangesResponse, ServiceError> {
    let take = between("Take", wanted.take, PAGE)?;
    let filter = Filter { take: Some(take + 1), ..wanted.filter()? };
    let tenant = call.tenant(wanted.tenant.as_deref())?;
    let mut found = tenant.journal().entries(&filter);
    let has_more = found.len() > take;
    found.truncate(take);
    let next = found.last().filter(|_| has_more).map(|entry| count(entry.number));
    let results = found.iter().map(|entry| ExchangeInfo::from(&**entry)).collect();
    Ok(FindExchangesResponse { results, next, is_on: tenant.journal().is_on() })
}
