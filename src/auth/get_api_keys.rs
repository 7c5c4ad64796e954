//! The operation `GetApiKeys` of the ApiKeyAuthProvider: the caller's own keys (recorded of 10.1.5).

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Auth;
use crate::service::{Context, Reply, Service, ServiceError, ServiceFuture};
use crate::value::Object;

/// All keys of the settings are of this environment and of this type.
const ENVIRONMENT: &str = "live";
const KEY_TYPE: &str = "secret";

/// The service behind it.
#[derive(Clone)]
pub struct GetApiKeys(pub Arc<Auth>);

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    environment: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response<'k> {
    results: Vec<UserApiKey<'k>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct UserApiKey<'k> {
    key: &'k str,
    key_type: &'static str,
    expiry_date: Option<DateTime<Utc>>,
}

impl GetApiKeys {
    fn answer(&self, request: Object, context: &Context) -> Result<Reply, ServiceError> {
        let request: Request = context.request(request)?;
        let caller = context.caller.as_ref().ok_or(ServiceError::NotAuthenticated)?;
        let environment = request.environment.filter(|name| !name.is_empty());
        let is_asked = environment.is_none_or(|name| name == ENVIRONMENT);
        let now = context.clock().now();
        let keys = self.0.api_keys.of_user(&caller.user.id);
        let good = keys.filter(|key| is_asked && key.check(now).is_ok());
        let shown = good.map(|key| UserApiKey {
            key: &key.key,
            key_type: KEY_TYPE,
            expiry_date: key.expires,
        });
        context.reply(&Response { results: shown.collect() })
    }
}

impl Service for GetApiKeys {
    fn call(&self, request: Object, context: Context) -> ServiceFuture {
        let answer = self.answer(request, &context);
        Box::pin(std::future::ready(answer))
    }
}
