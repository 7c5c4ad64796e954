//! `GET /schemas/{Name}`: the JSON Schema of a document.

use std::sync::Arc;

use serde::Deserialize;

use crate::admin::refused::wrong;
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::lab::fault::FaultDocument;
use crate::service::{Reply, ServiceError, Services};
use crate::stub::Document;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct GetSchema {
    name: String,
}

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "GetSchema", get);
}

async fn get(request: GetSchema, _asked: AdminCall) -> Result<Reply, ServiceError> {
    let schema = match request.name.to_ascii_lowercase().as_str() {
        "stub" => Document::schema(),
        "fault" => FaultDocument::schema(),
        _ => {
            let sentence = format!("there is no schema {}; there are stub and fault", request.name);
            return Err(wrong(404, "NoSuchSchema", "Name", sentence));
        }
    };
    Ok(Reply::text("application/schema+json", format!("{schema:#}\n")))
}
