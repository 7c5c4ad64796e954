//! The recorded exchanges.

use std::fs;

use serde::Deserialize;

/// One exchange with a recorded host.
#[derive(Deserialize)]
pub struct Exchange {
    pub host: String,
    pub request: Request,
    pub response: Response,
}

#[derive(Deserialize)]
pub struct Request {
    pub method: String,
    pub target: String,
    pub headers: serde_json::Map<String, serde_json::Value>,
    pub body: Option<String>,
}

#[derive(Deserialize)]
pub struct Response {
    pub status: String,
    pub headers: Vec<(String, String)>,
    pub body: Option<String>,
}

pub fn all() -> Vec<Exchange> {
    let lines = fs::read_to_string("fixtures/conformance/http-exchanges.jsonl")
        .expect("the recordings can be read");
    lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("each line is an exchange"))
        .collect()
}
