//! Sends a password or key in the address.

use crate::doctor::{About, Case, Each};
use crate::journal::is_secret;

pub const RULE: Each = Each {
    about: &About {
        name: "secret-in-address",
        title: "Sends a password or key in the address",
        source: "Addresses stand in the logs of hosts and proxies and in the history of browsers (RFC 9110 17.9).",
        remedy: "Send it in the body of a POST, or as the header Authorization.",
    },
    look,
};

fn look(case: &Case<'_>) -> Option<String> {
    let names = case.query().split('&').filter_map(|pair| pair.split('=').next());
    let name = names.into_iter().find(|name| is_secret(name))?;
    Some(format!("the query string of {} has `{name}`", case.path()))
}
