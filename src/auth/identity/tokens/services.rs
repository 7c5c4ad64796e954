//! The operations `GetAccessToken` and `ConvertSessionToToken` of an Identity host.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::auth::Auth;
use crate::service::{Context, Handed, Reply, Service, ServiceError, ServiceFuture, SessionChange};
use crate::value::Object;

/// The operation `GetAccessToken` of an Identity host.
#[derive(Clone)]
pub struct GetIdentityToken(pub Arc<Auth>);

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Refreshing {
    refresh_token: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Converting {
    preserve_session: Option<bool>,
}

/// An answer whose tokens are in cookies.
#[derive(Serialize)]
struct Nothing {}

impl GetIdentityToken {
    fn answer(&self, request: Object, context: &Context) -> Result<Reply, ServiceError> {
        let request: Refreshing = context.request(request)?;
        let in_cookie = || context.presented.as_ref()?.refresh_token.clone();
        let refresh = request.refresh_token.filter(|token| !token.is_empty()).or_else(in_cookie);
        let invalid = || ServiceError::http(403, "Forbidden", "RefreshToken is Invalid");
        let refresh = refresh.ok_or_else(invalid)?;
        let accounts = context.accounts.as_ref().ok_or(ServiceError::NotAuthenticated)?;
        let now = context.clock().now();
        let issued = self.0.renewed_identity_token(&refresh, accounts, now)?;
        let handed = Handed { cookies: vec![issued.handed("ss-tok")], no_store: false };
        let reply = context.reply(&Nothing {})?;
        Ok(Reply { session: Some(Box::new(SessionChange::Handed(handed))), ..reply })
    }
}

impl Service for GetIdentityToken {
    fn call(&self, request: Object, context: Context) -> ServiceFuture {
        let answer = self.answer(request, &context);
        Box::pin(async move { answer })
    }
}

/// The operation `ConvertSessionToToken` of an Identity host.
#[derive(Clone)]
pub struct ConvertIdentitySession(pub Arc<Auth>);

impl ConvertIdentitySession {
    fn answer(&self, request: Object, context: &Context) -> Result<Reply, ServiceError> {
        let request: Converting = context.request(request)?;
        let caller = context.caller.as_ref().ok_or(ServiceError::NotAuthenticated)?;
        let accounts = context.accounts.as_ref().ok_or(ServiceError::NotAuthenticated)?;
        let (now, id) = (context.clock().now(), &caller.user.id);
        let issued = self.0.issue_identity_token(id, accounts, now);
        let issued = issued.ok_or(ServiceError::NotAuthenticated)?;
        let mut cookies = vec![issued.handed("ss-tok")];
        if !request.preserve_session.unwrap_or_default() {
            cookies.insert(0, self.0.application_cookie_gone(now));
            let refresh = self.0.issue_identity_refresh(id, accounts, now);
            cookies.extend(refresh.map(|refresh| refresh.handed("ss-reftok")));
        }
        let handed = Handed { cookies, no_store: false };
        let reply = context.reply(&Nothing {})?;
        Ok(Reply { session: Some(Box::new(SessionChange::Handed(handed))), ..reply })
    }
}

impl Service for ConvertIdentitySession {
    fn call(&self, request: Object, context: Context) -> ServiceFuture {
        let answer = self.answer(request, &context);
        Box::pin(async move { answer })
    }
}
