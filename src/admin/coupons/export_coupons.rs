//! `GET /coupons/export`: all coupons as a file.

use std::sync::Arc;

use serde::Deserialize;

use crate::admin::bounded::exported;
use crate::admin::refused::wrong;
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{Reply, ServiceError, Services};
use crate::store::transfer::Form;
use crate::wire::Format;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ExportCoupons {
    form: Option<String>,
    tenant: Option<String>,
}

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "ExportCoupons", answer);
}

async fn answer(request: ExportCoupons, call: AdminCall) -> Result<Reply, ServiceError> {
    let form = match request.form.as_deref().filter(|form| !form.is_empty()) {
        Some(form) => form
            .parse::<Form>()
            .map_err(|unknown| wrong(400, "UnknownForm", "Form", unknown.to_string()))?,
        None => Form::JsonLines,
    };
    let tenant = call.tenant(request.tenant.as_deref())?;
    let text = exported(tenant.coupons().as_ref(), form, call.admin.file_bytes).await?;
    let content_type = match form {
        Form::JsonLines => "application/jsonl",
        Form::Csv => Format::Csv.media_type(),
    };
    Ok(Reply::text(content_type, text))
}
