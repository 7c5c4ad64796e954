//! Recorded exchanges.

use std::collections::BTreeMap;

use serde::Deserialize;

/// One request and its recorded answer.
#[derive(Deserialize)]
pub struct Exchange {
    /// What was asked about.
    pub topic: String,
    /// `A`, `A-debug`, `B`, `C` or `D`.
    pub host: String,
    /// The request.
    pub request: Request,
    /// The recorded answer.
    pub response: Response,
}

/// A request as it was sent.
#[derive(Deserialize)]
pub struct Request {
    /// Verb.
    pub method: String,
    /// Path and query, unescaped as sent.
    pub target: String,
    /// Headers beside Host, Content-Length and Connection.
    pub headers: BTreeMap<String, String>,
    /// Body; `None` when no Content-Length was sent either.
    pub body: Option<String>,
}

/// A recorded answer.
#[derive(Deserialize)]
pub struct Response {
    /// The status line.
    pub status: String,
    /// Headers in order.
    pub headers: Vec<(String, String)>,
    /// Body; for pages only their size.
    pub body: Option<String>,
}

impl Exchange {
    /// The request in one line, by which exceptions name it.
    pub fn name(&self) -> String {
        let Request { method, target, headers, body } = &self.request;
        let headers: String =
            headers.iter().map(|(name, value)| format!(" {name}={value}")).collect();
        let body = body.as_ref().map(|body| format!(" {body:?}")).unwrap_or_default();
        format!("{} {method} {target}{headers}{body}", self.host)
    }
}

/// Reads a file of exchanges, one a line.
pub fn read(path: &str) -> Vec<Exchange> {
    let text = std::fs::read_to_string(path).expect("the file of exchanges can be read");
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| serde_json::from_str(line).expect("each line is an exchange")).collect()
}
