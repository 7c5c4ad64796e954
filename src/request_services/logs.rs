//! `/requestlogs`: the last requests of this host, as the tenant's journal has them.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::journal::{Entry, Filter, Session};
use crate::service::typed::Ticks;
use crate::service::validation::{Checks, SessionUse};
use crate::service::{Context, Reply, Service, ServiceError, ServiceFuture, admit};
use crate::tenant::Tenant;
use crate::uploads::Who;
use crate::value::Object;

/// As many are shown where nobody says how many (recorded: `defaultLimit`).
const PRESET: usize = 100;

/// Shows the last requests.
pub struct Logs {
    who: Who,
    checks: Arc<Checks>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct RequestLogs {
    operation_name: Option<String>,
    user_auth_id: Option<String>,
    path_info: Option<String>,
    ids: Option<Vec<i64>>,
    before_id: Option<i32>,
    after_id: Option<i32>,
    with_errors: Option<bool>,
    skip: i32,
    take: Option<i32>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct RequestLogsResponse {
    results: Vec<RequestLogEntry>,
    total: i32,
}

/// What stands there is masked as in the journal; texts that may hold secrets are left out.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct RequestLogEntry {
    id: i64,
    trace_id: String,
    operation_name: Option<String>,
    date_time: Ticks,
    status_code: i32,
    status_description: Option<String>,
    http_method: String,
    absolute_uri: String,
    path_info: String,
    user_auth_id: Option<String>,
    session_id: Option<String>,
    ip_address: Option<String>,
    request_duration: i64,
}

impl Logs {
    /// Shows them to these callers.
    pub fn shown_to(who: Who) -> Self {
        Self { who, checks: Arc::new(Checks::of_session(SessionUse::Looks)) }
    }

    fn answered(&self, request: Object, context: &Context) -> Result<Reply, ServiceError> {
        admit(&self.who, context.caller.as_ref())?;
        let request: RequestLogs = context.request(request)?;
        let found = request.found(context);
        let total = i32::try_from(found.len()).unwrap_or(i32::MAX);
        let results = found.iter().skip(count(request.skip));
        let taken = request.take.map_or(PRESET, |take| if take < 0 { PRESET } else { count(take) });
        let results = results.take(taken).map(|entry| RequestLogEntry::of(entry)).collect();
        context.reply(&RequestLogsResponse { results, total })
    }
}

impl Service for Logs {
    fn call(&self, request: Object, context: Context) -> ServiceFuture {
        let answered = self.answered(request, &context);
        Box::pin(async move { answered })
    }

    fn checks(&self, _tenant: &Tenant) -> Option<Arc<Checks>> {
        Some(self.checks.clone())
    }
}

impl RequestLogs {
    /// The requests that are asked for, the newest first. Those of this operation are none of them.
    fn found(&self, context: &Context) -> Vec<Arc<Entry>> {
        let number = |id: Option<i32>| id.and_then(|id| u64::try_from(id).ok());
        let filter = Filter {
            operation: self.operation_name.clone(),
            path: self.path_info.clone(),
            user: self.user_auth_id.clone(),
            after: number(self.after_id),
            before: number(self.before_id),
            ..Filter::default()
        };
        let own = &context.operation().name;
        let mut found = context.tenant().journal().entries(&filter);
        found.retain(|entry| {
            let operation = entry.operation.as_deref();
            operation.is_some_and(|name| name != own && context.contract.operation(name).is_some())
                && self.with_errors.is_none_or(|errors| errors == (entry.status >= 400))
                && self.ids.as_ref().is_none_or(|ids| ids.contains(&number_of(entry)))
        });
        found
    }
}

impl RequestLogEntry {
    fn of(entry: &Entry) -> Self {
        let target = entry.shown_target();
        Self {
            id: number_of(entry),
            trace_id: entry.id.clone(),
            operation_name: entry.operation.clone(),
            date_time: entry.at.naive_utc().into(),
            status_code: entry.status.into(),
            status_description: entry.error_code.clone(),
            http_method: entry.verb.to_ascii_uppercase(),
            path_info: target.split('?').next().unwrap_or_default().to_owned(),
            absolute_uri: target,
            user_auth_id: entry.user.clone(),
            session_id: entry.session.as_ref().map(Session::label),
            ip_address: entry.peer.map(|peer| peer.ip().to_string()),
            request_duration: i64::try_from(entry.took.as_nanos() / 100).unwrap_or(i64::MAX),
        }
    }
}

fn number_of(entry: &Entry) -> i64 {
    i64::try_from(entry.number).unwrap_or(i64::MAX)
}

fn count(number: i32) -> usize {
    usize::try_from(number).unwrap_or_default()
}
