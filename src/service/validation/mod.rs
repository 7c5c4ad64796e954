//! Rules that a request must keep before its service sees it, with ServiceStack's codes, messages
//! and placeholders (docs/wire/http.md#validation; FluentValidation 8 as recorded from 5.9.1).
//!
//! Rules read like a sentence and are checked in the order in which they are written; every broken
//! one is reported:
//!
//! ```
//! use servicestack_emulator::service::validation::{Rules, email, inclusive_between, not_empty};
//!
//! let rules = Rules::new()
//!     .member("Age", [inclusive_between(1, 120)])
//!     .member("Email", [not_empty().with_message("{PropertyName} is needed"), email()])
//!     .each("Inners", Rules::new().member("Name", [not_empty()]));
//! # drop(rules);
//! ```

mod attributes;
mod call;
mod checks;
mod clr_text;
mod comparison;
mod condition;
mod demand;
mod email;
mod length;
mod membership;
mod named;
mod order;
mod pattern;
mod placeholder;
mod precision;
mod presence;
mod rule;
mod script;
mod stated;
mod terms;

pub use attributes::NotUnderstood;
pub use call::{Argument, Call};
pub use checks::{Checks, NotMet, SessionUse};
pub use comparison::{
    equal, exclusive_between, greater_than, greater_than_or_equal, inclusive_between, less_than,
    less_than_or_equal, not_equal,
};
pub use condition::Condition;
pub use demand::{Asking, Demand, Unmet};
pub use email::email;
pub use length::{exact_length, length, max_length, min_length};
pub use membership::{is_enum_name, is_in_enum, must, when};
pub use order::Comparand;
pub use pattern::{credit_card, matches};
pub use placeholder::Placeholder;
pub use precision::scale_precision;
pub use presence::{empty, not_empty, not_null, null};
pub use rule::{Broken, Rule, Subject};
pub use stated::{Group, RuledPath, Stated};

use rule::Spot;
use terms::{Terms, When};

use crate::contract::{Contract, DtoId, TypeRef};
use crate::service::FieldError;
use crate::value::{Object, Value};
use crate::wire::Dialect;

/// The rules of one request DTO, in the order in which they are checked.
#[derive(Default)]
pub struct Rules {
    steps: Vec<Step>,
}

/// The rules of one member.
struct Step {
    member: String,
    check: Check,
    terms: Terms,
}

enum Check {
    /// The member's value.
    Value(Vec<Rule>),
    /// Each item of the list that the member holds.
    Items(Vec<Rule>),
    /// The members of the object that the member holds.
    Within(Rules),
    /// The members of each object in the list that the member holds.
    Each(Rules),
}

/// A rule speaks of a member that its DTO does not have: a mistake in the host, not in a request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{dto} has no member {member} that rules could be checked on")]
pub struct UnknownMember {
    /// The DTO.
    pub dto: String,
    /// The member as the rules name it.
    pub member: String,
}

/// Where the checked object stands in the request.
struct Place<'a> {
    contract: &'a Contract,
    /// How Meta writes values.
    dialect: &'a Dialect,
    /// `Inner.` or `Inners[0].`; empty at the root.
    prefix: String,
    /// The place in the innermost list.
    index: Option<usize>,
    /// The verb of the request.
    verb: &'a str,
}

impl Rules {
    /// No rules yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds rules for the value of a member. The member is found by its wire name without regard to
    /// case.
    #[must_use]
    pub fn member(self, name: &str, rules: impl IntoIterator<Item = Rule>) -> Self {
        self.with(name, Check::Value(rules.into_iter().collect()))
    }

    /// Adds rules for the members of a nested object; a null object keeps them.
    #[must_use]
    pub fn within(self, name: &str, rules: Rules) -> Self {
        self.with(name, Check::Within(rules))
    }

    /// Adds rules for the members of every object in a list; null objects and a null list keep
    /// them.
    #[must_use]
    pub fn each(self, name: &str, rules: Rules) -> Self {
        self.with(name, Check::Each(rules))
    }

    /// Adds rules for every item of a list.
    #[must_use]
    pub fn items(self, name: &str, rules: impl IntoIterator<Item = Rule>) -> Self {
        self.with(name, Check::Items(rules.into_iter().collect()))
    }

    /// Adds rules for the value of a member, of which the first broken one alone is reported
    /// (`CascadeMode.Stop`).
    #[must_use]
    pub fn first_of(self, name: &str, rules: impl IntoIterator<Item = Rule>) -> Self {
        let mut rules = self.member(name, rules);
        rules.steps.iter_mut().last().into_iter().for_each(|step| step.terms.stop = true);
        rules
    }

    /// Adds rules for requests with these verbs alone (`RuleSet`).
    #[must_use]
    pub fn for_verbs(mut self, verbs: &[&str], mut rules: Rules) -> Self {
        for step in &mut rules.steps {
            step.terms.verbs = verbs.iter().map(|verb| (*verb).to_owned()).collect();
        }
        self.steps.extend(rules.steps);
        self
    }

    /// Adds rules for requests of which this holds (`When`): it sees each member that the rules are
    /// for, and the object that has it.
    #[must_use]
    pub fn when(
        mut self,
        holds: impl Fn(&Subject<'_>) -> bool + Send + Sync + 'static,
        mut rules: Rules,
    ) -> Self {
        let holds = When::Code(std::sync::Arc::new(holds));
        for step in &mut rules.steps {
            step.terms.when = Some(match step.terms.when.take() {
                Some(inner) => When::Both(Box::new([holds.clone(), inner])),
                None => holds.clone(),
            });
        }
        self.steps.extend(rules.steps);
        self
    }

    fn with(mut self, name: &str, check: Check) -> Self {
        self.steps.push(Step { member: name.to_owned(), check, terms: Terms::default() });
        self
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Every broken rule, in rule order, but for those of certain verbs.
    pub fn check(&self, contract: &Contract, request: &Object) -> Vec<FieldError> {
        self.check_of(contract, request, "", &Dialect::default())
    }

    /// Every broken rule for requests of this verb, in rule order.
    pub fn check_of(
        &self,
        contract: &Contract,
        request: &Object,
        verb: &str,
        dialect: &Dialect,
    ) -> Vec<FieldError> {
        let mut errors = Vec::new();
        let place = Place { contract, dialect, prefix: String::new(), index: None, verb };
        self.check_at(&place, request, &mut errors);
        errors
    }

    /// Whether every member that the rules speak of exists. To be called once, when a host starts.
    ///
    /// # Errors
    /// The first member that does not.
    pub fn fit(&self, contract: &Contract, dto: DtoId) -> Result<(), UnknownMember> {
        for step in &self.steps {
            let unknown = |dto| UnknownMember { dto, member: step.member.clone() };
            let member = contract
                .dto(dto)
                .member(&step.member)
                .ok_or_else(|| unknown(contract.dto(dto).type_name.name.clone()))?;
            match (&step.check, &member.ty) {
                (Check::Value(_), _) | (Check::Items(_), TypeRef::List(..)) => {}
                (Check::Within(rules), TypeRef::Dto(inner)) => rules.fit(contract, *inner)?,
                (Check::Each(rules), TypeRef::List(_, item)) => match &**item {
                    TypeRef::Dto(inner) => rules.fit(contract, *inner)?,
                    _ => return Err(unknown(format!("an item of {}", step.member))),
                },
                _ => return Err(unknown(contract.dto(dto).type_name.name.clone())),
            }
        }
        Ok(())
    }

    fn check_at(&self, place: &Place<'_>, object: &Object, errors: &mut Vec<FieldError>) {
        let dto = place.contract.dto(object.dto);
        for step in &self.steps {
            let Some(place_of) = dto.place_of(&step.member) else { continue };
            let (member, value) = (&dto.members[place_of], &object.members[place_of]);
            let (contract, dialect) = (place.contract, place.dialect);
            let (name, ty) = (&member.name, &member.ty);
            let subject = Subject { name, value, ty, contract, dialect, dto: object };
            step.check(place, &subject, errors);
        }
    }
}

impl Step {
    fn check(&self, place: &Place<'_>, subject: &Subject<'_>, errors: &mut Vec<FieldError>) {
        if !self.terms.hold(subject, place.verb) {
            return;
        }
        match (&self.check, subject.value) {
            (Check::Value(rules), _) => {
                let broken = rules.iter().filter_map(|rule| rule.check(subject, &place.spot()));
                errors.extend(self.terms.reported(broken));
            }
            (Check::Items(rules), Value::List(items)) => {
                let TypeRef::List(_, ty) = subject.ty else { return };
                for (index, value) in items.iter().enumerate() {
                    let item = Subject { value, ty, ..*subject };
                    let spot = Spot { item: Some(index), ..place.spot() };
                    let broken = rules.iter().filter_map(|rule| rule.check(&item, &spot));
                    errors.extend(self.terms.reported(broken));
                }
            }
            (Check::Within(rules), Value::Object(inner)) => {
                rules.check_at(
                    &place.inside(&format!("{}.", subject.name), place.index),
                    inner,
                    errors,
                );
            }
            (Check::Each(rules), Value::List(items)) => {
                for (index, item) in items.iter().enumerate() {
                    let Value::Object(inner) = item else { continue };
                    rules.check_at(
                        &place.inside(&format!("{}[{index}].", subject.name), Some(index)),
                        inner,
                        errors,
                    );
                }
            }
            _ => {}
        }
    }
}

impl Place<'_> {
    fn inside(&self, step: &str, index: Option<usize>) -> Self {
        let prefix = format!("{}{step}", self.prefix);
        Place { prefix, index, ..*self }
    }

    fn spot(&self) -> Spot<'_> {
        Spot { prefix: &self.prefix, index: self.index, item: None }
    }
}
