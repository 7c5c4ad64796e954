//! Sends a body in chunks, without its length.

use crate::doctor::{About, Case, Each};

pub const RULE: Each = Each {
    about: &About {
        name: "chunked-body",
        title: "Sends a body in chunks, without its length",
        source: "5.9.1 on .NET Framework looks for Content-Length and takes a chunked body for none (recorded: C1 chunked bodies).",
        remedy: "Send Content-Length: give the client the whole body, not a stream.",
    },
    look,
};

fn look(case: &Case<'_>) -> Option<String> {
    let coding = case.header("transfer-encoding")?;
    coding.to_ascii_lowercase().contains("chunked").then(|| {
        format!("the body of {} comes in chunks: the real host does not read it", case.call())
    })
}
