//! The operation with a member of every type.

use serde::{Deserialize, Serialize};
use servicestack_emulator::service::{Context, Reply, ServiceError, Services};

use super::Inner;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Big {
    id: i32,
    rest: Option<String>,
}

#[derive(Serialize, Default)]
#[serde(rename_all = "PascalCase")]
struct BigResponse {
    result: Option<Inner>,
    others: Option<Vec<Other>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Other {
    code: Option<&'static str>,
}

pub(super) fn register(services: &mut Services) {
    services.handle("Big", async |request: Big, context| answer(request, &context));
}

fn answer(request: Big, context: &Context) -> Result<Reply, ServiceError> {
    if request.id == 404 {
        return Ok(context.reply(&BigResponse::default())?.with_status(404));
    }
    let inner = Inner { id: request.id, name: request.rest, deep: None };
    let others = vec![Other { code: Some("a,b") }, Other { code: None }];
    context.reply(&BigResponse { result: Some(inner), others: Some(others) })
}
