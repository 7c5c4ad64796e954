//! `GET /doctor/junit`: what was found, as a JUnit document.

use std::sync::Arc;

use super::Examined;
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::doctor::junit;
use crate::service::{Reply, ServiceError, Services};
use crate::wire::Format;

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "GetDoctorReport", answer);
}

async fn answer(examined: Examined, call: AdminCall) -> Result<Reply, ServiceError> {
    Ok(Reply::text(Format::Xml.media_type(), junit(&examined.examine(&call)?)))
}
