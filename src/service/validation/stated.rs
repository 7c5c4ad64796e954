//! Checks that a person writes beside an operation: `validate` and `requires` of a stub.

use super::call::Call;
use super::checks::Checks;
use super::condition::Condition;
use super::demand::Demand;
use super::named::{Ruled, bare};
use super::rule::Rule;
use super::terms::{Terms, When};
use super::{Check, Rules, Step, when};
use crate::contract::{Contract, DtoId, Operation, TypeRef};
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
    /// Of requests with these verbs alone.
    pub verbs: &'t [String],
    /// Of requests of which this condition holds.
    pub when: Option<&'t str>,
    /// Of several validators the first broken one alone is reported.
    pub stop: bool,
    /// Whether texts that differ in case alone are equal.
    pub any_case: bool,
    /// The member's name in messages.
    pub name: Option<&'t str>,
    /// The field that is to blame, in the place of the member.
    pub field: Option<&'t str>,
    /// All of Meta.
    pub meta: Option<&'t [(String, String)]>,
}

/// A member that rules are for: `Name`, `Address.City`, `Lines[].Quantity`, `Tags[]`.
#[derive(Debug, Clone)]
pub struct RuledPath {
    /// The member of each object on the way, and whether each item of its list is meant.
    steps: Vec<(String, bool)>,
    /// Where these members stand in their classes.
    places: Vec<usize>,
    /// The class of the last member.
    holder: DtoId,
    /// The type of what is checked.
    ty: TypeRef,
}

/// Rules that hang together.
#[derive(Default)]
pub struct Group {
    rules: Vec<Rule>,
    terms: Terms,
}

impl RuledPath {
    /// # Errors
    /// What is no member, or no list, in one sentence.
    pub fn read(contract: &Contract, dto: DtoId, path: &str) -> Result<Self, String> {
        let mut read =
            Self { steps: Vec::new(), places: Vec::new(), holder: dto, ty: TypeRef::Dto(dto) };
        for step in path.split('.') {
            let (name, of_items) =
                step.strip_suffix("[]").map_or((step, false), |name| (name, true));
            read.step(contract, name, of_items)?;
        }
        Ok(read)
    }

    fn step(&mut self, contract: &Contract, name: &str, of_items: bool) -> Result<(), String> {
        let Some(dto) = class_of(contract, &self.ty) else {
            let ty = contract.type_text(&self.ty);
            return Err(match bare(&self.ty) {
                TypeRef::List(..) => format!("it is a list: write `[]` before `.{name}`"),
                _ => format!("{ty} has no member `{name}`"),
            });
        };
        let class = contract.dto(dto);
        let found = class.members.iter().position(|member| member.name == name);
        let place = found.or_else(|| class.place_of(name)).ok_or_else(|| {
            let names = class.members.iter().map(|member| member.name.as_str());
            let class = &class.type_name.name;
            match nearest(name, names) {
                Some(near) => format!("`{name}` is no member of {class}; did you mean `{near}`?"),
                None => format!("`{name}` is no member of {class}"),
            }
        })?;
        let member = &class.members[place];
        let ty = match (&member.ty, of_items) {
            (TypeRef::List(_, item), true) => (**item).clone(),
            (ty, true) => return Err(format!("{name} is {}, no list", contract.type_text(ty))),
            (ty, false) => ty.clone(),
        };
        self.steps.push((member.name.clone(), of_items));
        self.places.push(place);
        (self.holder, self.ty) = (dto, ty);
        Ok(())
    }

    /// By which rules are put into the order of the members.
    pub fn places(&self) -> &[usize] {
        &self.places
    }

    /// Whether it is an object with members, or a list of such objects.
    pub fn has_members(&self, contract: &Contract) -> bool {
        match bare(&self.ty) {
            TypeRef::List(_, item) => class_of(contract, item).is_some(),
            ty => class_of(contract, ty).is_some(),
        }
    }

    /// Whether it is a list.
    pub fn is_list(&self) -> bool {
        matches!(bare(&self.ty), TypeRef::List(..))
    }

    /// The rules at their place below the request.
    fn step_of(&self, group: Group) -> Step {
        let Group { rules, terms } = group;
        let mut steps = self.steps.iter().rev();
        let (member, check) = match steps.next() {
            Some((member, true)) => (member.clone(), Check::Items(rules)),
            Some((member, false)) => (member.clone(), Check::Value(rules)),
            None => (String::new(), Check::Value(rules)),
        };
        steps.fold(Step { member, check, terms }, |inner, (member, of_items)| {
            let rules = Rules { steps: vec![inner] };
            let check = if *of_items { Check::Each(rules) } else { Check::Within(rules) };
            Step { member: member.clone(), check, terms: Terms::default() }
        })
    }
}

fn class_of(contract: &Contract, ty: &TypeRef) -> Option<DtoId> {
    match bare(ty) {
        TypeRef::Dto(id) if contract.dto(*id).enumeration().is_none() => Some(*id),
        _ => None,
    }
}

impl Stated<'_> {
    /// The rules for a member.
    ///
    /// # Errors
    /// What is not understood or does not fit the member, in one sentence.
    pub fn rules(&self, contract: &Contract, path: &RuledPath) -> Result<Group, String> {
        let (holder, ty) = (path.holder, &path.ty);
        let name = path.steps.last().map_or("", |(name, _)| name.as_str());
        let ruled = Ruled { contract, holder, name, ty, any_case: self.any_case };
        let mut rules = Vec::new();
        for call in self.validator.map(Call::read).transpose()?.unwrap_or_default() {
            if self.any_case && !matches!(&*call.name, "Equal" | "NotEqual") {
                return Err(format!("`any_case` goes with Equal and NotEqual, not {}", call.name));
            }
            rules.push(ruled.rule(&call)?);
        }
        if let Some(text) = self.condition {
            rules.push(when(Condition::read(text, contract, holder, Some(ty))?));
        }
        let own = |rule: Rule| {
            let rule = self.code.iter().fold(rule, |rule, code| rule.with_code(code));
            let rule = self.message.iter().fold(rule, |rule, message| rule.with_message(message));
            let rule = self.name.iter().fold(rule, |rule, name| rule.with_name(name));
            let rule = self.field.iter().fold(rule, |rule, field| rule.with_field(field));
            self.meta.iter().fold(rule, |rule, meta| rule.with_meta(meta.to_vec()))
        };
        let read = |text: &str| Condition::read(text, contract, holder, Some(ty));
        let when = self.when.map(read).transpose().map_err(|reason| format!("`when`: {reason}"))?;
        let when = when.map(When::Script);
        let terms = Terms { verbs: self.verbs.to_vec(), when, stop: self.stop };
        Ok(Group { rules: rules.into_iter().map(own).collect(), terms })
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
        let own = |demand: Demand| demand.reporting(reported.clone()).of_verbs(self.verbs.to_vec());
        Ok(demands.into_iter().map(own).collect())
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

    /// Adds rules for a member, or for one that is nested in it.
    pub fn add_group(&mut self, path: &RuledPath, group: Group) {
        self.rules.steps.push(path.step_of(group));
    }
}
