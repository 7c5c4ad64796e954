//! The operation `Authenticate` of an Identity host.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, Days, Utc};
use serde::{Deserialize, Serialize};

use super::IdentityRules;
use super::answers;
use crate::auth::{Auth, Denied, is_external};
use crate::service::{
    Body, Context, FailedSignIn, Handed, HandedCookie, Identity, Incoming, Presented, Redirection,
    Reply, Service, ServiceError, ServiceFuture, SessionChange,
};
use crate::tenant::{Accounts, AuthProvider};
use crate::value::Object;

/// The service behind signing in and out.
#[derive(Clone)]
pub struct IdentityAuthenticate(pub Arc<Auth>);

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    #[serde(rename = "provider")]
    provider: Option<String>,
    user_name: Option<String>,
    password: Option<String>,
    remember_me: Option<bool>,
    meta: Option<HashMap<String, Option<String>>>,
}

#[derive(Serialize)]
struct Nothing {}

impl IdentityAuthenticate {
    async fn answer(&self, request: Object, context: &Context) -> Result<Reply, ServiceError> {
        let request: Request = context.request(request)?;
        let presented = context.presented.clone().unwrap_or_default();
        let by_get = context.verb == "GET";
        let provider = request.provider.as_deref().filter(|name| !name.is_empty());
        match provider.map(str::to_ascii_lowercase).as_deref() {
            None => self.session(&presented, context).await,
            Some("logout") => self.sign_out(&presented, context),
            Some("credentials") if by_get => Err(crate::auth::authenticate::get_is_disabled()),
            Some("credentials") => self.sign_in(request, &presented, context).await,
            Some("identity") => Err(ServiceError::NotAuthenticated),
            Some("jwt") if self.0.identity_tokens.is_some() => Err(ServiceError::NotAuthenticated),
            Some("basic") if self.rules().basic => self.session(&presented, context).await,
            Some(_) => {
                let name = provider.unwrap_or_default();
                Err(crate::auth::authenticate::unknown_provider(name))
            }
        }
    }

    fn rules(&self) -> &IdentityRules {
        self.0.rules_of_identity()
    }

    /// Who is signed in; Basic credentials sign in.
    async fn session(
        &self,
        presented: &Presented,
        context: &Context,
    ) -> Result<Reply, ServiceError> {
        if let Some(Err(error)) = &presented.by_credentials {
            return Err(error.clone());
        }
        if let Some(caller) = &context.caller {
            return answers::session(&self.0.shown(caller.user.clone()), caller.provider, context);
        }
        // A token without a user is somebody all the same.
        if let Some(Ok(Some((user, provider)))) = &presented.by_credentials {
            return answers::session(user, *provider, context);
        }
        let basic = presented.basic.as_ref().filter(|_| self.rules().basic);
        let (name, password) = basic.ok_or(ServiceError::NotAuthenticated)?;
        let accounts = signed_in(context)?;
        let admitted = self.0.admit_by_identity(
            accounts,
            (name.clone(), password.clone()),
            presented.body_bytes,
        );
        let user_id = admitted.await.map_err(|_| ServiceError::NotAuthenticated)?;
        let user = self.0.named_of_cookie(&user_id, accounts);
        let user = user.ok_or(ServiceError::NotAuthenticated)?;
        let now = context.clock().now();
        let cookie = self.0.application_cookie(&user, accounts, (now, false));
        let reply = answers::session(&self.0.shown(user), AuthProvider::Pwd, context)?;
        let handed = Handed { cookies: vec![cookie], no_store: true };
        Ok(Reply { session: Some(Box::new(SessionChange::Handed(handed))), ..reply })
    }

    async fn sign_in(
        &self,
        request: Request,
        presented: &Presented,
        context: &Context,
    ) -> Result<Reply, ServiceError> {
        let missing = |name| ServiceError::argument_null(name);
        let given = |text: Option<String>| text.filter(|text| !text.is_empty());
        let name = given(request.user_name).ok_or_else(|| missing("userName"))?;
        let password = given(request.password).ok_or_else(|| missing("providedPassword"))?;
        let (accounts, now) = (signed_in(context)?, context.clock().now());
        let admitted =
            self.0.admit_by_identity(accounts, (name, password), presented.body_bytes).await;
        let user_id = match admitted {
            Ok(id) => id,
            Err(NotAdmitted::Denied(denied)) => return Err(denied.reported()),
            Err(NotAdmitted::SecondFactor) => return Err(second_factor(accounts)),
        };
        let user = self.0.named_of_cookie(&user_id, accounts);
        let user = user.ok_or(ServiceError::NotAuthenticated)?;
        let remember = request.remember_me.unwrap_or_default();
        let mut handed = Handed { cookies: Vec::new(), no_store: true };
        if request.remember_me.is_some() {
            let option = if remember { "perm" } else { "temp" };
            let end = now.checked_add_months(chrono::Months::new(20 * 12));
            handed.cookies.push(HandedCookie::new("ss-opt", option, end));
        }
        handed.cookies.push(self.0.application_cookie(&user, accounts, (now, remember)));
        if presented.back.as_deref().is_some_and(is_external) {
            let error = crate::auth::authenticate::external();
            let session = SessionChange::Handed(handed);
            return Err(
                FailedSignIn { error, session: Some(session), browser_goes_to: None }.into()
            );
        }
        let ignored = request.meta.as_ref().and_then(|meta| meta.get("ignore")?.as_deref());
        let tokens = self.0.identity_tokens.is_some() && ignored != Some("jwt");
        if tokens {
            handed.cookies.extend(self.token_cookies(&user_id, accounts, now));
        }
        let reply = answers::signed_in(&self.0.shown(user), context)?;
        let reply = if tokens { reply.with_header("X-Cookies", "ss-tok,ss-reftok") } else { reply };
        Ok(Reply {
            session: Some(Box::new(SessionChange::Handed(handed))),
            browser_goes_to: presented.back.clone().map(Redirection::to),
            ..reply
        })
    }

    /// Tokens take the place of the application cookie.
    fn token_cookies(
        &self,
        user_id: &str,
        accounts: &Accounts,
        now: DateTime<Utc>,
    ) -> Vec<HandedCookie> {
        let access = self.0.issue_identity_token(user_id, accounts, now);
        let refresh = self.0.issue_identity_refresh(user_id, accounts, now);
        let access = access.map(|issued| issued.handed("ss-tok"));
        let refresh = refresh.map(|issued| issued.handed("ss-reftok"));
        let gone = self.0.application_cookie_gone(now);
        access.into_iter().chain(refresh).chain([gone]).collect()
    }

    fn sign_out(&self, presented: &Presented, context: &Context) -> Result<Reply, ServiceError> {
        if presented.back.as_deref().is_some_and(is_external) {
            return Err(crate::auth::authenticate::external());
        }
        let (accounts, now) = (signed_in(context)?, context.clock().now());
        if let Some(refresh) = &presented.refresh_token {
            accounts.refresh.forget(refresh);
        }
        let by_cookie =
            context.caller.as_ref().is_some_and(|caller| caller.provider == AuthProvider::Pwd);
        let mut cookies = Vec::new();
        if by_cookie {
            let names = [&*self.rules().cookie, "Identity.External", "Identity.TwoFactorUserId"];
            let gone = |name| HandedCookie::new(name, "", Some(DateTime::UNIX_EPOCH));
            cookies.extend(names.map(gone));
        }
        let gone = |name| HandedCookie::new(name, "", Some(yesterday(now)));
        cookies.extend(["ss-id", "ss-pid", "X-UAId", "ss-tok", "ss-reftok"].map(gone));
        let location = presented.back.clone();
        let location = location
            .unwrap_or_else(|| format!("{}{}", presented.base_url, self.rules().logout_path));
        let reply = context.reply(&Nothing {})?;
        Ok(Reply {
            session: Some(Box::new(SessionChange::Handed(Handed { cookies, no_store: by_cookie }))),
            browser_goes_to: Some(Redirection {
                reason: Some("Moved Temporarily"),
                ..Redirection::to(location)
            }),
            ..reply
        })
    }
}

/// Why Identity lets nobody in.
pub enum NotAdmitted {
    /// Name or password.
    Denied(Denied),
    /// The password was right, and is not enough.
    SecondFactor,
}

impl Auth {
    /// The id of the user with this user name and password, if Identity lets it in.
    pub async fn admit_by_identity(
        self: &Arc<Self>,
        accounts: &Accounts,
        (name, password): (String, String),
        body_bytes: usize,
    ) -> Result<String, NotAdmitted> {
        let rules = self.rules_of_identity();
        let user = self.users.by_name(&name);
        if user.is_some_and(|user| user.locked) {
            return Err(NotAdmitted::Denied(Denied::Locked));
        }
        let admitted = self.admit(accounts, name, password, body_bytes).await;
        let id = admitted.map_err(NotAdmitted::Denied)?;
        let user = self.users.by_id(&id);
        let is_confirmed = user.is_some_and(|user| !user.unconfirmed);
        if rules.require_confirmed && !is_confirmed {
            return Err(NotAdmitted::Denied(Denied::Wrong));
        }
        if user.is_some_and(|user| user.two_factor) {
            return Err(NotAdmitted::SecondFactor);
        }
        Ok(id)
    }

    /// A new application cookie of a user.
    pub fn application_cookie(
        &self,
        user: &Identity,
        accounts: &Accounts,
        (now, remember): (DateTime<Utc>, bool),
    ) -> HandedCookie {
        let rules = self.rules_of_identity();
        // Longer than the id of a session, so that neither is ever the other.
        let value: String = (0..3).map(|_| accounts.new_id()).collect();
        accounts.sessions.sign_in(&value, &user.id, &user.name, now);
        let expires = remember.then(|| now + rules.cookie_lifetime);
        HandedCookie::new(rules.cookie.as_str(), value, expires)
    }

    /// The application cookie, taken away.
    pub(super) fn application_cookie_gone(&self, now: DateTime<Utc>) -> HandedCookie {
        HandedCookie::new(self.rules_of_identity().cookie.as_str(), "", Some(yesterday(now)))
    }
}

fn yesterday(now: DateTime<Utc>) -> DateTime<Utc> {
    now.checked_sub_days(Days::new(1)).unwrap_or(now)
}

/// The host forgets to look whether a second factor is needed (recorded).
fn second_factor(accounts: &Accounts) -> ServiceError {
    let value: String = (0..3).map(|_| accounts.new_id()).collect();
    let cookie = HandedCookie::new("Identity.TwoFactorUserId", value, None);
    let session = SessionChange::Handed(Handed { cookies: vec![cookie], no_store: true });
    let message = "Session not set. Is Session being set in RequestFilters?";
    let error = ServiceError::exception("AuthenticationException", message);
    FailedSignIn { error, session: Some(session), browser_goes_to: None }.into()
}

fn signed_in(context: &Context) -> Result<&Accounts, ServiceError> {
    context.accounts.as_deref().ok_or(ServiceError::NotAuthenticated)
}

impl Service for IdentityAuthenticate {
    fn call(&self, request: Object, context: Context) -> ServiceFuture {
        let service = self.clone();
        Box::pin(async move { service.answer(request, &context).await })
    }

    /// Providers are posted to; only signing out may be asked for by an address.
    fn call_viewing(&self, Incoming { request, context, view }: Incoming<'_>) -> ServiceFuture {
        let provider = view.path().strip_prefix("/auth/").map(str::to_ascii_lowercase);
        match provider.as_deref() {
            Some(name) if context.verb == "GET" && name != "logout" => {
                let nothing = Reply { body: Body::Bare(None), ..Reply::default() };
                Box::pin(std::future::ready(Ok(nothing.with_status(404))))
            }
            _ => self.call(request, context),
        }
    }
}
