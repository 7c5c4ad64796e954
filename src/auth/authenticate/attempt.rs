//! Signing in by name and password.

use super::answer::Reported;
use super::tokens::announced;
use super::{Authenticate, signed_in};
use crate::auth::{Denied, is_external};
use crate::edition::Version;
use crate::service::{
    Context, FailedSignIn, Presented, Redirection, Reply, ServiceError, SessionChange, SessionIds,
};

/// A name and password of which the host takes a session away, whether they are right or not.
pub(super) struct Attempt {
    pub(super) name: String,
    pub(super) password: String,
    /// Rules that they break; then nobody looks further.
    pub(super) broken: Option<ServiceError>,
    pub(super) remember: Option<bool>,
}

impl Authenticate {
    /// The session before is over, whatever comes of it.
    pub(super) async fn attempt(
        &self,
        attempt: Attempt,
        presented: &Presented,
        context: &Context,
    ) -> Result<Reply, ServiceError> {
        let accounts = signed_in(context)?;
        let ids = SessionIds::draw(|| accounts.new_id());
        accounts.sessions.sign_out(&presented.session_id);
        let remember = attempt.remember;
        let has_new_ids = self.config.generate_new_session_cookies_on_authentication;
        let failed = |error, browser_goes_to| {
            let change = SessionChange::Failed { ids: ids.clone(), remember };
            let session = has_new_ids.then_some(change);
            ServiceError::from(FailedSignIn { error, session, browser_goes_to })
        };
        if let Some(broken) = attempt.broken {
            return Err(failed(broken, None));
        }
        if presented.back.as_deref().is_some_and(is_external) {
            return Err(failed(external(), None));
        }
        let (name, password) = (attempt.name.clone(), attempt.password);
        let admitted = self.auth.admit(accounts, name, password, presented.body_bytes).await;
        let user_id = admitted.map_err(|denied| match denied {
            Denied::Busy => failed(denied.reported(), None),
            _ => {
                let message = denied.to_string();
                let page = match self.version {
                    Version::V5 => presented.referrer.as_ref(),
                    // Recorded: the login page, as after any 401.
                    Version::V10 if denied == Denied::Locked => None,
                    Version::V10 => presented.back.as_ref().or(presented.referrer.as_ref()),
                };
                let back = page.map(|page| with_error(page, &message));
                failed(denied.reported(), back)
            }
        })?;
        let session_id = match has_new_ids {
            true => ids.effective(remember.unwrap_or(presented.remembered)).to_owned(),
            false => presented.session_id.clone(),
        };
        if !self.auth.keeps_no_session() {
            let now = context.clock().now();
            accounts.sessions.sign_in(&session_id, &user_id, &attempt.name, now);
        }
        let user = self.user(&user_id, attempt.name, accounts)?;
        let (tokens, cookies) = self.tokens_of(&user, context)?;
        let page = presented.own_page.clone().filter(|_| self.version == Version::V10);
        let referrer_url = presented.back.clone().or(page);
        let goes_to = referrer_url.clone();
        let reported = Reported { user, session_id, referrer_url, provider: None, tokens };
        let reply = announced(self.report(reported, context)?, &cookies);
        Ok(Reply {
            session: Some(Box::new(match has_new_ids {
                true => SessionChange::SignIn { user_id, ids, remember, tokens: cookies },
                false => SessionChange::Named { user_id: Some(user_id), times: 1, tokens: cookies },
            })),
            browser_goes_to: goes_to.map(Redirection::to),
            ..reply
        })
    }
}

pub(in crate::auth) fn external() -> ServiceError {
    ServiceError::argument("continue", "External Redirects are not permitted")
}

/// The page that a browser was on, with the error behind `#f=` for its script.
fn with_error(page: &str, message: &str) -> Redirection {
    let page = page.split('#').next().unwrap_or_default();
    let location = format!("{page}#f={}", message.replace(' ', "+"));
    Redirection::to(location)
}
