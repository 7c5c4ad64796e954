//! `validate` and `requires`.

use super::Compiler;
use crate::nearest::nearest;
use crate::service::validation::{Checks, Stated};
use crate::stub::document::{Document, Part, RuleDocument};
use crate::stub::mistake::Fault;
use crate::stub::scope::member_of;
use crate::stub::tree::{Kind, Node};

impl Compiler<'_> {
    /// What requests must be; none when the file says nothing of it. Rules stand in the order of
    /// the members.
    pub(super) fn checks_of(
        &self,
        document: &Document,
        root: &Node,
    ) -> Result<Option<Checks>, Fault> {
        let (contract, operation) = (self.contract(), self.operation());
        let mut checks = Checks { opens: document.requires.is_some(), ..Checks::default() };
        for (place, Part(node)) in document.requires.iter().flatten().enumerate() {
            let path = format!("requires[{place}]");
            let demands = self.stated(node, &path, |stated| stated.demands(contract, operation))?;
            checks.demands.extend(demands);
        }
        let members = &contract.dto(operation.request).members;
        let mut ruled = Vec::with_capacity(document.validate.len());
        for (name, Part(node)) in &document.validate {
            ruled.push((self.ruled(name, root.get("validate").unwrap_or(node))?, name, node));
        }
        ruled.sort_by_key(|(place, ..)| *place);
        for (place, name, node) in ruled {
            let (member, path) = (&members[place], format!("validate.{name}"));
            let mut rules = Vec::new();
            for (node, path) in each(node, &path) {
                rules.extend(
                    self.stated(node, &path, |stated| stated.rules(contract, operation, member))?,
                );
            }
            checks.add_rules(&member.name, rules);
        }
        Ok(Some(checks).filter(|checks| checks.opens || !checks.is_empty()))
    }

    /// The place of a member that has rules.
    fn ruled(&self, name: &str, validate: &Node) -> Result<usize, Fault> {
        let (contract, operation) = (self.contract(), self.operation());
        member_of(contract, operation.request, name).ok_or_else(|| {
            let names =
                contract.dto(operation.request).members.iter().map(|member| member.name.as_str());
            let reason = match nearest(name, names) {
                Some(near) => {
                    format!(
                        "`validate.{name}` is no member of {}; did you mean `{near}`?",
                        operation.name
                    )
                }
                None => format!("`validate.{name}` is no member of {}", operation.name),
            };
            Fault::at(validate.get(name).unwrap_or(validate).at, reason)
        })
    }

    /// What a rule makes, with its place in faults.
    fn stated<T>(
        &self,
        node: &Node,
        path: &str,
        made: impl Fn(&Stated<'_>) -> Result<Vec<T>, String>,
    ) -> Result<Vec<T>, Fault> {
        let fault = |reason: String| Fault::at(node.at, format!("`{path}`: {reason}"));
        let rule = match &node.kind {
            Kind::Text(text) => {
                RuleDocument { validator: Some(text.clone()), ..RuleDocument::default() }
            }
            Kind::Table(_) => {
                node.read().map_err(|inner| Fault { at: inner.at, ..fault(inner.reason) })?
            }
            _ => {
                return Err(fault(format!("expected a text or an object, found {}", node.words())));
            }
        };
        let (validator, condition) = (rule.validator.as_deref(), rule.condition.as_deref());
        if validator.is_none() && condition.is_none() {
            return Err(fault("it has neither `validator` nor `condition`".to_owned()));
        }
        if rule.status.is_some() && !path.starts_with("requires") {
            return Err(fault("`status` goes with `requires`; broken rules are 400".to_owned()));
        }
        if let Some(status) = rule.status.filter(|status| !(400..=599).contains(status)) {
            return Err(fault(format!("`status` is from 400 to 599, found {status}")));
        }
        let (code, message, status) = (rule.code.as_deref(), rule.message.as_deref(), rule.status);
        made(&Stated { validator, condition, code, message, status }).map_err(fault)
    }
}

/// One rule, or those of a list.
fn each<'n>(node: &'n Node, path: &str) -> Vec<(&'n Node, String)> {
    match &node.kind {
        Kind::List(items) => {
            let item = |(place, item): (usize, &'n Node)| (item, format!("{path}[{place}]"));
            items.iter().enumerate().map(item).collect()
        }
        _ => vec![(node, path.to_owned())],
    }
}
