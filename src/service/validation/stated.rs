//! Checks that a person writes beside an operation: `validate` and `requires` of a stub.

use super::Rules;
use super::call::Call;
use super::checks::Checks;
use super::condition::Condition;
use super::demand::Demand;
use super::named::Ruled;
use super::rule::Rule;
use super::when;
use crate::contract::{Contract, Member, Operation};
use crate::nearest::nearest;

/// Validators of the call as a whole.
const DEMANDS: [&str; 7] = [
    "IsAuthenticated",
    "IsAdmin",
    "HasRole",
    "HasRoles",
    "HasPermission",
    "HasPermissions",
    "ApiKey",
];

/// A rule as it is written: validators, or a condition; with a code and a message of one's own.
#[derive(Debug, Clone, Default)]
pub struct Stated<'t> {
    /// `NotEmpty`, `[NotNull,Length(3,5)]`.
    pub validator: Option<&'t str>,
    /// `it.isOdd()`.
    pub condition: Option<&'t str>,
    /// The ErrorCode in the place of the validator's.
    pub code: Option<&'t str>,
    /// The message in the place of the validator's.
    pub message: Option<&'t str>,
    /// The status, of demands on the call as a whole.
    pub status: Option<u16>,
}

impl Stated<'_> {
    /// The rules for a member.
    ///
    /// # Errors
    /// What is not understood or does not fit the member, in one sentence.
    pub fn rules(
        &self,
        contract: &Contract,
        operation: &Operation,
        member: &Member,
    ) -> Result<Vec<Rule>, String> {
        let ruled = Ruled { contract, name: &member.name, ty: &member.ty };
        let mut rules = Vec::new();
        for call in self.validator.map(Call::read).transpose()?.unwrap_or_default() {
            rules.push(ruled.rule(&call)?);
        }
        if let Some(text) = self.condition {
            rules.push(when(Condition::read(text, contract, operation.request, Some(&member.ty))?));
        }
        let own = |rule: Rule| {
            let rule = self.code.iter().fold(rule, |rule, code| rule.with_code(code));
            self.message.iter().fold(rule, |rule, message| rule.with_message(message))
        };
        Ok(rules.into_iter().map(own).collect())
    }

    /// The demands on the call as a whole.
    ///
    /// # Errors
    /// What is not understood, in one sentence.
    pub fn demands(
        &self,
        contract: &Contract,
        operation: &Operation,
    ) -> Result<Vec<Demand>, String> {
        let mut demands = Vec::new();
        for call in self.validator.map(Call::read).transpose()?.unwrap_or_default() {
            demands.extend(Demand::named(&call).ok_or_else(|| no_demand(&call))?);
        }
        if let Some(text) = self.condition {
            demands.push(Demand::condition(Condition::read(
                text,
                contract,
                operation.request,
                None,
            )?));
        }
        let reported = super::demand::Reported {
            status: self.status,
            code: self.code.map(str::to_owned),
            message: self.message.map(str::to_owned),
        };
        Ok(demands.into_iter().map(|demand| demand.reporting(reported.clone())).collect())
    }
}

fn no_demand(call: &Call) -> String {
    if DEMANDS.contains(&call.name.as_str()) {
        return format!("`{}` cannot be checked so", call.text());
    }
    match nearest(&call.name, DEMANDS) {
        Some(near) => format!("there is no `{}`; did you mean `{near}`?", call.name),
        None => format!("there is no `{}`; there are {}", call.name, DEMANDS.join(", ")),
    }
}

impl Checks {
    /// Adds rules for a member.
    pub fn add_rules(&mut self, member: &str, rules: Vec<Rule>) {
        let known: Rules = std::mem::take(&mut self.rules);
        self.rules = known.member(member, rules);
    }
}
