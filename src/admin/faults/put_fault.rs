//! `PUT /faults/{Name}`: sets a fault; the body is the file.

use std::sync::Arc;

use serde::Deserialize;

use super::fault_dto::FaultResponse;
use super::set_fault::{NewFault, notation};
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{ServiceError, Services};
use crate::stub::Notation;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct PutFault {
    name: String,
    notation: Option<String>,
    tenant: Option<String>,
}

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "PutFault", put);
}

/// The notation is stated by the member, by the end of the name as if it were a file's, by the
/// content type, or by how the text begins.
async fn put(request: PutFault, mut call: AdminCall) -> Result<FaultResponse, ServiceError> {
    let PutFault { name, notation: named, tenant } = request;
    let end = ["toml", "json"].into_iter().find(|end| name.ends_with(&format!(".{end}")));
    let name = end.map_or(name.as_str(), |end| &name[..name.len() - end.len() - 1]).to_owned();
    let text = String::from_utf8_lossy(&std::mem::take(&mut call.body)).into_owned();
    let stated = notation(named.or(end.map(str::to_owned)))?;
    let of_type = Notation::of_content_type(&call.content_type);
    let notation = stated.or(of_type).unwrap_or_else(|| Notation::of_text(&text));
    NewFault { name, notation, text, tenant }.set(&call)
}
