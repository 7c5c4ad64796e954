//! The doctor: what a client does wrong, by the journal of a tenant.

mod examine_client;
mod get_doctor_report;
mod list_doctor_rules;

use std::sync::Arc;

use serde::Deserialize;

use super::{Admin, AdminCall};
use crate::doctor::{Report, Scope, examine};
use crate::journal::Filter;
use crate::service::{ServiceError, Services};

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    examine_client::register(services, admin);
    get_doctor_report::register(services, admin);
    list_doctor_rules::register(services, admin);
}

/// Which exchanges are looked at, and for which hosts.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Examined {
    modern: bool,
    after: Option<i64>,
    tenant: Option<String>,
}

impl Examined {
    fn examine(&self, call: &AdminCall) -> Result<Report, ServiceError> {
        let tenant = call.tenant(self.tenant.as_deref())?;
        let after = self.after.and_then(|number| u64::try_from(number).ok());
        let mut entries = tenant.journal().entries(&Filter { after, ..Filter::default() });
        // The newest comes first.
        entries.reverse();
        let scope = if self.modern { Scope::Modern } else { Scope::Classic };
        Ok(examine(&entries, scope))
    }
}
