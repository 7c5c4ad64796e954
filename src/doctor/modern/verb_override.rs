//! Says another verb by X-Http-Method-Override.

use crate::doctor::{About, Case, Each};

pub const RULE: Each = Each {
    about: &About {
        name: "verb-override",
        title: "Says another verb by X-Http-Method-Override",
        source: "Endpoint routing chooses by the real verb: 405 (recorded of 10.1.5; docs.servicestack.net/endpoint-routing).",
        remedy: "Send the verb itself.",
    },
    look,
};

fn look(case: &Case<'_>) -> Option<String> {
    let verb = case.header("x-http-method-override")?;
    Some(format!("{} says {verb} by a header", case.call()))
}
