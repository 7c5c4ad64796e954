//! The operation `ConvertSessionToToken`: a token in the place of a session (recorded of 10.1.5).

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Auth, Issued};
use crate::service::{
    AuthProvider, Context, Reply, Service, ServiceError, ServiceFuture, SessionChange,
};
use crate::value::Object;

/// The service behind it.
#[derive(Clone)]
pub struct ConvertSession(pub Arc<Auth>);

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    preserve_session: Option<bool>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    access_token: Option<String>,
    refresh_token: Option<String>,
}

impl ConvertSession {
    fn answer(&self, request: Object, context: &Context) -> Result<Reply, ServiceError> {
        let request: Request = context.request(request)?;
        let tokens = self.0.tokens.as_ref().ok_or(ServiceError::NotAuthenticated)?;
        let caller = context.caller.as_ref().ok_or(ServiceError::NotAuthenticated)?;
        let accounts = context.accounts.as_ref().ok_or(ServiceError::NotAuthenticated)?;
        let now = context.clock().now();
        let presented = context.presented.as_ref().and_then(|shown| shown.access_token.clone());
        let (access, refresh) = match presented {
            // A caller with a token has one already.
            Some(token) if caller.provider == AuthProvider::Jwt => {
                (Issued { token, expires: now + tokens.rules.lifetime }, None)
            }
            _ => {
                let issued = self.0.issue(&caller.user, accounts, now);
                let access = issued.ok_or(ServiceError::NotAuthenticated)?;
                let is_over = !request.preserve_session.unwrap_or_default();
                if is_over {
                    accounts.sessions.sign_out(&caller.session_id);
                }
                let refresh = || self.0.issue_refresh(&caller.user, accounts, now);
                (access, is_over.then(refresh).flatten())
            }
        };
        let in_body = tokens.rules.in_conversion;
        let reply = context.reply(&Response {
            access_token: in_body.then(|| access.token.clone()),
            refresh_token: refresh.as_ref().filter(|_| in_body).map(|issued| issued.token.clone()),
        })?;
        let mut cookies = vec![access.cookie(false)];
        let refresh = refresh.filter(|_| tokens.rules.cookies);
        cookies.extend(refresh.map(|refresh| refresh.cookie(true)));
        let session = SessionChange::Named { user_id: None, times: 0, tokens: cookies };
        Ok(Reply { session: Some(Box::new(session)), ..reply })
    }
}

impl Service for ConvertSession {
    fn call(&self, request: Object, context: Context) -> ServiceFuture {
        let answer = self.answer(request, &context);
        Box::pin(async move { answer })
    }
}
