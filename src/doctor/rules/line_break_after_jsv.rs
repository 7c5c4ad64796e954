//! Ends a JSV body with a line break.

use crate::doctor::{About, Case, Each};
use crate::wire::Format;

pub const RULE: Each = Each {
    about: &About {
        name: "line-break-after-jsv",
        title: "Ends a JSV body with a line break",
        source: "5.9.1 reads the line break as text behind the object: 500 (recorded: 1 jsv body).",
        remedy: "Send the JSV text without a line break behind it.",
    },
    look,
};

fn look(case: &Case<'_>) -> Option<String> {
    let is_jsv = case.notation() == Some(Format::Jsv);
    let ends = case.body().last().is_some_and(|byte| matches!(byte, b'\n' | b'\r'));
    (is_jsv && ends).then(|| format!("the body of {} ends with a line break", case.call()))
}
