//! 5.9.1 without a provider, and with Basic.

use super::attempt::Attempt;
use super::request::Credentials;
use super::{Authenticate, signed_in};
use crate::service::{Context, Presented, Reply, ServiceError, SessionChange};

impl Authenticate {
    /// On 5.9.1 without a provider, and with Basic: the signed-in user, or else Basic credentials.
    pub(super) async fn by_header(
        &self,
        credentials: &Credentials,
        presented: &Presented,
        context: &Context,
    ) -> Result<Reply, ServiceError> {
        if let Some(caller) = &context.caller {
            let name = signed_in(context)?.sessions.typed_name(&caller.session_id);
            let reply = self.report(self.reported_of(caller, name), context)?;
            return Ok(Reply {
                session: credentials.remember_me.map(|by| Box::new(SessionChange::Remember(by))),
                ..reply
            });
        }
        match &presented.basic {
            Some((name, password)) => {
                let attempt = Attempt {
                    name: name.clone(),
                    password: password.clone(),
                    broken: None,
                    remember: credentials.remembered(presented, self.version),
                };
                self.attempt(attempt, presented, context).await
            }
            None => Err(credentials.noted(ServiceError::NotAuthenticated)),
        }
    }
}
