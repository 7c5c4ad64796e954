//! Goes on after an error as if nothing was.

use crate::doctor::{About, Case, Finding, Together};

pub const RULE: Together = Together {
    about: &About {
        name: "ignored-error",
        title: "Goes on after an error as if nothing was",
        source: "What a host refuses with 4xx it refuses again: ResponseStatus says why (docs.servicestack.net/error-handling).",
        remedy: "Read ResponseStatus.ErrorCode and Message, tell them to the user, and change the request.",
    },
    look,
};

/// So many times the same request, and the same refusal.
const MANY: usize = 3;

fn look(cases: &[Case<'_>]) -> Vec<Finding> {
    let refused = |case: &&Case<'_>| {
        case.entry.operation.is_some() && (400..500).contains(&case.entry.status)
    };
    let mut findings = Vec::new();
    for (at, case) in cases.iter().enumerate().filter(|(_, case)| refused(case)) {
        let own = cases[..at].iter().rev().filter(|before| before.client() == case.client());
        let alike = own.take_while(|before| case.repeats(before) && refused(before)).count();
        if alike + 1 == MANY {
            let code = case.entry.error_code.as_deref().unwrap_or("none");
            findings.push(case.finding(format!(
                "{} is refused with {} (ErrorCode {code}) for the third time in a row",
                case.call(),
                case.entry.status
            )));
        }
    }
    findings
}
