//! Takes the redirect to the login page for data.

use crate::doctor::{About, Case, Finding, Together};

pub const RULE: Together = Together {
    about: &About {
        name: "login-page-as-data",
        title: "Takes the redirect to the login page for data",
        source: "A call without a session that accepts HTML is sent to /login with 302; the page behind it is 200 (recorded: B21 redirect to the login page: address).",
        remedy: "Send Accept: application/json, which is answered with 401, and do not follow redirects of calls.",
    },
    look,
};

fn look(cases: &[Case<'_>]) -> Vec<Finding> {
    let is_sent_away =
        |case: &&Case<'_>| case.entry.operation.is_some() && case.entry.status == 302;
    let mut findings = Vec::new();
    for (at, case) in cases.iter().enumerate().filter(|(_, case)| is_sent_away(case)) {
        let next = cases[at + 1..].iter().find(|next| next.client() == case.client());
        let follows = next.is_some_and(|next| next.path().ends_with("/login"));
        if follows && !case.is_browser() {
            findings.push(
                case.finding(format!("{} is sent to the login page, and follows", case.call())),
            );
        }
    }
    findings
}
