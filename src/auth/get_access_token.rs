//! The operation `GetAccessToken`: a new access token for a refresh token (recorded of 10.1.5).

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Auth;
use crate::service::{Context, Reply, Service, ServiceError, ServiceFuture, SessionChange};
use crate::value::Object;

/// The service behind it.
#[derive(Clone)]
pub struct GetAccessToken(pub Arc<Auth>);

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    refresh_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    access_token: Option<String>,
}

impl GetAccessToken {
    fn answer(&self, request: Object, context: &Context) -> Result<Reply, ServiceError> {
        let request: Request = context.request(request)?;
        let in_body = request.refresh_token.filter(|token| !token.is_empty());
        let in_cookie = || context.presented.as_ref()?.refresh_token.clone();
        let from_cookie = in_body.is_none();
        let refresh = in_body
            .or_else(in_cookie)
            .ok_or_else(|| ServiceError::argument_null("refreshToken"))?;
        let accounts = context.accounts.as_ref().ok_or(ServiceError::NotAuthenticated)?;
        let now = context.clock().now();
        let user = self.0.refreshed(&refresh, accounts, now)?;
        let issued = self.0.issue(&user, accounts, now).ok_or(ServiceError::NotAuthenticated)?;
        // What came in a cookie goes back in one.
        if !from_cookie && !self.0.keeps_no_session() {
            return context.reply(&Response { access_token: Some(issued.token) });
        }
        let reply = context.reply(&Response { access_token: None })?;
        let tokens = vec![issued.cookie(false)];
        let session = SessionChange::Named { user_id: None, times: 0, tokens };
        Ok(Reply { session: Some(Box::new(session)), ..reply })
    }
}

impl Service for GetAccessToken {
    fn call(&self, request: Object, context: Context) -> ServiceFuture {
        let answer = self.answer(request, &context);
        Box::pin(async move { answer })
    }
}
