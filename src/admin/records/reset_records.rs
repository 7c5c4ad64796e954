//! `POST /records/reset`: back to the seed rows.

use std::sync::Arc;

use super::{Meant, of_records};
use crate::admin::refused::wrong;
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{ServiceError, Services};

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "ResetRecords", reset);
}

async fn reset(meant: Meant, call: AdminCall) -> Result<(), ServiceError> {
    let tables = meant.tables(&call)?;
    if tables.is_durable() && !meant.durable {
        let sentence =
            "its rows outlive the process: say `Durable` to replace them by those of the files";
        return Err(wrong(409, "Durable", "Durable", sentence));
    }
    tables.reset().map_err(of_records)
}
