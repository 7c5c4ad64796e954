//! Signing out.

use super::answer::SignedOut;
use super::{Authenticate, external, signed_in};
use crate::auth::is_external;
use crate::edition::Version;
use crate::service::{
    Context, Presented, Redirection, Reply, Service, ServiceError, ServiceFuture, SessionChange,
};
use crate::value::Object;

/// The operation `AuthenticateLogout` of 10.x, which signs out and nothing else.
#[derive(Clone)]
pub struct AuthenticateLogout(pub Authenticate);

impl Service for AuthenticateLogout {
    fn call(&self, _request: Object, context: Context) -> ServiceFuture {
        let presented = context.presented.clone().unwrap_or_default();
        let answer = self.0.sign_out(None, &presented, &context);
        Box::pin(std::future::ready(answer))
    }
}

impl Authenticate {
    pub(super) fn sign_out(
        &self,
        remember: Option<bool>,
        presented: &Presented,
        context: &Context,
    ) -> Result<Reply, ServiceError> {
        if self.version == Version::V10 && presented.back.as_deref().is_some_and(is_external) {
            return Err(external());
        }
        signed_in(context)?.sessions.sign_out(&presented.session_id);
        let reply = context.reply(&SignedOut { response_status: self.empty_status() })?;
        // 5.9.1 sends a browser anywhere; only its sign-in looks where to.
        let back = presented.back.clone().filter(|back| !is_external(back));
        let own = self.config.html_logout_redirect.clone();
        let is_of_host = back.is_none();
        Ok(Reply {
            session: Some(Box::new(SessionChange::SignOut { remember })),
            browser_goes_to: back.or(own).map(|location| Redirection {
                is_of_host,
                location,
                reason: Some("Moved Temporarily"),
            }),
            ..reply
        })
    }
}
