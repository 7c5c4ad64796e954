//! `GET /journal/export`: exchanges as a file.

use std::sync::Arc;

use super::wanted::{Wanted, given};
use crate::admin::refused::wrong;
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::journal::{har, http_file, stubs};
use crate::service::{Reply, ServiceError, Services};

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "ExportJournal", export);
}

async fn export(wanted: Wanted, call: AdminCall) -> Result<Reply, ServiceError> {
    let filter = wanted.filter()?;
    let tenant = call.tenant(wanted.tenant.as_deref())?;
    let newest_first = tenant.journal().entries(&filter);
    let oldest_first = newest_first.iter().rev();
    let (content_type, text) = match given(&wanted.form).as_deref() {
        None | Some("har") => ("application/json", format!("{:#}", har(oldest_first))),
        Some("http") => ("text/plain; charset=utf-8", http_file(oldest_first)),
        Some("stubs") => {
            let stubs = serde_json::to_string_pretty(&stubs(&newest_first)).unwrap_or_default();
            ("application/json", stubs)
        }
        Some(other) => {
            let sentence = format!("there is no form {other}; there are har, http and stubs");
            return Err(wrong(400, "UnknownForm", "Form", sentence));
        }
    };
    if text.len() > call.admin.file_bytes {
        let sentence =
            format!("the file has more than {} bytes: ask for less", call.admin.file_bytes);
        return Err(wrong(413, "TooLarge", "Form", sentence));
    }
    Ok(Reply::text(content_type, text))
}
