//! The doctor: what a client does wrong, seen by its exchanges. docs/doctor.md is the reference.
//!
//! A [`Rule`] looks at entries of a [journal](crate::journal) and finds what a real host punishes,
//! or would if the network were worse. Rules are functions of the entries alone.
//!
//! ```
//! use servicestack_emulator::doctor::{Scope, examine};
//!
//! assert!(examine(&[], Scope::Classic).is_healthy());
//! ```

mod case;
mod finding;
mod junit;
mod modern;
mod rules;
mod typed;

pub use case::Case;
pub use finding::{About, Diagnosis, Finding, Report};
pub use junit::junit;

use std::sync::Arc;

use crate::journal::Entry;

/// So many findings of a rule are kept; further ones are counted.
const MOST: usize = 10;

/// What one kind of fault is known by.
pub trait Rule: Sync {
    /// What it is about.
    fn about(&self) -> &'static About;

    /// The findings, in the order of the exchanges, the oldest first.
    fn look(&self, cases: &[Case<'_>]) -> Vec<Finding>;
}

/// A rule that looks at each exchange of an operation alone.
struct Each {
    about: &'static About,
    /// What is wrong with the exchange, in a sentence.
    look: fn(&Case<'_>) -> Option<String>,
}

impl Rule for Each {
    fn about(&self) -> &'static About {
        self.about
    }

    fn look(&self, cases: &[Case<'_>]) -> Vec<Finding> {
        let called = cases.iter().filter(|case| case.entry.operation.is_some());
        called.filter_map(|case| Some(case.finding((self.look)(case)?))).collect()
    }
}

/// A rule that looks at exchanges beside each other.
struct Together {
    about: &'static About,
    look: fn(&[Case<'_>]) -> Vec<Finding>,
}

impl Rule for Together {
    fn about(&self) -> &'static About {
        self.about
    }

    fn look(&self, cases: &[Case<'_>]) -> Vec<Finding> {
        (self.look)(cases)
    }
}

/// Which hosts the client is to work with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// 5.x, as the recorded host.
    Classic,
    /// 10.x with endpoint routing and System.Text.Json as well: what it would refuse.
    Modern,
}

/// The rules of a scope.
pub fn rules(scope: Scope) -> Vec<&'static dyn Rule> {
    let modern: &[&dyn Rule] = if scope == Scope::Modern { &modern::ALL } else { &[] };
    rules::ALL.iter().chain(modern).copied().collect()
}

/// Looks at exchanges, the oldest first.
pub fn examine(entries: &[Arc<Entry>], scope: Scope) -> Report {
    let cases: Vec<Case<'_>> = entries.iter().map(|entry| Case::of(entry)).collect();
    let diagnosis = |rule: &&dyn Rule| {
        let mut findings = rule.look(&cases);
        let count = findings.len();
        findings.truncate(MOST);
        Diagnosis { about: rule.about(), findings, count }
    };
    Report { exchanges: cases.len(), diagnoses: rules(scope).iter().map(diagnosis).collect() }
}
