//! Checks that a contract's attributes name: `[Validate("…")]`, `[ValidateNotEmpty]`,
//! `[ValidateIsAuthenticated]`,
//! `[ValidateRequest(Condition = "…")]`, `[RequiredRole]` …
//!
//! Protection that is not understood closes its operation. A rule for a member that is not
//! understood is not checked. Both are reported.

use super::call::{Argument, Call};
use super::checks::{Checks, asks_more};
use super::condition::Condition;
use super::demand::{Demand, Reported};
use super::named::{Ruled, is_known};
use super::rule::Rule;
use super::when;
use crate::contract::{Argument as Given, Attribute, Contract, Dto, Member, Operation, Property};
use crate::value::Value;

/// An attribute that was not understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotUnderstood {
    /// `Hello`, or `Hello.Name`.
    pub place: String,
    /// What it is, and what follows.
    pub reason: String,
}

/// Words in the names of attributes that say who may call, in any case.
const PROTECTING: [&str; 8] =
    ["validate", "auth", "require", "restrict", "permission", "role", "secur", "scope"];

/// An attribute of a class that sounds like protection and is none.
const HARMLESS: &str = "Author";

fn sounds_protecting(name: &str) -> bool {
    let name = name.to_lowercase();
    PROTECTING.iter().any(|word| name.contains(word))
}

impl Checks {
    /// What the attributes of an operation demand, and which of them are not understood.
    pub fn of(contract: &Contract, operation: &Operation) -> (Self, Vec<NotUnderstood>) {
        let mut reader =
            Reader { contract, operation, checks: Self::default(), reported: Vec::new() };
        let dto = contract.dto(operation.request);
        let written: Vec<Attribute> = dto.attributes.iter().map(Attribute::as_written).collect();
        for (attribute, written) in dto.attributes.iter().zip(&written) {
            reader.protection(&attribute.name, written);
        }
        if operation.requires_api_key && !reader.checks.ask_for_key() {
            reader.checks.demands.push(Demand::api_key(None));
        }
        for member in &dto.members {
            reader.member(dto, member);
        }
        let Reader { mut checks, reported, .. } = reader;
        checks.filtered =
            asks_more(operation, &checks.demands) || written.iter().any(Attribute::filters_callers);
        (checks, reported)
    }
}

struct Reader<'c> {
    contract: &'c Contract,
    operation: &'c Operation,
    checks: Checks,
    reported: Vec<NotUnderstood>,
}

impl Reader<'_> {
    /// An attribute of the request class, by the document's name and as C# code has it.
    fn protection(&mut self, name: &str, attribute: &Attribute) {
        match self.demands(attribute) {
            Ok(demands) => self.checks.demands.extend(demands),
            Err(reason) => {
                let place = self.operation.name.clone();
                let closed =
                    format!("{place} is closed: the emulator cannot check [{name}], {reason}");
                let reason = format!("closed, for the emulator cannot check [{name}], {reason}");
                self.reported.push(NotUnderstood { place, reason });
                self.checks.closed.get_or_insert(closed);
            }
        }
    }

    fn demands(&self, attribute: &Attribute) -> Result<Vec<Demand>, String> {
        let name = attribute.name.as_str();
        let texts = || {
            positional(attribute)
                .into_iter()
                .map(|text| Argument::Value(Value::String(text)))
                .collect()
        };
        let named = |name: &str, args| {
            let call = Call { name: name.to_owned(), args };
            Demand::named(&call).ok_or_else(|| format!("`{}` is not known", call.text()))
        };
        match name {
            "ValidateRequest" => self.request(attribute),
            // Checked as the document's own, for all verbs.
            "Authenticate" if self.operation.requires_auth => Ok(Vec::new()),
            "Authorize" if self.operation.requires_auth && attribute.is_bare() => Ok(Vec::new()),
            "RequiredRole" if known(attribute, &self.operation.required_roles) => Ok(Vec::new()),
            "RequiredPermission" if known(attribute, &self.operation.required_permissions) => {
                Ok(Vec::new())
            }
            "RequiresAnyRole" if known(attribute, &self.operation.requires_any_role) => {
                Ok(Vec::new())
            }
            "RequiresAnyPermission"
                if known(attribute, &self.operation.requires_any_permission) =>
            {
                Ok(Vec::new())
            }
            "Restrict"
                if attribute.args.iter().all(|arg| arg.name == "VisibilityTo")
                    && attribute.constructor_args.is_empty() =>
            {
                Ok(Vec::new())
            }
            HARMLESS => Ok(Vec::new()),
            name => match name.strip_prefix("Validate") {
                Some(validator) => named(validator, texts()),
                None if sounds_protecting(name) => Err("which is not known".to_owned()),
                None => Ok(Vec::new()),
            },
        }
    }

    /// `[ValidateRequest("IsAdmin")]`, `[ValidateRequest(Condition = "dto.A < 10", StatusCode =
    /// 409)]`.
    fn request(&self, attribute: &Attribute) -> Result<Vec<Demand>, String> {
        let Said { validator, condition, reported } = Said::of(attribute);
        let mut demands = Vec::new();
        for call in validator.map(|text| Call::read(&text)).transpose()?.unwrap_or_default() {
            let of_call = Demand::named(&call);
            demands.extend(of_call.ok_or_else(|| format!("`{}` is not known", call.text()))?);
        }
        if let Some(text) = condition {
            let condition = Condition::read(&text, self.contract, self.operation.request, None);
            demands.push(Demand::condition(
                condition.map_err(|reason| format!("`{text}`: {reason}"))?,
            ));
        }
        if demands.is_empty() {
            return Err("which says nothing".to_owned());
        }
        Ok(demands.into_iter().map(|demand| demand.reporting(reported.clone())).collect())
    }

    /// The attributes of a member, which may be a base class's.
    fn member(&mut self, dto: &Dto, member: &Member) {
        let declaring = self.contract.dto(member.declared_by);
        let property =
            |dto: &Dto| dto.properties.iter().find(|property| is_of(property, member)).cloned();
        let Some(property) = property(declaring).or_else(|| property(dto)) else { return };
        let mut rules = Vec::new();
        for attribute in
            property.attributes.iter().filter(|attribute| attribute.name.starts_with("Validate"))
        {
            match self.rules(attribute, member) {
                Ok(made) => rules.extend(made),
                Err(reason) => self.reported.push(NotUnderstood {
                    place: format!("{}.{}", self.operation.name, member.name),
                    reason: format!("[{}] is not checked: {reason}", attribute.name),
                }),
            }
        }
        if !rules.is_empty() {
            self.checks.add_rules(&member.name, rules);
        }
    }

    fn rules(&self, attribute: &Attribute, member: &Member) -> Result<Vec<Rule>, String> {
        let ruled = Ruled {
            contract: self.contract,
            holder: self.operation.request,
            any_case: false,
            name: &member.name,
            ty: &member.ty,
        };
        if attribute.name != "Validate" {
            let name = attribute.name.trim_start_matches("Validate").to_owned();
            let name = if is_known(&name) { name } else { format!("Validate{name}") };
            return Ok(vec![ruled.rule(&Call { name, args: typed(attribute) })?]);
        }
        let Said { validator, condition, reported } = Said::of(attribute);
        let mut rules = Vec::new();
        for call in validator.map(|text| Call::read(&text)).transpose()?.unwrap_or_default() {
            rules.push(ruled.rule(&call)?);
        }
        if let Some(text) = condition {
            let read = Condition::read(&text, self.contract, member.declared_by, Some(&member.ty));
            let read = read.or_else(|_| {
                Condition::read(&text, self.contract, self.operation.request, Some(&member.ty))
            });
            rules.push(when(read.map_err(|reason| format!("`{text}`: {reason}"))?));
        }
        let reported = |rule: Rule| {
            let rule = reported.code.iter().fold(rule, |rule, code| rule.with_code(code));
            reported.message.iter().fold(rule, |rule, message| rule.with_message(message))
        };
        Ok(rules.into_iter().map(reported).collect())
    }
}

fn is_of(property: &Property, member: &Member) -> bool {
    property.on_the_wire() == member.name || property.name == member.name
}

/// What `[Validate]` and `[ValidateRequest]` say.
struct Said {
    validator: Option<String>,
    condition: Option<String>,
    reported: Reported,
}

impl Said {
    fn of(attribute: &Attribute) -> Self {
        let named = |name: &str| {
            let of_name = attribute.args.iter().find(|arg| arg.name.eq_ignore_ascii_case(name));
            of_name.map(|arg| arg.value.clone()).filter(|value| !value.is_empty())
        };
        let joined = |name: &str, sign: &str| {
            let list: Vec<String> = serde_json::from_str(&named(name)?).ok()?;
            let each: Vec<String> = list.iter().map(|text| format!("({text})")).collect();
            (!each.is_empty()).then(|| each.join(sign))
        };
        let all = || joined("AllConditions", " && ").or_else(|| joined("Conditions", " && "));
        let condition = named("Condition").or_else(all).or_else(|| joined("AnyConditions", " || "));
        let first = || positional(attribute).into_iter().next();
        Self {
            validator: named("Validator").or_else(first),
            condition,
            reported: Reported {
                status: named("StatusCode").and_then(|text| text.parse().ok()),
                code: named("ErrorCode"),
                message: named("Message"),
            },
        }
    }
}

/// Arguments that are given by their place; newer documents name the parameters.
fn given(attribute: &Attribute) -> impl Iterator<Item = &Given> {
    attribute
        .constructor_args
        .iter()
        .chain(attribute.args.iter().filter(|_| attribute.name != "ValidateRequest"))
}

fn positional(attribute: &Attribute) -> Vec<String> {
    match attribute.name.as_str() {
        "Validate" | "ValidateRequest" => {
            attribute.constructor_args.iter().flat_map(Given::texts).collect()
        }
        _ => attribute.texts(),
    }
}

/// The same as numbers, where the document says that they are.
fn typed(attribute: &Attribute) -> Vec<Argument> {
    let value = |argument: &Given| match argument.type_name.name.as_str() {
        "String" | "Char" => Value::String(argument.value.clone()),
        "Boolean" => Value::Bool(argument.value.eq_ignore_ascii_case("true")),
        _ => argument
            .value
            .parse()
            .map_or_else(|_| Value::String(argument.value.clone()), Value::Decimal),
    };
    given(attribute).map(|argument| Argument::Value(value(argument))).collect()
}

/// Whether the operation lists what an attribute requires: then it is checked as the document's
/// own.
fn known(attribute: &Attribute, listed: &[String]) -> bool {
    let wanted = positional(attribute);
    !wanted.is_empty() && wanted.iter().all(|wanted| listed.contains(wanted))
}
