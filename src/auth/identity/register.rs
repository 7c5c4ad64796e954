//! The operation `Register` of an Identity host: the email address is the user name.

use std::sync::Arc;

use serde::Serialize;

use crate::auth::register::{Registration, broken_rule, empty_rule, is_empty, property};
use crate::auth::{Auth, Denied, is_external};
use crate::service::{
    Accounting as _, Context, FieldError, Person, Redirection, Reply, Service, ServiceError,
    ServiceFuture,
};
use crate::value::Object;

/// The service behind it.
#[derive(Clone)]
pub struct IdentityRegister(pub Arc<Auth>);

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
        let request: Registration = context.request(request)?;
        let accounts = context.accounts.as_ref().ok_or(ServiceError::NotAuthenticated)?;
        let email = address(&request).to_owned();
        let broken = broken(&request);
        if !broken.is_empty() {
            return Err(ServiceError::Validation(broken));
        }
        if self.0.named(accounts, &email).is_some() {
            let meta = property("Email", Some(&email));
            let error = broken_rule("AlreadyExists", "Email", "Email already exists", Some(meta));
            return Err(ServiceError::Validation(vec![error]));
        }
        let weak = weaknesses(request.password.as_deref().unwrap_or_default());
        if !weak.is_empty() {
            return Err(ServiceError::Validation(weak));
        }
        let hash = request.hashed(accounts, context).await?;
        let wants_session = request.wants_session();
        let id = context.seed().guid().hyphenated().to_string();
        let user = self.0.register(accounts, person(request, id, email))?;
        accounts.registered.set_password(&user.id, hash);
        // Nobody has confirmed the address yet; the user is there all the same (recorded).
        if wants_session && self.0.rules_of_identity().require_confirmed {
            return Err(Denied::Wrong.reported());
        }
        let reply = context.reply(&Response { user_id: &user.id, user_name: &user.name })?;
        let back = context.presented.as_ref().and_then(|shown| shown.back.clone());
        let back = back.filter(|back| !is_external(back));
        Ok(Reply { browser_goes_to: back.map(Redirection::to), ..reply })
    }
}

/// The email address, else what stands for it.
fn address(request: &Registration) -> &str {
    let email = request.email.as_deref().filter(|email| !email.is_empty());
    email.or(request.user_name.as_deref()).unwrap_or_default()
}

fn broken(request: &Registration) -> Vec<FieldError> {
    let mut broken = Vec::new();
    if is_empty(&request.password) {
        broken.push(empty_rule("Password", "Password", &request.password));
    }
    broken.extend(request.unlike());
    let email = request.email.as_deref();
    if is_empty(&request.user_name) && is_empty(&request.email) {
        broken.push(empty_rule("UserName", "User Name", &request.user_name));
        broken.push(empty_rule("Email", "Email", &request.email));
    } else if email.is_some_and(|email| !email.is_empty() && !is_address(email)) {
        let message = "'Email' is not a valid email address.";
        broken.push(broken_rule("Email", "Email", message, Some(property("Email", email))));
    }
    broken
}

fn person(request: Registration, id: String, email: String) -> Person {
    Person {
        id: Some(id),
        name: email.clone(),
        display_name: request.display_name,
        first_name: request.first_name,
        last_name: request.last_name,
        email: Some(email),
        ..Person::default()
    }
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
