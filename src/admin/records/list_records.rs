//! `GET /records/{Type}`: rows of a type. The query string is AutoQuery's.

use std::sync::Arc;

use super::row_dto::{reply, row_dto};
use super::{Meant, of_records};
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{Reply, ServiceError, Services};
use crate::value::Value;

/// Keys of the query string that are no conditions.
const OTHERS: [&str; 6] = ["type", "host", "tenant", "format", "jsconfig", "callback"];

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "ListRecords", list);
}

async fn list(meant: Meant, call: AdminCall) -> Result<Reply, ServiceError> {
    let mut arguments = call.query.clone();
    arguments.retain(|(name, _)| !OTHERS.iter().any(|other| other.eq_ignore_ascii_case(name)));
    let tables = meant.tables(&call)?;
    let listing = tables.list(&meant.r#type, &arguments).map_err(of_records)?;
    let schema = tables.schema();
    let rows = listing.rows.iter().map(|row| row_dto(&schema, row)).collect();
    let total = i64::try_from(listing.total).unwrap_or(i64::MAX);
    let members = vec![
        ("Offset", Value::Int(listing.offset)),
        ("Total", Value::Int(total)),
        ("Results", Value::List(rows)),
    ];
    Ok(reply(&call.context, members))
}
