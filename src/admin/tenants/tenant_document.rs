//! A tenant as a document: `{"Coupons":"…","Records":{"wares":{"Ware":[{…},…]}}}`. Its coupons are
//! the file of `coupons export` as a text, with its checksum; its rows are those of `records
//! export`, by host.

use std::collections::BTreeMap;
use std::io::Cursor;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::admin::bounded::{exported, too_large};
use crate::admin::records::of_records;
use crate::admin::refused::{of_store, wrong};
use crate::autoquery::Tables;
use crate::service::ServiceError;
use crate::store::transfer::{Form, import};
use crate::tenant::Tenant;

/// Coupons and rows of a tenant.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct TenantDocument {
    #[serde(skip_serializing_if = "Option::is_none")]
    coupons: Option<String>,
    #[serde(default)]
    records: BTreeMap<String, Box<RawValue>>,
}

impl TenantDocument {
    /// Reads a document.
    pub fn read(text: &[u8]) -> Result<Self, ServiceError> {
        let no_document = |error: serde_json::Error| {
            let sentence = format!("the body is no exported tenant: {error}");
            ServiceError::http(400, "TenantDocument", sentence)
        };
        serde_json::from_slice(text).map_err(no_document)
    }

    /// All that a tenant has, if it is no longer than so many bytes.
    pub async fn of(tenant: &Tenant, room: usize) -> Result<Self, ServiceError> {
        let coupons = exported(tenant.coupons().as_ref(), Form::JsonLines, room).await?;
        let mut left = room.saturating_sub(coupons.len());
        let mut records = BTreeMap::new();
        for (host, rows) in tenant.all_records() {
            let text = Tables(rows.clone()).export().map_err(of_records)?;
            left = left.checked_sub(text.len()).ok_or_else(|| too_large(room))?;
            let unreadable =
                |error: serde_json::Error| ServiceError::http(500, "Records", error.to_string());
            records.insert(host.to_owned(), RawValue::from_string(text).map_err(unreadable)?);
        }
        Ok(Self { coupons: Some(coupons), records })
    }

    /// Puts all that the document has in the place of what a tenant has. Rows are read before
    /// anything is changed.
    pub async fn put_into(self, tenant: &Tenant) -> Result<(), ServiceError> {
        let mut read = Vec::new();
        for (host, rows) in &self.records {
            let none = || wrong(404, "NoRecords", "Records", format!("no host {host} has records"));
            let tables = tenant.records(host).cloned().map(Tables).ok_or_else(none)?;
            let rows = tables.read(rows.get()).map_err(of_records)?;
            read.push((tables, rows));
        }
        if let Some(coupons) = self.coupons {
            let file = Cursor::new(coupons.into_bytes());
            import(tenant.coupons().as_ref(), file, |_| ()).await.map_err(of_store)?;
        }
        for (tables, rows) in read {
            tables.replace(rows).await.map_err(of_records)?;
        }
        Ok(())
    }
}
