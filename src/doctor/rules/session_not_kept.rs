//! Signs in and does not keep the session.

use crate::doctor::{About, Case, Finding, Together};

pub const RULE: Together = Together {
    about: &About {
        name: "session-not-kept",
        title: "Signs in and does not keep the session",
        source: "A real host knows the caller by the cookies ss-id and ss-pid that it sets; without them a protected operation is 401 (recorded sign-ins).",
        remedy: "Keep the cookies of the sign-in, or send its SessionId as the header X-ss-id.",
    },
    look,
};

fn look(cases: &[Case<'_>]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at, sign_in) in cases.iter().enumerate().filter(|(_, case)| case.is_sign_in()) {
        let of_client =
            |case: &&Case<'_>| case.client() == sign_in.client() && case.entry.operation.is_some();
        let Some(next) = cases[at + 1..].iter().find(of_client) else { continue };
        // A sign-in that fails says nothing of the one before.
        if next.is_of_authenticate() {
            continue;
        }
        if next.entry.status == 401 && !next.is_identified() {
            let number = sign_in.entry.number;
            findings.push(next.finding(format!(
                "{} comes without a session after the sign-in of exchange {number}, and is 401",
                next.call()
            )));
        }
    }
    findings
}
