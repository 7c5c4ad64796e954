//! Operations that refuse.

use serde::{Deserialize, Serialize};
use servicestack_emulator::service::{ServiceError, Services};

use super::HelloResponse;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ThrowType {
    r#type: Option<String>,
    message: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct PlainReq {
    a: i32,
    mode: Option<String>,
}

/// An answer without a ResponseStatus: it cannot hold an error.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct PlainReqResponse {
    b: i32,
}

pub(super) fn register(services: &mut Services) {
    services
        .handle("ThrowType", async |request: ThrowType, _| Err::<HelloResponse, _>(thrown(request)))
        .handle("PlainReq", async |request: PlainReq, _| plain(&request));
}

fn thrown(request: ThrowType) -> ServiceError {
    let say = |text: &str| request.message.clone().unwrap_or_else(|| text.to_owned());
    match request.r#type.as_deref().unwrap_or_default() {
        "NotFound" => ServiceError::not_found(say("What you're looking for isn't here")),
        "Unauthorized" => ServiceError::unauthorized(say("u")),
        "Conflict" => ServiceError::conflict("c"),
        "ArgumentException" => ServiceError::exception("ArgumentException", say("arg")),
        "NotImplementedException" => ServiceError::exception("NotImplementedException", "ni"),
        "UnauthorizedAccessException" => {
            ServiceError::exception("UnauthorizedAccessException", "ua")
        }
        "AuthenticationException" => ServiceError::exception("AuthenticationException", "ae"),
        "Http" => ServiceError::http(422, "BadCoupon", "Coupon bad"),
        "Null" => ServiceError::argument_null("Prefix"),
        _ => ServiceError::exception("Exception", say("Server Error")),
    }
}

fn plain(request: &PlainReq) -> Result<PlainReqResponse, ServiceError> {
    match request.mode.as_deref() {
        Some("throw") => Err(ServiceError::argument("A", "bad plain")),
        Some("ex") => Err(ServiceError::exception("Exception", "boom")),
        _ => Ok(PlainReqResponse { b: request.a }),
    }
}
