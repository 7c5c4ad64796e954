//! Sends a body whose type the host does not know.

use crate::doctor::{About, Case, Each};
use crate::journal::Bound;

pub const RULE: Each = Each {
    about: &About {
        name: "body-of-no-format",
        title: "Sends a body whose type the host does not know",
        source: "A body of another type than JSON, JSV, XML, CSV or a form is not read: the request has its defaults (recorded: sweep bodies and content types).",
        remedy: "Send Content-Type: application/json; fetch and curl send another type where none is given.",
    },
    look,
};

fn look(case: &Case<'_>) -> Option<String> {
    let Bound::Dto { contract, .. } = case.entry.requests().first()? else { return None };
    let operation = contract.operation(case.entry.operation.as_deref()?)?;
    let own = case.header("content-type").unwrap_or("none");
    let is_form = own.contains("form");
    let is_read = operation.raw || is_form || case.notation().is_some();
    (!is_read && !case.body().is_empty())
        .then(|| format!("the body of {} has the type `{own}`", case.call()))
}
