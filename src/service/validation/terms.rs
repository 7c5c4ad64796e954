//! When rules of a member are checked, and how many of those that are broken are reported.

use std::fmt;
use std::sync::Arc;

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
    pub when: Option<When>,
    /// The first broken rule alone is reported (`CascadeMode.Stop`).
    pub stop: bool,
}

/// A condition on requests.
#[derive(Clone)]
pub(super) enum When {
    /// As a file says it.
    Script(Condition),
    /// As code says it.
    Code(Arc<dyn Fn(&Subject<'_>) -> bool + Send + Sync>),
    /// Both hold.
    Both(Box<[When; 2]>),
}

impl fmt::Debug for When {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Script(condition) => condition.fmt(out),
            Self::Code(_) => out.write_str("code"),
            Self::Both(both) => both.fmt(out),
        }
    }
}

impl When {
    fn holds(&self, subject: &Subject<'_>) -> bool {
        match self {
            Self::Script(condition) => {
                condition.holds(Scope { it: subject.value, dto: subject.dto })
            }
            Self::Code(test) => test(subject),
            Self::Both(both) => both.iter().all(|when| when.holds(subject)),
        }
    }
}

impl Terms {
    /// Whether the rules of a member are checked.
    pub fn hold(&self, subject: &Subject<'_>, verb: &str) -> bool {
        is_of_verb(&self.verbs, verb) && self.when.as_ref().is_none_or(|when| when.holds(subject))
    }

    /// Those broken rules that are reported.
    pub fn reported(
        &self,
        broken: impl Iterator<Item = FieldError>,
    ) -> impl Iterator<Item = FieldError> {
        broken.take(if self.stop { 1 } else { usize::MAX })
    }
}
