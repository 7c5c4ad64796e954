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

    /// What it wants, and what the request has, for the log.
    pub fn shown(&self, scope: &Scope<'_>, view: &dyn RequestView) -> String {
        let context = &scope.call().context;
        let found = match &self.subject {
            Subject::Member(path) => path.text(scope).unwrap_or_else(|_| "nothing".to_owned()),
            Subject::Header(name) => view.header(name).unwrap_or("nothing").to_owned(),
            Subject::Query(name) => view.query(name).unwrap_or("nothing").to_owned(),
            Subject::Cookie(name) => view.cookie(name).unwrap_or("nothing").to_owned(),
            Subject::Verb => context.verb.to_string(),
            Subject::Path => view.path().to_owned(),
            Subject::Call => scope.call().number.to_string(),
            Subject::Scenario => context.tenant().stubs().scenario(),
            Subject::Tenant => context.tenant().name().to_owned(),
            Subject::User | Subject::Role | Subject::Expression(_) => {
                return format!("`{}`", self.name);
            }
        };
        let found: String = found.chars().take(80).collect();
        format!("`{}` is {found:?}", self.name)
    }
}
