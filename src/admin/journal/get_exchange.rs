//! `GET /journal/{Number}`: an exchange in full.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::exchange_dto::Exchange;
use crate::admin::refused::wrong;
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{ServiceError, Services};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct GetExchange {
    number: i64,
    tenant: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct GetExchangeResponse {
    result: Exchange,
}

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "GetExchange", get);
}

async fn get(request: GetExchange, call: AdminCall) -> Result<GetExchangeResponse, ServiceError> {
    let tenant = call.tenant(request.tenant.as_deref())?;
    let found = u64::try_from(request.number).ok().and_then(|number| tenant.journal().get(number));
    let none = || {
        let sentence = format!("the journal has no exchange {}", request.number);
        wrong(404, "NotFound", "Number", sentence)
    };
    Ok(GetExchangeResponse { result: Exchange::from(&*found.ok_or_else(none)?) })
}
