//! `when`: what a request must be for an answer.

mod compile;
mod test;

use super::scope::{Scope, TemplateError};
use super::template::{MemberPath, Template};
use crate::service::RequestView;
use crate::value::Value;

pub(super) use test::Test;

/// One condition.
#[derive(Debug, Clone)]
pub(super) struct Check {
    /// As the file calls it, for near misses.
    pub name: String,
    pub subject: Subject,
    pub test: Test,
    /// What the tests of the subject ask for, in words that follow `must`.
    pub wanted: String,
}

/// What a condition looks at.
#[derive(Debug, Clone)]
pub(super) enum Subject {
    Member(MemberPath),
    Verb,
    Path,
    Header(String),
    Query(String),
    Cookie(String),
    User,
    Role,
    Tenant,
    Scenario,
    Call,
    Expression(Template),
}

impl Check {
    /// Whether it holds.
    pub fn holds(&self, scope: &Scope<'_>, view: &dyn RequestView) -> Result<bool, TemplateError> {
        let text =
            |text: Option<&str>| text.map_or(Value::Null, |text| Value::String(text.to_owned()));
        let context = &scope.call().context;
        let value = match &self.subject {
            // What is not there, is null.
            Subject::Member(path) => {
                let null = Value::Null;
                return Ok(self.test.holds(path.get(scope).unwrap_or(&null)));
            }
            Subject::Verb => text(Some(&context.verb)),
            Subject::Path => text(Some(view.path())),
            Subject::Header(name) => text(view.header(name)),
            Subject::Query(name) => text(view.query(name)),
            Subject::Cookie(name) => text(view.cookie(name)),
            Subject::User => text(context.caller.as_ref().map(|caller| caller.user.name.as_str())),
            Subject::Role => {
                let roles = context.caller.as_ref().map_or(&[][..], |caller| &caller.user.roles);
                let mut roles = roles.iter().map(|role| Value::String(role.clone()));
                return Ok(self.test.holds_for_any(&mut roles));
            }
            Subject::Tenant => text(Some(context.tenant().name())),
            Subject::Scenario => text(Some(&context.tenant().stubs().scenario())),
            Subject::Call => Value::Int(i64::try_from(scope.call().number).unwrap_or(i64::MAX)),
            Subject::Expression(template) => return Ok(template.value(scope)?.is_true()),
        };
        Ok(self.test.holds(&value))
    }

    /// What it wants, and what the request has, for the log: ``` `Age` must be 7, and is 8 ```.
    pub fn shown(&self, scope: &Scope<'_>, view: &dyn RequestView) -> String {
        if let Subject::Expression(_) = &self.subject {
            return format!("`{}` does not hold", self.name);
        }
        let wanted = format!("`{}` must {}", self.name, self.wanted);
        match self.found(scope, view) {
            Some(found) => {
                format!("{wanted}, and is {}", found.chars().take(80).collect::<String>())
            }
            None if matches!(self.subject, Subject::User | Subject::Role) => {
                format!("{wanted}, and nobody is signed in")
            }
            None => format!("{wanted}, and is not there"),
        }
    }

    /// What the request has.
    fn found(&self, scope: &Scope<'_>, view: &dyn RequestView) -> Option<String> {
        let context = &scope.call().context;
        let quoted = |text: &str| format!("{text:?}");
        let user = || context.caller.as_ref().map(|caller| &caller.user);
        match &self.subject {
            Subject::Member(path) => match path.get(scope).ok()? {
                Value::Null => None,
                Value::String(text) => Some(quoted(text)),
                _ => path.text(scope).ok(),
            },
            Subject::Header(name) => view.header(name).map(quoted),
            Subject::Query(name) => view.query(name).map(quoted),
            Subject::Cookie(name) => view.cookie(name).map(quoted),
            Subject::Verb => Some(quoted(&context.verb)),
            Subject::Path => Some(quoted(view.path())),
            Subject::Call => Some(scope.call().number.to_string()),
            Subject::Scenario => Some(quoted(&context.tenant().stubs().scenario())),
            Subject::Tenant => Some(quoted(context.tenant().name())),
            Subject::User => user().map(|user| quoted(&user.name)),
            Subject::Role => user().map(|user| user.roles.join(", ")),
            Subject::Expression(_) => None,
        }
    }
}
