//! `validate` and `requires`.

use super::Compiler;
use crate::nearest::nearest;
use crate::service::validation::{Checks, RuledPath, Stated};
use crate::stub::document::{Document, Part, RuleDocument};
use crate::stub::mistake::Fault;
use crate::stub::tree::{Kind, Node};

/// The verbs that rules may be for.
const VERBS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

impl Compiler<'_> {
    /// What requests must be, and how long answers are kept; none when the file says nothing of it.
    /// Rules stand in the order of the members, those for certain verbs behind the others.
    pub(super) fn checks_of(
        &self,
        document: &Document,
        root: &Node,
    ) -> Result<Option<Checks>, Fault> {
        let (contract, operation) = (self.contract(), self.operation());
        let cache = document.cache.as_ref().map(|cache| self.cache(cache, root)).transpose()?;
        let opens = document.requires.is_some();
        let mut checks = Checks { opens, cache, ..Checks::default() };
        for (place, Part(node)) in document.requires.iter().flatten().enumerate() {
            let path = format!("requires[{place}]");
            let demands = self.stated(node, &path, |stated| stated.demands(contract, operation))?;
            checks.demands.extend(demands);
        }
        let mut ruled = Vec::with_capacity(document.validate.len());
        if let Some(validate) = root.get("validate") {
            for (name, Part(_)) in &document.validate {
                let node = validate.get(name).unwrap_or(validate);
                self.ruled(name, node, &mut ruled)?;
            }
        }
        ruled.sort_by(|(one, ..), (other, ..)| one.places().cmp(other.places()));
        let mut groups = Vec::new();
        for (member, name, node) in &ruled {
            for (node, path) in each(node, &format!("validate.{name}")) {
                let of_verbs = node.get("verbs").is_some();
                let group = self.stated(node, &path, |stated| stated.rules(contract, member))?;
                groups.push((of_verbs, member, group));
            }
        }
        groups.sort_by_key(|(of_verbs, ..)| *of_verbs);
        groups.into_iter().for_each(|(_, member, group)| checks.add_group(member, group));
        Ok(Some(checks).filter(|checks| !checks.is_empty()))
    }

    /// The members that have rules: one, or those of an object.
    fn ruled<'n>(
        &self,
        name: &str,
        node: &'n Node,
        found: &mut Vec<(RuledPath, String, &'n Node)>,
    ) -> Result<(), Fault> {
        let contract = self.contract();
        let path = RuledPath::read(contract, self.operation().request, name)
            .map_err(|reason| Fault::at(node.at, format!("`validate.{name}`: {reason}")))?;
        match &node.kind {
            Kind::Table(members) if is_nested(node) && path.has_members(contract) => {
                let name = if path.is_list() { format!("{name}[]") } else { name.to_owned() };
                for (member, node) in members {
                    self.ruled(&format!("{name}.{member}"), node, found)?;
                }
            }
            _ => found.push((path, name.to_owned(), node)),
        }
        Ok(())
    }

    /// What a rule makes, with its place in faults.
    fn stated<T>(
        &self,
        node: &Node,
        path: &str,
        made: impl Fn(&Stated<'_>) -> Result<T, String>,
    ) -> Result<T, Fault> {
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
        self.check_terms(&rule, path.starts_with("requires")).map_err(fault)?;
        let meta: Option<Vec<_>> = rule.meta.map(|meta| meta.into_iter().collect());
        made(&Stated {
            validator,
            condition,
            code: rule.code.as_deref(),
            message: rule.message.as_deref(),
            status: rule.status,
            verbs: &rule.verbs,
            when: rule.when.as_deref(),
            stop: rule.stop,
            any_case: rule.any_case,
            name: rule.name.as_deref(),
            field: rule.field.as_deref(),
            meta: meta.as_deref(),
        })
        .map_err(fault)
    }

    /// Verbs that there are, and nothing about members in what is required of the whole call.
    fn check_terms(&self, rule: &RuleDocument, of_call: bool) -> Result<(), String> {
        let RuleDocument { verbs, when, stop, any_case, name, field, meta, .. } = rule;
        if let Some(verb) = verbs.iter().find(|verb| !VERBS.contains(&verb.as_str())) {
            return Err(match nearest(verb, VERBS) {
                Some(near) => format!("there is no verb {verb}; did you mean {near}?"),
                None => format!("there is no verb {verb}; there are {}", VERBS.join(", ")),
            });
        }
        let of_members = [
            ("when", when.is_some()),
            ("stop", *stop),
            ("any_case", *any_case),
            ("name", name.is_some()),
            ("field", field.is_some()),
            ("meta", meta.is_some()),
        ];
        match of_members.iter().find(|(_, is)| *is && of_call) {
            Some((member, _)) => Err(format!("`{member}` goes with `validate`")),
            None => Ok(()),
        }
    }
}

/// Whether an object holds rules of members, and is no rule itself.
fn is_nested(node: &Node) -> bool {
    node.get("validator").is_none() && node.get("condition").is_none()
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
