//! Signs in before every call.

use std::collections::BTreeMap;

use crate::doctor::{About, Case, Finding, Together};

pub const RULE: Together = Together {
    about: &About {
        name: "sign-in-on-every-call",
        title: "Signs in before every call",
        source: "A real host checks the password with a slow hash and begins a session each time; sessions live for days (recorded: sign-in and sessions).",
        remedy: "Sign in once, keep the cookies, and sign in again when a call is answered with 401.",
    },
    look,
};

/// So many sign-ins one after the other, with at most a call between two.
const MANY: usize = 3;

fn look(cases: &[Case<'_>]) -> Vec<Finding> {
    let mut seen: BTreeMap<_, (usize, usize)> = BTreeMap::new();
    let mut findings = Vec::new();
    for case in cases.iter().filter(|case| case.entry.operation.is_some()) {
        let (sign_ins, calls) = seen.entry(case.client()).or_default();
        if !case.is_sign_in() {
            *calls += 1;
            continue;
        }
        *sign_ins = if *calls <= 1 { *sign_ins + 1 } else { 1 };
        *calls = 0;
        if *sign_ins >= MANY {
            let reason = format!("sign-in number {sign_ins} with at most one call after each");
            findings.push(case.finding(reason));
        }
    }
    findings
}
