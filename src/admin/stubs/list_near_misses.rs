//! `GET /stubs/misses`: the last requests that no answer of a stub took.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{ServiceError, Services};
use crate::tenant;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ListNearMisses {
    tenant: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct ListNearMissesResponse {
    results: Vec<NearMiss>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct NearMiss {
    host: String,
    operation: String,
    file: String,
    answer: String,
    why: String,
}

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "ListNearMisses", list);
}

async fn list(
    request: ListNearMisses,
    call: AdminCall,
) -> Result<ListNearMissesResponse, ServiceError> {
    let misses = call.tenant(request.tenant.as_deref())?.stub_hits().misses();
    Ok(ListNearMissesResponse { results: misses.into_iter().map(NearMiss::from).collect() })
}

impl From<tenant::NearMiss> for NearMiss {
    fn from(miss: tenant::NearMiss) -> Self {
        let tenant::NearMiss { host, operation, file, answer, why } = miss;
        Self { host, operation, file, answer, why }
    }
}
