//! `GET /doctor`: what was found.

use std::sync::Arc;

use serde::Serialize;

use super::Examined;
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::doctor::{Diagnosis, Finding};
use crate::service::{ServiceError, Services};

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct ExamineClientResponse {
    exchanges: usize,
    results: Vec<DoctorFinding>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct DoctorFinding {
    rule: &'static str,
    title: &'static str,
    exchange: u64,
    reason: String,
    source: &'static str,
    remedy: &'static str,
    times: usize,
}

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "ExamineClient", answer);
}

async fn answer(
    examined: Examined,
    call: AdminCall,
) -> Result<ExamineClientResponse, ServiceError> {
    let report = examined.examine(&call)?;
    let results = report.found().flat_map(findings).collect();
    Ok(ExamineClientResponse { exchanges: report.exchanges, results })
}

fn findings(diagnosis: &Diagnosis) -> impl Iterator<Item = DoctorFinding> {
    let (about, times) = (diagnosis.about, diagnosis.count);
    diagnosis.findings.iter().map(move |Finding { exchange, reason }| DoctorFinding {
        rule: about.name,
        title: about.title,
        exchange: *exchange,
        reason: reason.clone(),
        source: about.source,
        remedy: about.remedy,
        times,
    })
}
