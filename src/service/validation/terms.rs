//! When rules of a member are checked, and how many of those that are broken are reported.

use super::condition::{Condition, Scope};
use super::demand::is_of_verb;
use super::rule::Subject;
use crate::service::FieldError;

/// Without any, rules are checked of every request, and all that are broken are reported.
#[derive(Debug, Clone, Default)]
pub(super) struct Terms {
    /// Requests with these verbs alone (FluentValidation's `RuleSet`).
    pub verbs: Vec<String>,
    /// Requests of which this holds (`When`).
    pub when: Option<Condition>,
    /// The first broken rule alone is reported (`CascadeMode.Stop`).
    pub stop: bool,
}

impl Terms {
    /// Whether the rules of a member are checked.
    pub fn hold(&self, subject: &Subject<'_>, verb: &str) -> bool {
        let scope = Scope { it: subject.value, dto: subject.dto };
        is_of_verb(&self.verbs, verb) && self.when.as_ref().is_none_or(|when| when.holds(scope))
    }

    /// Those broken rules that are reported.
    pub fn reported(
        &self,
        broken: impl Iterator<Item = FieldError>,
    ) -> impl Iterator<Item = FieldError> {
        broken.take(if self.stop { 1 } else { usize::MAX })
    }
}
