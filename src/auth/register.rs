//! The operation `Register`: somebody makes a user of their own (recorded of 10.1.5).

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::password::hashed;
use super::{Auth, Authenticate, Denied, blocking};
use crate::service::{
    Accounting as _, Context, FieldError, Identity, Person, Redirection, Reply, Service,
    ServiceError, ServiceFuture, SessionChange, SessionIds,
};
use crate::tenant::Accounts;
use crate::value::Object;

/// The service behind it.
#[derive(Clone)]
pub struct Register {
    auth: Arc<Auth>,
    sign_in: Authenticate,
}

/// What comes, here and at an Identity host.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Registration {
    pub user_name: Option<String>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub display_name: Option<String>,
    pub email: Option<String>,
    pub password: Option<String>,
    confirm_password: Option<String>,
    auto_login: Option<bool>,
}

#[derive(Serialize, Default)]
#[serde(rename_all = "PascalCase")]
struct Response {
    user_id: String,
    session_id: Option<String>,
    user_name: String,
    bearer_token: Option<String>,
    refresh_token: Option<String>,
    roles: Option<Vec<String>>,
    permissions: Option<Vec<String>>,
}

impl Register {
    /// The service over these users; `sign_in` hands out tokens.
    pub fn new(auth: Arc<Auth>, sign_in: Authenticate) -> Self {
        Self { auth, sign_in }
    }

    async fn answer(&self, request: Object, context: &Context) -> Result<Reply, ServiceError> {
        let request: Registration = context.request(request)?;
        let accounts = context.accounts.as_ref().ok_or(ServiceError::NotAuthenticated)?;
        self.check(&request, accounts)?;
        let hash = request.hashed(accounts, context).await?;
        let wants_session = request.wants_session();
        let user = self.auth.register(accounts, request.person())?;
        accounts.registered.set_password(&user.id, hash);
        if wants_session {
            return self.signed_in(user, accounts, context);
        }
        let (user_id, user_name) = (user.id.clone(), user.name.clone());
        context.reply(&Response { user_id, user_name, ..Response::default() })
    }

    /// What AutoLogin does: the same as a sign-in.
    fn signed_in(
        &self,
        user: Arc<Identity>,
        accounts: &Accounts,
        context: &Context,
    ) -> Result<Reply, ServiceError> {
        let ids = SessionIds::draw(|| accounts.new_id());
        let session_id = ids.temporary.clone();
        if !self.auth.keeps_no_session() {
            accounts.sessions.sign_in(&session_id, &user.id, &user.name, context.clock().now());
        }
        let (tokens, cookies) = self.sign_in.tokens_of(&user, context)?;
        let (access, refresh) = tokens.map_or((None, None), |(access, refresh)| {
            (Some(access.token), refresh.map(|refresh| refresh.token))
        });
        let response = Response {
            user_id: user.id.clone(),
            session_id: Some(session_id),
            user_name: user.name.clone(),
            bearer_token: access,
            refresh_token: refresh,
            roles: Some(user.roles.clone()),
            permissions: Some(user.permissions.clone()),
        };
        let reply = super::authenticate::announced(context.reply(&response)?, &cookies);
        let back = context.presented.as_ref().and_then(|shown| shown.back.clone());
        let back = back.filter(|back| !super::is_external(back));
        let user_id = user.id.clone();
        let session =
            SessionChange::SignIn { user_id, ids, remember: Some(false), tokens: cookies };
        Ok(Reply {
            session: Some(Box::new(session)),
            browser_goes_to: back.map(Redirection::to),
            ..reply
        })
    }

    fn check(&self, request: &Registration, accounts: &Accounts) -> Result<(), ServiceError> {
        let broken = request.broken();
        if !broken.is_empty() {
            return Err(ServiceError::Validation(broken));
        }
        let name = request.name();
        let is_known = |name: &str| self.auth.named(accounts, name).is_some();
        let taken = |field, words: &str, value: &str, message: &str| {
            let meta = property(words, Some(value));
            let error = broken_rule("AlreadyExists", field, message, Some(meta));
            Err(ServiceError::Validation(vec![error]))
        };
        if !name.is_empty() && is_known(name) {
            return taken("UserName", "User Name", name, "Username already exists");
        }
        if let Some(email) = request.email.as_deref().filter(|email| is_known(email)) {
            return taken("Email", "Email", email, "Email already exists");
        }
        if !name.is_empty() && !is_user_name(name) {
            let message = "Username contains invalid characters";
            return Err(ServiceError::argument("UserName", message));
        }
        Ok(())
    }
}

impl Registration {
    /// Whether the user is signed in at once.
    pub(super) fn wants_session(&self) -> bool {
        self.auto_login == Some(true)
    }

    /// The hash of the password, when it is this request's turn.
    pub(super) async fn hashed(
        &self,
        accounts: &Accounts,
        context: &Context,
    ) -> Result<String, ServiceError> {
        let password = self.password.clone().unwrap_or_default();
        let body_bytes = context.presented.as_ref().map_or(0, |shown| shown.body_bytes);
        let _turn = accounts.gate.turn(body_bytes).await.ok_or_else(|| Denied::Busy.reported())?;
        blocking(move || hashed(&password)).await.map_err(Denied::reported)?
    }

    /// The second password is another one.
    pub(super) fn unlike(&self) -> Option<FieldError> {
        let other = self.confirm_password.as_ref().filter(|confirmed| {
            !confirmed.is_empty() && Some(*confirmed) != self.password.as_ref()
        })?;
        let compared = [
            ("ComparisonValue".to_owned(), self.password.clone()),
            ("ComparisonProperty".to_owned(), Some("Password".to_owned())),
        ];
        let meta = compared.into_iter().chain(property("Confirm Password", Some(other))).collect();
        let (code, message) = ("PasswordsShouldMatch", "Passwords should match!");
        Some(broken_rule(code, "ConfirmPassword", message, Some(meta)))
    }

    fn name(&self) -> &str {
        self.user_name.as_deref().unwrap_or_default()
    }

    /// The rules of the request that are broken.
    fn broken(&self) -> Vec<FieldError> {
        let nameless = is_empty(&self.user_name) && is_empty(&self.email);
        let needed = [
            ("Password", "Password", &self.password, is_empty(&self.password)),
            ("UserName", "User Name", &self.user_name, nameless),
            ("Email", "Email", &self.email, nameless),
        ];
        let missing = needed.into_iter().filter(|(.., is_missing)| *is_missing);
        let missing = missing.map(|(field, words, value, _)| empty_rule(field, words, value));
        missing.chain(self.unlike()).collect()
    }

    fn person(self) -> Person {
        let name = self.user_name.unwrap_or_default();
        let display_name = self.display_name.or_else(|| Some(name.clone()));
        Person {
            name,
            display_name: display_name.filter(|name| !name.is_empty()),
            first_name: self.first_name,
            last_name: self.last_name,
            email: self.email.filter(|email| !email.is_empty()),
            ..Person::default()
        }
    }
}

/// A member that must not be empty.
pub(super) fn empty_rule(field: &str, words: &str, value: &Option<String>) -> FieldError {
    let message = format!("'{words}' must not be empty.");
    broken_rule("NotEmpty", field, &message, Some(property(words, value.as_deref())))
}

/// Whether a member has no text but blanks.
pub(super) fn is_empty(text: &Option<String>) -> bool {
    text.as_ref().is_none_or(|text| text.trim().is_empty())
}

/// What `Meta` says of a member: its name in words, and what it had.
pub(super) fn property(words: &str, value: Option<&str>) -> Vec<(String, Option<String>)> {
    vec![
        ("PropertyName".to_owned(), Some(words.to_owned())),
        ("PropertyValue".to_owned(), value.map(str::to_owned)),
    ]
}

/// A broken rule of a member.
pub(super) fn broken_rule(
    code: &str,
    field: &str,
    message: &str,
    meta: Option<Vec<(String, Option<String>)>>,
) -> FieldError {
    let (code, message) = (code.to_owned(), message.to_owned());
    FieldError { code, field: Some(field.to_owned()), message, meta }
}

/// 3 to 20 letters and digits of ASCII, single `.`, `_` and `-` behind them.
fn is_user_name(name: &str) -> bool {
    let is_sign = |byte: u8| b"._-".contains(&byte);
    let bytes = name.as_bytes();
    let fits = |(place, byte): (usize, &u8)| {
        let behind = place.checked_sub(1).map(|place| bytes[place]);
        byte.is_ascii_alphanumeric()
            || (is_sign(*byte) && behind.is_some_and(|byte| byte.is_ascii_alphanumeric()))
    };
    (3..=20).contains(&bytes.len()) && bytes.iter().enumerate().all(fits)
}

impl Service for Register {
    fn call(&self, request: Object, context: Context) -> ServiceFuture {
        let service = self.clone();
        Box::pin(async move { service.answer(request, &context).await })
    }
}

#[cfg(test)]
mod tests {
    use super::is_user_name;

    #[test]
    fn names_are_short_words_with_single_signs() {
        for name in ["abc", "a.b", "a_b-c.d", "abc-", &"x".repeat(20)] {
            assert!(is_user_name(name), "{name}");
        }
        for name in ["", "ab", "a b", "-ab", "a..b", "ünï", &"x".repeat(21)] {
            assert!(!is_user_name(name), "{name}");
        }
    }
}
