//! What an answer does to users and sessions.

use std::sync::Arc;

use minijinja::value::ValueKind;

use crate::service::{Accounting, Person, RequestView, ServiceError, SessionChange};
use crate::stub::document::RevokeDocument;
use crate::stub::scope::{Scope, TemplateError};
use crate::stub::template::Text;
use crate::tenant::Accounts;

/// The changes of an answer; they are made before it is, in this order.
#[derive(Debug, Clone, Default)]
pub(in crate::stub) struct AccountTexts {
    pub register: Option<PersonTexts>,
    pub assign: Option<RightsTexts>,
    pub unassign: Option<RightsTexts>,
    pub login: Option<LoginTexts>,
    pub revoke: Option<Revoke>,
    /// The line, for what goes wrong.
    pub line: usize,
}

/// A person in templates.
#[derive(Debug, Clone, Default)]
pub(in crate::stub) struct PersonTexts {
    pub id: Option<Text>,
    pub name: Option<Text>,
    pub display_name: Option<Text>,
    pub email: Option<Text>,
    pub password: Option<Text>,
    pub roles: Option<Texts>,
    pub permissions: Option<Texts>,
}

/// Who is signed in.
#[derive(Debug, Clone)]
pub(in crate::stub) enum LoginTexts {
    /// The user that the same answer registers.
    Registered,
    Person(Box<PersonTexts>, bool),
}

/// Rights that a user gets or loses.
#[derive(Debug, Clone)]
pub(in crate::stub) struct RightsTexts {
    pub user: Text,
    pub roles: Option<Texts>,
    pub permissions: Option<Texts>,
}

/// Several texts: as they stand, or the items of one expression.
#[derive(Debug, Clone)]
pub(in crate::stub) enum Texts {
    Each(Vec<Text>),
    Whole(Text),
}

/// What ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::stub) enum Revoke {
    Session,
    Token,
}

/// What is left to be done when the answer is sent.
#[derive(Default)]
pub(in crate::stub) struct Performed {
    pub session: Option<SessionChange>,
    /// The id of a new user, and the password.
    pub password: Option<(String, String)>,
}

type Done<T> = Result<Result<T, ServiceError>, TemplateError>;

impl AccountTexts {
    /// Whether nothing is changed.
    pub fn is_empty(&self) -> bool {
        let Self { register, assign, unassign, login, revoke, line: _ } = self;
        register.is_none()
            && assign.is_none()
            && unassign.is_none()
            && login.is_none()
            && revoke.is_none()
    }

    /// Makes the changes. Templates of the answer see who is signed in by it.
    pub fn perform(&self, scope: &Scope<'_>, view: &dyn RequestView) -> Done<Performed> {
        let context = &scope.call().context;
        let (Some(accounting), Some(accounts)) = (&context.accounting, &context.accounts) else {
            let reason = "this host has no users".to_owned();
            return Err(TemplateError { line: self.line, reason });
        };
        let host = Host { accounting, accounts, scope };
        let mut performed = Performed::default();
        let mut registered = None;
        if let Some(texts) = &self.register {
            let person = texts.person(scope)?;
            let password = texts.password.as_ref().map(|text| text.render(scope)).transpose()?;
            match accounting.register(accounts, person) {
                Ok(identity) => {
                    performed.password = password.map(|password| (identity.id.clone(), password));
                    registered = Some(identity);
                }
                Err(error) => return Ok(Err(error)),
            }
        }
        for (texts, takes_away) in [(&self.assign, false), (&self.unassign, true)] {
            if let Some(texts) = texts
                && let Err(error) = host.assign(texts, takes_away)?
            {
                return Ok(Err(error));
            }
        }
        if let Some(login) = &self.login {
            let (person, remember) = match (login, registered) {
                (LoginTexts::Person(texts, remember), _) => (texts.person(scope)?, *remember),
                (LoginTexts::Registered, registered) => {
                    let id = registered.map(|identity| identity.id.clone());
                    (Person { id, ..Person::default() }, false)
                }
            };
            match host.log_in(person, remember) {
                Ok(change) => performed.session = Some(change),
                Err(error) => return Ok(Err(error)),
            }
        }
        match self.revoke {
            Some(Revoke::Session) => performed.session = Some(host.end_session()),
            Some(Revoke::Token) => accounts.revoked.revoke(token_of(view)),
            None => {}
        }
        Ok(Ok(performed))
    }
}

/// The host whose users and sessions change.
struct Host<'s> {
    accounting: &'s Arc<dyn Accounting>,
    accounts: &'s Accounts,
    scope: &'s Scope<'s>,
}

impl Host<'_> {
    fn log_in(&self, person: Person, remember: bool) -> Result<SessionChange, ServiceError> {
        let call = self.scope.call();
        self.end_session();
        let now = call.context.clock().now();
        let (caller, change) = self.accounting.log_in(self.accounts, person, remember, now)?;
        // One answer signs in once.
        _ = call.signed_in.set(caller);
        Ok(change)
    }

    fn end_session(&self) -> SessionChange {
        if let Some(caller) = &self.scope.call().context.caller {
            self.accounts.sessions.sign_out(&caller.session_id);
        }
        SessionChange::SignOut { remember: None }
    }

    fn assign(&self, texts: &RightsTexts, takes_away: bool) -> Done<()> {
        let user = texts.user.render(self.scope)?;
        let roles = texts_of(texts.roles.as_ref(), self.scope)?.unwrap_or_default();
        let permissions = texts_of(texts.permissions.as_ref(), self.scope)?.unwrap_or_default();
        let rights = (roles.as_slice(), permissions.as_slice());
        Ok(self.accounting.assign(self.accounts, &user, rights, takes_away).map(|_| ()))
    }
}

impl PersonTexts {
    fn person(&self, scope: &Scope<'_>) -> Result<Person, TemplateError> {
        let text = |text: &Option<Text>| -> Result<Option<String>, TemplateError> {
            let text = text.as_ref().map(|text| text.render(scope)).transpose()?;
            Ok(text.filter(|text| !text.is_empty()))
        };
        Ok(Person {
            id: text(&self.id)?,
            name: text(&self.name)?.unwrap_or_default(),
            display_name: text(&self.display_name)?,
            email: text(&self.email)?,
            roles: texts_of(self.roles.as_ref(), scope)?,
            permissions: texts_of(self.permissions.as_ref(), scope)?,
            ..Person::default()
        })
    }
}

/// The token that a request carries.
fn token_of(view: &dyn RequestView) -> Option<&str> {
    let bearer = view.header("authorization").and_then(|value| value.split_once(' '));
    let bearer = bearer.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    let cookie = || view.cookie("ss-tok").filter(|token| !token.is_empty());
    bearer.map(|(_, token)| token.trim()).or_else(cookie)
}

impl From<RevokeDocument> for Revoke {
    fn from(document: RevokeDocument) -> Self {
        match document {
            RevokeDocument::Session => Self::Session,
            RevokeDocument::Token => Self::Token,
        }
    }
}

fn texts_of(
    texts: Option<&Texts>,
    scope: &Scope<'_>,
) -> Result<Option<Vec<String>>, TemplateError> {
    match texts {
        None => Ok(None),
        Some(Texts::Each(texts)) => {
            texts.iter().map(|text| text.render(scope)).collect::<Result<_, _>>().map(Some)
        }
        Some(Texts::Whole(text)) => {
            let value = text.value(scope)?;
            Ok(match value.kind() {
                ValueKind::None => None,
                ValueKind::Seq | ValueKind::Iterable => {
                    let items = value.try_iter().into_iter().flatten();
                    Some(items.map(|item| item.to_string()).collect())
                }
                _ => Some(vec![value.to_string()]),
            })
        }
    }
}
