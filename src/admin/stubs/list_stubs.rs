//! `GET /stubs`: all stubs in force, and how the last reading of the files went.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::stub_dto::Stub;
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{ServiceError, Services};
use crate::stub::{Mistake, Stubs};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ListStubs {
    host: Option<String>,
    tenant: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct ListStubsResponse {
    results: Vec<Stub>,
    hosts: Vec<HostStubs>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct HostStubs {
    host: String,
    files: usize,
    mistake: Option<StubMistake>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct StubMistake {
    file: String,
    line: Option<usize>,
    message: String,
}

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "ListStubs", list);
}

async fn list(request: ListStubs, call: AdminCall) -> Result<ListStubsResponse, ServiceError> {
    let tenant = call.tenant(request.tenant.as_deref())?;
    let host = request.host.filter(|host| !host.is_empty());
    let is_meant = |stubs: &&Arc<Stubs>| {
        host.as_deref().is_none_or(|host| stubs.host().eq_ignore_ascii_case(host))
    };
    let meant: Vec<_> = call.admin.stubs.iter().filter(is_meant).collect();
    let results = meant.iter().flat_map(|stubs| stubs.texts(&tenant)).map(Stub::from).collect();
    Ok(ListStubsResponse {
        results,
        hosts: meant.iter().map(|stubs| HostStubs::of(stubs)).collect(),
    })
}

impl HostStubs {
    fn of(stubs: &Stubs) -> Self {
        let mistake = stubs.mistake().map(StubMistake::from);
        Self { host: stubs.host().to_owned(), files: stubs.count(), mistake }
    }
}

impl From<Mistake> for StubMistake {
    fn from(mistake: Mistake) -> Self {
        let Mistake { file, line, reason } = mistake;
        Self { file: file.display().to_string(), line, message: reason }
    }
}
