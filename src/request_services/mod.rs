//! ServiceStack's operations about requests: `/current-requests/{Tag}/cancel` and `/requestlogs`.

mod logs;

use serde::{Deserialize, Serialize};

use crate::service::{Context, Reply, ServiceError, Services};
use crate::uploads::Who;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct CancelRequest {
    tag: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct CancelRequestResponse {
    tag: String,
    /// In ticks.
    elapsed: i64,
}

/// Lets `CancelRequest` cancel the request under way that has a tag.
pub fn register_cancel(services: &mut Services) {
    services.handle("CancelRequest", |request: CancelRequest, context: Context| async move {
        cancelled(request, &context)
    });
}

/// Lets `RequestLogs` show the last requests to these callers.
pub fn register_logs(services: &mut Services, who: Who) {
    services.serve("RequestLogs", logs::Logs::shown_to(who));
}

fn cancelled(request: CancelRequest, context: &Context) -> Result<Reply, ServiceError> {
    let tag = request.tag.ok_or_else(|| ServiceError::argument_null("Tag"))?;
    let tenant = context.tenant();
    let elapsed = tenant.running().cancel(&tag, context.clock().now());
    let elapsed =
        elapsed.ok_or_else(|| ServiceError::not_found("Request with Tag does not exist"))?;
    let elapsed = elapsed.num_microseconds().unwrap_or(i64::MAX).saturating_mul(10);
    context.reply(&CancelRequestResponse { tag, elapsed })
}
