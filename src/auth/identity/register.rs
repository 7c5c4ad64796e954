//! The operation `Register` of an Identity host: the email address is the user name.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::auth::register::{broken_rule, empty_rule, unlike_rule};
use crate::auth::{Auth, Denied, blocking, hash_password, is_external};
use crate::service::{
    Accounting as _, Context, FieldError, Person, Redirection, Reply, Service, ServiceError,
    ServiceFuture,
};
use crate::value::Object;

/// The service behind it.
#[derive(Clone)]
pub struct IdentityRegister(pub Arc<Auth>);

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    user_name: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
    display_name: Option<String>,
    email: Option<String>,
    password: Option<String>,
    confirm_password: Option<String>,
    auto_login: Option<bool>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response<'i> {
    user_id: &'i str,
    user_name: &'i str,
}

impl IdentityRegister {
    async fn answer(&self, request: Object, context: &Context) -> Result<Reply, ServiceError> {
        if context.caller.is_some() {
            let message = "You're already registered";
            return Err(ServiceError::exception("NotSupportedException", message));
        }
        let request: Request = context.request(request)?;
        let accounts = context.accounts.as_ref().ok_or(ServiceError::NotAuthenticated)?;
        let email = request.address().to_owned();
        let broken = request.broken();
        if !broken.is_empty() {
            return Err(ServiceError::Validation(broken));
        }
        if self.0.named(accounts, &email).is_some() {
            let meta = named("Email", Some(&email));
            let error = broken_rule("AlreadyExists", "Email", "Email already exists", Some(meta));
            return Err(ServiceError::Validation(vec![error]));
        }
        let password = request.password.clone().unwrap_or_default();
        let weak = weaknesses(&password);
        if !weak.is_empty() {
            return Err(ServiceError::Validation(weak));
        }
        let presented = context.presented.clone().unwrap_or_default();
        let turn = accounts.gate.turn(presented.body_bytes).await;
        let _turn = turn.ok_or_else(|| Denied::Busy.reported())?;
        let hashed = blocking(move || hash_password(&password)).await.map_err(Denied::reported)?;
        let hash = hashed.map_err(|error| {
            tracing::error!(%error, "a password could not be hashed");
            ServiceError::exception("InvalidOperationException", "The password cannot be hashed.")
        })?;
        let wants_session = request.auto_login == Some(true);
        let id = context.seed().guid().hyphenated().to_string();
        let user = self.0.register(accounts, request.person(id, email))?;
        accounts.registered.set_password(&user.id, hash);
        // Nobody has confirmed the address yet; the user is there all the same (recorded).
        if wants_session && self.0.rules_of_identity().require_confirmed {
            return Err(Denied::Wrong.reported());
        }
        let reply = context.reply(&Response { user_id: &user.id, user_name: &user.name })?;
        let back = presented.back.clone().filter(|back| !is_external(back));
        let browser_goes_to =
            back.map(|location| Redirection { location, reason: None, is_of_host: false });
        Ok(Reply { browser_goes_to, ..reply })
    }
}

impl Request {
    fn address(&self) -> &str {
        let given = |text: &'_ Option<String>| text.as_deref().is_some_and(|text| !text.is_empty());
        match given(&self.email) {
            true => self.email.as_deref().unwrap_or_default(),
            false => self.user_name.as_deref().unwrap_or_default(),
        }
    }

    fn broken(&self) -> Vec<FieldError> {
        let mut broken = Vec::new();
        let is_empty = |text: &Option<String>| text.as_ref().is_none_or(|t| t.trim().is_empty());
        if is_empty(&self.password) {
            broken.push(empty_rule("Password", "Password", &self.password));
        }
        let other = self
            .confirm_password
            .as_ref()
            .filter(|other| !other.is_empty() && Some(*other) != self.password.as_ref());
        broken.extend(other.map(|other| unlike_rule(&self.password, other)));
        if is_empty(&self.user_name) && is_empty(&self.email) {
            broken.push(empty_rule("UserName", "User Name", &self.user_name));
            broken.push(empty_rule("Email", "Email", &self.email));
        } else if self.email.as_deref().is_some_and(|email| !email.is_empty() && !is_address(email))
        {
            let message = "'Email' is not a valid email address.";
            let meta = named("Email", self.email.as_deref());
            broken.push(broken_rule("Email", "Email", message, Some(meta)));
        }
        broken
    }

    fn person(self, id: String, email: String) -> Person {
        Person {
            id: Some(id),
            name: email.clone(),
            display_name: self.display_name,
            first_name: self.first_name,
            last_name: self.last_name,
            email: Some(email),
            ..Person::default()
        }
    }
}

fn named(words: &str, value: Option<&str>) -> Vec<(String, Option<String>)> {
    vec![
        ("PropertyName".to_owned(), Some(words.to_owned())),
        ("PropertyValue".to_owned(), value.map(str::to_owned)),
    ]
}

/// One `@`, neither first nor last.
fn is_address(text: &str) -> bool {
    let mut parts = text.split('@');
    matches!((parts.next(), parts.next(), parts.next()), (Some(one), Some(other), None) if !one.is_empty() && !other.is_empty())
}

/// What Identity misses in a password.
fn weaknesses(password: &str) -> Vec<FieldError> {
    let lacks = |fits: fn(char) -> bool| !password.chars().any(fits);
    let checks = [
        (
            password.chars().count() < 6,
            "PasswordTooShort",
            "Passwords must be at least 6 characters.",
        ),
        (
            lacks(|letter| !letter.is_ascii_alphanumeric()),
            "PasswordRequiresNonAlphanumeric",
            "Passwords must have at least one non alphanumeric character.",
        ),
        (
            lacks(|letter| letter.is_ascii_digit()),
            "PasswordRequiresDigit",
            "Passwords must have at least one digit ('0'-'9').",
        ),
        (
            lacks(|letter| letter.is_ascii_lowercase()),
            "PasswordRequiresLower",
            "Passwords must have at least one lowercase ('a'-'z').",
        ),
        (
            lacks(|letter| letter.is_ascii_uppercase()),
            "PasswordRequiresUpper",
            "Passwords must have at least one uppercase ('A'-'Z').",
        ),
    ];
    let missed = checks.into_iter().filter(|(is_missed, ..)| *is_missed);
    missed.map(|(_, code, message)| broken_rule(code, "Password", message, None)).collect()
}

impl Service for IdentityRegister {
    fn call(&self, request: Object, context: Context) -> ServiceFuture {
        let service = self.clone();
        Box::pin(async move { service.answer(request, &context).await })
    }
}

#[cfg(test)]
mod tests {
    use super::weaknesses;

    fn codes(password: &str) -> Vec<String> {
        weaknesses(password).into_iter().map(|error| error.code).collect()
    }

    #[test]
    fn a_password_needs_letters_of_both_kinds_a_digit_and_a_sign() {
        assert_eq!(codes("p@55wOrd"), Vec::<String>::new());
        assert_eq!(
            codes("alllowercase1"),
            ["PasswordRequiresNonAlphanumeric", "PasswordRequiresUpper"]
        );
        assert_eq!(codes("A!1"), ["PasswordTooShort", "PasswordRequiresLower"]);
    }
}
