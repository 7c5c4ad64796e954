//! 10.x without a provider, and with those that look at the request alone.

use std::sync::Arc;

use super::answer::Reported;
use super::request::Credentials;
use super::tokens::announced;
use super::{Authenticate, signed_in};
use crate::auth::Denied;
use crate::service::{AuthProvider, Context, Presented, Reply, ServiceError, SessionChange};
use crate::tenant::Identity;

impl Authenticate {
    /// On 10.x without a provider, and with those that look at the request alone: token, Basic
    /// credentials, key, session (recorded: topics M22 and `session at /auth`).
    pub(super) async fn again(
        &self,
        credentials: &Credentials,
        presented: &Presented,
        context: &Context,
    ) -> Result<Reply, ServiceError> {
        let named = credentials.provider.as_deref();
        let by_basic = named.is_some_and(|name| name.eq_ignore_ascii_case("basic"));
        if let (Some(found), false) = (&presented.by_credentials, by_basic) {
            let found = found.clone().map_err(|error| credentials.noted(error))?;
            if let Some((user, provider)) = found {
                return self.by_credentials(user, provider, presented, context);
            }
        }
        if let Some(basic) = &presented.basic {
            return self.again_by_basic(basic, by_basic, presented, context).await;
        }
        match &context.caller {
            Some(caller) if named.is_none() => {
                let mut reported = self.reported_of(caller, None);
                reported.user = self.auth.shown(reported.user);
                let reply = self.report(reported, context)?;
                let session = credentials.remember_me.map(SessionChange::Remember);
                Ok(Reply { session: session.map(Box::new), ..reply })
            }
            _ => Err(credentials.noted(ServiceError::NotAuthenticated)),
        }
    }

    /// The user of a key or of a token. A token's session is kept nowhere: its id is nobody's.
    fn by_credentials(
        &self,
        user: Arc<Identity>,
        provider: AuthProvider,
        presented: &Presented,
        context: &Context,
    ) -> Result<Reply, ServiceError> {
        let of_token = provider == AuthProvider::Jwt;
        let session_id = match of_token {
            true => signed_in(context)?.new_id(),
            false => presented.session_id.clone(),
        };
        let user_id = Some(user.id.clone()).filter(|_| !of_token);
        let provider = Some(provider);
        let reported = Reported { user, session_id, referrer_url: None, provider, tokens: None };
        let reply = self.report(reported, context)?;
        let session = SessionChange::Named { user_id, times: 1, tokens: Vec::new() };
        Ok(Reply { session: Some(Box::new(session)), ..reply })
    }

    /// Basic credentials as 10.x takes them: the session stays, and is nobody's afterwards.
    async fn again_by_basic(
        &self,
        (name, password): &(String, String),
        by_basic: bool,
        presented: &Presented,
        context: &Context,
    ) -> Result<Reply, ServiceError> {
        let accounts = signed_in(context)?;
        let (name, password) = (name.clone(), password.clone());
        let admitted =
            self.auth.admit(accounts, name.clone(), password, presented.body_bytes).await;
        let user_id = admitted.map_err(Denied::reported)?;
        let user = self.user(&user_id, name, accounts)?;
        let (tokens, cookies) = self.tokens_of(&user, context)?;
        let reported = Reported {
            user,
            session_id: presented.session_id.clone(),
            referrer_url: None,
            provider: Some(AuthProvider::Basic).filter(|_| !by_basic),
            tokens,
        };
        let reply = announced(self.report(reported, context)?, &cookies);
        let times = 1 + usize::from(by_basic);
        let session = SessionChange::Named { user_id: Some(user_id), times, tokens: cookies };
        Ok(Reply { session: Some(Box::new(session)), ..reply })
    }
}
