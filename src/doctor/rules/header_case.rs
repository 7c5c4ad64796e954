//! Knows headers by their spelling.

use std::collections::BTreeSet;

use crate::doctor::{About, Case, Finding, Together};

pub const RULE: Together = Together {
    about: &About {
        name: "header-case",
        title: "Knows headers by their spelling",
        source: "Header names are alike in any case (RFC 9110 5.1), and of HTTP/2 they are in small letters (RFC 9113 8.2): a client that looks for Set-Cookie finds none.",
        remedy: "Look headers up in any case: by a library, or by names in small letters.",
    },
    look,
};

/// A client that keeps a session over HTTP/1 and loses it over HTTP/2.
fn look(cases: &[Case<'_>]) -> Vec<Finding> {
    let (mut keeps, mut findings) = (BTreeSet::new(), Vec::new());
    for (at, sign_in) in cases.iter().enumerate().filter(|(_, case)| case.is_sign_in()) {
        let client = sign_in.client();
        let next = cases[at + 1..]
            .iter()
            .find(|case| case.client() == client && case.entry.operation.is_some());
        let Some(next) = next else { continue };
        let is_small = sign_in.entry.version == "HTTP/2";
        if next.is_identified() && !is_small {
            keeps.insert(client);
        }
        if next.entry.status == 401 && !next.is_identified() && is_small && keeps.contains(&client)
        {
            findings.push(next.finding(format!(
                "{} comes without the session of exchange {}, whose answer named it `set-cookie`; \
                 that of HTTP/1 was kept",
                next.call(),
                sign_in.entry.number
            )));
        }
    }
    findings
}
