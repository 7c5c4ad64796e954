//! Reads a whole list again and again.

use std::collections::BTreeMap;

use crate::doctor::{About, Case, Finding, Together};

pub const RULE: Together = Together {
    about: &About {
        name: "whole-list",
        title: "Reads a whole list again and again",
        source: "A list of all coupons is made, sent and read for one of them; AutoQuery and the operations of one coupon ask for one (docs.servicestack.net/autoquery).",
        remedy: "Ask for the one you need, or keep the list.",
    },
    look,
};

/// A longer answer is a whole list.
const LONG: u64 = 64 << 10;

/// So many times.
const MANY: usize = 3;

fn look(cases: &[Case<'_>]) -> Vec<Finding> {
    let mut reads: BTreeMap<_, usize> = BTreeMap::new();
    let mut findings = Vec::new();
    for case in cases.iter().filter(|case| is_list(case)) {
        let count = reads.entry((case.client(), &case.entry.target)).or_default();
        *count += 1;
        if *count == MANY {
            let length = case.entry.answer.length();
            let reason = format!("{} is read for the third time, {length} bytes", case.call());
            findings.push(case.finding(reason));
        }
    }
    findings
}

fn is_list(case: &Case<'_>) -> bool {
    case.entry.operation.is_some()
        && case.entry.verb.eq_ignore_ascii_case("GET")
        && case.entry.answer.length() > LONG
}
