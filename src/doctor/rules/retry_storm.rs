//! Tries again at once, many times.

use chrono::TimeDelta;

use crate::doctor::{About, Case, Finding, Together};

pub const RULE: Together = Together {
    about: &About {
        name: "retry-storm",
        title: "Tries again at once, many times",
        source: "A host that is down comes back under the load of all its clients at once; 503 says Retry-After (RFC 9110 10.2.3).",
        remedy: "Wait longer before each try, with some chance, and give up after a while.",
    },
    look,
};

/// So many tries.
const MANY: usize = 4;

/// Less than this between two is no pause.
const PAUSE: TimeDelta = TimeDelta::milliseconds(100);

fn look(cases: &[Case<'_>]) -> Vec<Finding> {
    let failed = |case: &Case<'_>| case.entry.status >= 500 || case.entry.status == 429;
    let mut findings = Vec::new();
    for (at, case) in cases.iter().enumerate() {
        let own = cases[..at].iter().rev().filter(|before| before.client() == case.client());
        let mut since = case.entry.at;
        let tries = own.take_while(|before| {
            let gap = since - before.entry.at;
            since = before.entry.at;
            // A clock that stands tells nothing of pauses.
            failed(before) && case.repeats(before) && gap > TimeDelta::zero() && gap < PAUSE
        });
        if tries.count() + 1 == MANY {
            let reason = format!("{} is tried {MANY} times within less than 0.4 s", case.call());
            findings.push(case.finding(reason));
        }
    }
    findings
}
