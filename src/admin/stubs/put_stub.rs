//! `PUT /stubs/{Operation}`: sets the stub of an operation; the body is the file.

use std::sync::Arc;

use serde::Deserialize;

use super::set_stub::{NewStub, notation};
use super::stub_dto::StubResponse;
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{ServiceError, Services};
use crate::stub::Notation;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct PutStub {
    operation: String,
    notation: Option<String>,
    host: Option<String>,
    tenant: Option<String>,
}

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "PutStub", put);
}

/// The notation is stated by the member, by the end of the operation as if it were a file's name, by
/// the content type, or by how the text begins.
async fn put(request: PutStub, mut call: AdminCall) -> Result<StubResponse, ServiceError> {
    let PutStub { operation, notation: named, host, tenant } = request;
    let (operation, end) = match operation.split_once('.') {
        Some((operation, end)) => (operation.to_owned(), Some(end.to_owned())),
        None => (operation, None),
    };
    let text = std::mem::take(&mut call.body);
    let stated = notation(named.or(end))?.or_else(|| Notation::of_content_type(&call.content_type));
    NewStub { operation, notation: stated, text, host, tenant }.set(&call)
}
