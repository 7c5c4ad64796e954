//! `GET /coupons/export`: all coupons as a file.

use std::io::{self, Write};
use std::sync::Arc;

use serde::Deserialize;

use crate::admin::refused::{of_store, wrong};
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{Body, Reply, ServiceError, Services};
use crate::store::transfer::{Form, export};
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
    let file = Bounded { bytes: Vec::new(), room: call.admin.file_bytes };
    let exported = export(tenant.coupons().as_ref(), form, file, |_| ()).await;
    let (_, file) = exported.map_err(|error| match error {
        crate::store::StoreError::Snapshot(why) => wrong(413, "TooLarge", "Form", why.to_string()),
        other => of_store(other),
    })?;
    let content_type = match form {
        Form::JsonLines => "application/jsonl",
        Form::Csv => Format::Csv.media_type(),
    };
    let body = Body::Text(String::from_utf8_lossy(&file.bytes).into_owned());
    Ok(Reply { body, ..Reply::default() }.with_header("Content-Type", content_type))
}

/// A file in memory that does not grow beyond a limit.
struct Bounded {
    bytes: Vec<u8>,
    room: usize,
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > self.room {
            let sentence = format!(
                "the file would be longer than {} bytes; take a snapshot, or stop the emulator and use \
                 `coupons export --data`",
                self.room
            );
            return Err(io::Error::other(sentence));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
