//! `GET /records/{Type}`: rows of a type. The query string is AutoQuery's.

use std::sync::Arc;

use serde::Serialize;

use super::{Meant, of_records};
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{ServiceError, Services};

/// Keys of the query string that are no conditions.
const OTHERS: [&str; 6] = ["type", "host", "tenant", "format", "jsconfig", "callback"];

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct ListRecordsResponse {
    offset: i64,
    total: usize,
    results: Vec<String>,
}

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "ListRecords", list);
}

async fn list(meant: Meant, call: AdminCall) -> Result<ListRecordsResponse, ServiceError> {
    let mut arguments = call.query.clone();
    arguments.retain(|(name, _)| !OTHERS.iter().any(|other| other.eq_ignore_ascii_case(name)));
    let listing = meant.tables(&call)?.list(&meant.r#type, &arguments).map_err(of_records)?;
    Ok(ListRecordsResponse { offset: listing.offset, total: listing.total, results: listing.rows })
}
