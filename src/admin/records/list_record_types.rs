//! `GET /records`: the types that have rows.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::autoquery::Tables;
use crate::service::{ServiceError, Services};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ListRecordTypes {
    tenant: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct ListRecordTypesResponse {
    results: Vec<RecordType>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct RecordType {
    host: String,
    r#type: String,
    rows: usize,
}

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "ListRecordTypes", list);
}

async fn list(
    request: ListRecordTypes,
    call: AdminCall,
) -> Result<ListRecordTypesResponse, ServiceError> {
    let tenant = call.tenant(request.tenant.as_deref())?;
    let mut results = Vec::new();
    for (host, records) in tenant.all_records() {
        let types = Tables(records.clone()).types();
        let of_host = |(r#type, rows)| RecordType { host: host.to_owned(), r#type, rows };
        results.extend(types.into_iter().map(of_host));
    }
    Ok(ListRecordTypesResponse { results })
}
