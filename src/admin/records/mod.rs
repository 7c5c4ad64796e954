//! Records: typed rows of a host, of each tenant its own. Rows go in and out as JSON.

mod delete_record;
mod export_records;
mod import_records;
mod list_record_types;
mod list_records;
mod patch_record;
mod put_record;
mod reset_records;
mod row_dto;

use std::sync::Arc;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::refused::{of_store, wrong};
use super::{Admin, AdminCall};
use crate::autoquery::Tables;
use crate::records::{DocumentError, RecordsError};
use crate::service::{ServiceError, Services};
use crate::tenant::Tenant;

/// The code of a row that does not fit.
const MISTAKE: &str = "RecordMistake";

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    delete_record::register(services, admin);
    export_records::register(services, admin);
    import_records::register(services, admin);
    list_record_types::register(services, admin);
    list_records::register(services, admin);
    patch_record::register(services, admin);
    put_record::register(services, admin);
    reset_records::register(services, admin);
}

/// Which records are meant; without a type those of a host.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Meant {
    #[serde(default)]
    r#type: String,
    #[serde(default)]
    key: String,
    /// Of what replaces all rows of a host.
    #[serde(default)]
    durable: bool,
    host: Option<String>,
    tenant: Option<String>,
}

impl Meant {
    /// The records of the host that is named, or of the only one that has some, or the type.
    fn tables(&self, call: &AdminCall) -> Result<Tables, ServiceError> {
        let tenant = call.tenant(self.tenant.as_deref())?;
        if let Some(name) = self.host.as_deref().filter(|name| !name.is_empty()) {
            let records = tenant.records(name).cloned();
            let none = || wrong(404, "NoRecords", "Host", format!("no host {name} has records"));
            return records.map(Tables).ok_or_else(none);
        }
        let mut having = self.having(&tenant);
        match (having.pop(), having.is_empty()) {
            (Some((_, tables)), true) => Ok(tables),
            (None, _) => Err(self.none()),
            (Some((name, _)), false) => {
                let names: Vec<String> = having.into_iter().map(|(name, _)| name).collect();
                let sentence =
                    format!("several hosts have them: name {name} or {}", names.join(" or "));
                Err(wrong(400, "Ambiguous", "Host", sentence))
            }
        }
    }

    fn having(&self, tenant: &Tenant) -> Vec<(String, Tables)> {
        let all = tenant.all_records();
        let all = all.map(|(name, records)| (name.to_owned(), Tables(records.clone())));
        let has = |(_, tables): &(String, Tables)| {
            let types = tables.types();
            self.r#type.is_empty()
                || types.iter().any(|(name, _)| name.eq_ignore_ascii_case(&self.r#type))
        };
        let (having, others): (Vec<_>, Vec<_>) = all.partition(has);
        // The only host says itself why it has no such type.
        if having.is_empty() && others.len() == 1 { others } else { having }
    }

    fn none(&self) -> ServiceError {
        let sentence = match self.r#type.as_str() {
            "" => "no host has records".to_owned(),
            name => format!("no host has records of a type {name}"),
        };
        wrong(404, "NoRecords", "Type", sentence)
    }
}

/// Why records were not changed, with the member that is to blame.
pub fn of_records(error: RecordsError) -> ServiceError {
    let sentence = error.to_string();
    match error {
        RecordsError::Store(error) => of_store(error),
        RecordsError::UnknownType(_) => wrong(404, "NoRecords", "Type", sentence),
        RecordsError::Exists(key) => wrong(409, "RecordExists", member_of(&key), sentence),
        RecordsError::NoKey(key) => wrong(409, "RecordKeys", member_of(&key), sentence),
        RecordsError::Full(_) => ServiceError::http(507, "RecordLimit", sentence),
        RecordsError::Document(DocumentError { member: Some(member), .. }) => {
            wrong(400, MISTAKE, &member, sentence)
        }
        RecordsError::Document(_) => ServiceError::http(400, MISTAKE, sentence),
    }
}

/// `Ware.Id` is the member `Id`.
fn member_of(key: &str) -> &str {
    key.rsplit('.').next().unwrap_or(key)
}

/// The body, which is JSON: a cut row is refused, not taken for as much as it says.
fn json(call: &mut AdminCall) -> Result<String, ServiceError> {
    let mistake = |sentence: String| ServiceError::http(400, MISTAKE, sentence);
    let text = String::from_utf8(std::mem::take(&mut call.body));
    let text = text.map_err(|_| mistake("the body is no UTF-8".to_owned()))?;
    let read = serde_json::from_str::<IgnoredAny>(&text);
    read.map(|_| text).map_err(|error| mistake(format!("the body is no JSON: {error}")))
}

fn no_row(meant: &Meant) -> ServiceError {
    let sentence = format!("there is no {} with the key {}", meant.r#type, meant.key);
    wrong(404, "NoSuchRecord", "Key", sentence)
}
