//! `GET /doctor/rules`: what is looked for.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::doctor::{Rule, Scope, rules};
use crate::service::{ServiceError, Services};

#[derive(Debug, Deserialize)]
struct ListDoctorRules {}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct ListDoctorRulesResponse {
    results: Vec<DoctorRule>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct DoctorRule {
    name: &'static str,
    title: &'static str,
    source: &'static str,
    remedy: &'static str,
    modern: bool,
}

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "ListDoctorRules", list);
}

async fn list(_: ListDoctorRules, _: AdminCall) -> Result<ListDoctorRulesResponse, ServiceError> {
    let classic = rules(Scope::Classic).len();
    let rule = |(place, rule): (usize, &&dyn Rule)| {
        let about = rule.about();
        DoctorRule {
            name: about.name,
            title: about.title,
            source: about.source,
            remedy: about.remedy,
            modern: place >= classic,
        }
    };
    Ok(ListDoctorRulesResponse {
        results: rules(Scope::Modern).iter().enumerate().map(rule).collect(),
    })
}
