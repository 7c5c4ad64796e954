//! Repeats a change under another id, or without one.

use serde_json::{Map, Value};

use crate::doctor::{About, Case, Finding, Together};
use crate::journal::Bound;

pub const RULE: Together = Together {
    about: &About {
        name: "repeated-change",
        title: "Repeats a change under another id, or without one",
        source: "A repetition with the same ActivateId or SpendId gives the same coupon; with another one, or none, the first one is lost (recorded of ActivateCoupon; docs/hosts.md).",
        remedy: "Draw the id once, keep it with the receipt, and send it again until an answer comes.",
    },
    look,
};

/// Members by which a repetition is known.
const IDS: [&str; 2] = ["ActivateId", "SpendId"];

/// After an exchange whose end the client cannot know, the same request but for its id.
fn look(cases: &[Case<'_>]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at, lost) in cases.iter().enumerate().filter(|(_, case)| case.is_lost()) {
        let Some((asked, before)) = change(lost) else { continue };
        let next = cases[at + 1..].iter().filter(|case| case.client() == lost.client());
        let next = next.filter(|case| case.entry.operation == lost.entry.operation);
        let again = next.filter_map(|case| Some((case, change(case)?)));
        // The first one alone: later ones may be new changes.
        let Some((case, (_, after))) = again.take(1).find(|(_, (other, _))| *other == asked) else {
            continue;
        };
        if after.is_none() || after != before {
            let how = if after.is_none() { "without an id" } else { "with another id" };
            let number = lost.entry.number;
            findings.push(case.finding(format!(
                "{} asks again {how} what exchange {number} asked, whose answer was not had",
                case.call()
            )));
        }
    }
    findings
}

/// The members of a request that has such an id, without it, and the id.
fn change(case: &Case<'_>) -> Option<(Map<String, Value>, Option<Value>)> {
    let Bound::Dto { contract, object } = case.entry.requests().first()? else { return None };
    let dto = contract.dto(object.dto);
    let name = IDS.into_iter().find(|name| dto.member(name).is_some())?;
    let mut members = case.entry.requests().first()?.members();
    let id = members.remove(name).filter(|id| !is_empty(id));
    Some((members, id))
}

fn is_empty(id: &Value) -> bool {
    id.as_str().is_none_or(|text| text.bytes().all(|byte| matches!(byte, b'0' | b'-')))
}
