//! `POST /stubs`: sets the stub of an operation; a member holds what a file would.

use std::sync::Arc;

use serde::Deserialize;

use super::Named;
use super::stub_dto::StubResponse;
use crate::admin::refused::{of_stub, wrong};
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::validation::{Rules, not_empty};
use crate::service::{ServiceError, Services};
use crate::stub::Notation;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct SetStub {
    operation: String,
    text: String,
    notation: Option<String>,
    host: Option<String>,
    tenant: Option<String>,
}

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    let rules = Rules::new().member("Operation", [not_empty()]).member("Text", [not_empty()]);
    services.validate("SetStub", rules);
    handle(services, admin, "SetStub", set);
}

async fn set(request: SetStub, call: AdminCall) -> Result<StubResponse, ServiceError> {
    let SetStub { operation, text, notation: named, host, tenant } = request;
    let stated = notation(named)?;
    NewStub { operation, notation: stated, text: text.into_bytes(), host, tenant }.set(&call)
}

/// The notation of a name, where one is given.
pub fn notation(name: Option<String>) -> Result<Option<Notation>, ServiceError> {
    let name = name.filter(|name| !name.is_empty());
    let read = name.map(|name| name.parse::<Notation>()).transpose();
    read.map_err(|unknown| wrong(400, "UnknownNotation", "Notation", unknown.to_string()))
}

/// A stub that is to be set.
pub struct NewStub {
    pub operation: String,
    pub notation: Option<Notation>,
    pub text: Vec<u8>,
    pub host: Option<String>,
    pub tenant: Option<String>,
}

impl NewStub {
    pub fn set(self, call: &AdminCall) -> Result<StubResponse, ServiceError> {
        let Self { operation, notation, text, host, tenant } = self;
        let stubs = call.stubs(host.as_deref(), &operation)?;
        let begins_as = || Notation::of_text(&String::from_utf8_lossy(&text));
        let notation = notation.unwrap_or_else(begins_as);
        let state = call.tenant(tenant.as_deref())?;
        stubs.set_by_call(&state, &operation, notation, text).map_err(|error| of_stub(&error))?;
        let host = Some(stubs.host().to_owned());
        Ok(StubResponse { result: Named { operation, host, tenant }.find(call)?.into() })
    }
}
