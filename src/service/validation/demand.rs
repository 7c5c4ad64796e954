//! What a call as a whole must be: who calls, with which key, what its DTO holds.

use super::call::{Argument, Call};
use super::condition::{Condition, Scope};
use crate::service::Identity;
use crate::value::{Object, Value};

/// One demand. Of several, the first that is not met is reported alone, without field errors.
#[derive(Debug, Clone)]
pub struct Demand {
    test: Test,
    reported: Reported,
    /// It is made of calls with these alone; of all without any.
    verbs: Vec<String>,
}

/// What an attribute says of its own refusal.
#[derive(Debug, Clone, Default)]
pub(super) struct Reported {
    pub status: Option<u16>,
    pub code: Option<String>,
    pub message: Option<String>,
}

#[derive(Debug, Clone)]
enum Test {
    Authenticated,
    Admin,
    Role(String),
    Permission(String),
    /// With this scope, where one is named.
    ApiKey(Option<String>),
    Condition(Condition),
}

/// Who calls, and what they ask for.
#[derive(Clone, Copy)]
pub struct Asking<'a> {
    /// The caller, when signed in.
    pub user: Option<&'a Identity>,
    /// The scopes of the API key that the request carries, if it is good for the operation.
    pub key: Option<&'a [String]>,
    /// The request DTO.
    pub dto: &'a Object,
    /// The operation's name.
    pub operation: &'a str,
    /// The verb of the request.
    pub verb: &'a str,
}

/// A demand that was not met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmet {
    /// HTTP status.
    pub status: u16,
    /// ErrorCode.
    pub code: String,
    /// Message, and reason phrase.
    pub message: String,
}

impl Demand {
    /// The demands of a validator; none when its name is none of those about the call as a whole,
    /// or it is given what cannot be checked.
    pub(super) fn named(call: &Call) -> Option<Vec<Self>> {
        let texts: Option<Vec<String>> = call.args.iter().map(text).collect();
        let texts = texts?;
        let each = |test: fn(String) -> Test| {
            if texts.is_empty() {
                None
            } else {
                Some(texts.iter().cloned().map(|text| Self::plain(test(text))).collect())
            }
        };
        match (call.name.as_str(), texts.as_slice()) {
            ("IsAuthenticated", []) => Some(vec![Self::plain(Test::Authenticated)]),
            ("IsAdmin", []) => Some(vec![Self::plain(Test::Admin)]),
            ("HasRole" | "HasRoles", _) => each(Test::Role),
            ("HasPermission" | "HasPermissions", _) => each(Test::Permission),
            ("ApiKey", []) => Some(vec![Self::api_key(None)]),
            ("ApiKey", [scope]) => Some(vec![Self::api_key(Some(scope.clone()))]),
            _ => None,
        }
    }

    /// A condition on the request DTO.
    pub(super) fn condition(condition: Condition) -> Self {
        Self::plain(Test::Condition(condition))
    }

    /// An API key, with this scope where one is named.
    pub(super) fn api_key(scope: Option<String>) -> Self {
        Self::plain(Test::ApiKey(scope))
    }

    pub(super) fn reporting(self, reported: Reported) -> Self {
        Self { reported, ..self }
    }

    pub(super) fn of_verbs(self, verbs: Vec<String>) -> Self {
        Self { verbs, ..self }
    }

    fn plain(test: Test) -> Self {
        Self { test, reported: Reported::default(), verbs: Vec::new() }
    }

    /// Whether it asks who calls.
    pub fn asks_who(&self) -> bool {
        matches!(self.test, Test::Authenticated | Test::Admin | Test::Role(_) | Test::Permission(_))
    }

    /// Whether it asks for an API key.
    pub fn asks_for_key(&self) -> bool {
        matches!(self.test, Test::ApiKey(_))
    }

    /// The role that it asks for.
    pub(super) fn role(&self) -> Option<&str> {
        match &self.test {
            Test::Role(role) => Some(role),
            Test::Admin => Some(ADMIN),
            _ => None,
        }
    }

    /// The permission that it asks for.
    pub(super) fn permission(&self) -> Option<&str> {
        match &self.test {
            Test::Permission(permission) => Some(permission),
            _ => None,
        }
    }

    /// # Errors
    /// What the host says when it is not met.
    pub(super) fn check(&self, asking: Asking<'_>) -> Result<(), Unmet> {
        if !is_of_verb(&self.verbs, asking.verb) {
            return Ok(());
        }
        let unmet = |status, code: &str, message: String| {
            let reported = &self.reported;
            Err(Unmet {
                status: reported.status.unwrap_or(status),
                code: reported.code.clone().unwrap_or_else(|| code.to_owned()),
                message: reported.message.clone().unwrap_or(message),
            })
        };
        let unauthorized = || unmet(401, "Unauthorized", "Not Authenticated".to_owned());
        let forbidden = |message: String| unmet(403, "Forbidden", message);
        let is_admin = |user: &Identity| user.roles.iter().any(|held| held == ADMIN);
        match (&self.test, asking.user) {
            (Test::ApiKey(scope), _) if asking.key.is_some_and(|held| has(held, scope)) => Ok(()),
            (Test::ApiKey(_), _) => unmet(401, "Unauthorized", "Invalid API Key".to_owned()),
            (Test::Condition(condition), _) => {
                let it = &Value::Null;
                if condition.holds(Scope { it, dto: asking.dto }) {
                    return Ok(());
                }
                let message =
                    format!("The specified condition was not met for '{}'", asking.operation);
                unmet(400, "InvalidRequest", message)
            }
            (_, None) => unauthorized(),
            (Test::Authenticated, Some(_)) => Ok(()),
            (_, Some(user)) if is_admin(user) => Ok(()),
            (Test::Admin, Some(_)) => forbidden(format!("{ADMIN} Role Required")),
            (Test::Role(role), Some(user)) if !user.roles.contains(role) => {
                forbidden(format!("{role} Role Required"))
            }
            (Test::Permission(permission), Some(user))
                if !user.permissions.contains(permission) =>
            {
                forbidden(format!("{permission} Permission Required"))
            }
            (Test::Role(_) | Test::Permission(_), Some(_)) => Ok(()),
        }
    }
}

/// Whether a key has a scope, if one is asked for.
fn has(held: &[String], scope: &Option<String>) -> bool {
    scope.as_ref().is_none_or(|scope| held.iter().any(|held| held == scope || held == ADMIN))
}

/// The role, and the scope of keys, that stands for every other one.
const ADMIN: &str = "Admin";

fn text(argument: &Argument) -> Option<String> {
    if let Argument::Value(Value::String(text)) = argument { Some(text.clone()) } else { None }
}

/// Whether what is said of these verbs, or of all without any, is said of this one.
pub(super) fn is_of_verb(verbs: &[String], verb: &str) -> bool {
    verbs.is_empty() || verbs.iter().any(|of| of.eq_ignore_ascii_case(verb))
}
