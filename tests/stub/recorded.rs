//! Recorded cases of a real 10.1.5 host, replayed against hosts made of its contract and files.
//!
//! Compared: status line, Content-Type, Vary, Location, and the body byte for byte; cookies where
//! the host sets none. What waits for the host's modern ways of signing in is named by its cause.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use serde::Deserialize;

#[derive(Deserialize)]
pub struct Case {
    pub topic: String,
    pub host: String,
    modes: Vec<String>,
    pub steps: Vec<Step>,
}

#[derive(Deserialize)]
pub struct Step {
    pub request: Request,
    response: Response,
}

#[derive(Debug, Deserialize)]
pub struct Request {
    pub method: String,
    pub target: String,
    headers: Vec<(String, String)>,
    pub body: Option<String>,
}

#[derive(Deserialize)]
struct Response {
    status: String,
    headers: Vec<(String, String)>,
    body: Option<String>,
}

/// Status line, headers, body.
type Answer = (String, Vec<(String, String)>, String);

const COMPARED: [&str; 5] =
    ["Content-Type", "Vary", "Location", "X-AutoBatch-Completed", "Content-Disposition"];

/// The cases of a file that the host without endpoint routing answered.
pub fn cases(file: &str) -> Vec<Case> {
    let path = format!("{}/fixtures/conformance/modern/{file}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let cases = text.lines().map(|line| serde_json::from_str::<Case>(line).unwrap());
    cases.filter(|case| case.modes.iter().any(|mode| mode == "classic")).collect()
}

/// A client with the cookies that it was given.
pub struct Client {
    address: SocketAddr,
    cookies: BTreeMap<String, String>,
    with_cookies: bool,
}

impl Client {
    pub fn of(address: SocketAddr, with_cookies: bool) -> Self {
        Self { address, cookies: BTreeMap::new(), with_cookies }
    }

    /// What is not as recorded; nothing when all is.
    pub fn differences(&mut self, step: &Step) -> Vec<String> {
        let answer = self.answer(&step.request);
        self.compared(step, answer)
    }

    /// Sends a request whose answer does not matter.
    pub fn send(&mut self, step: &Step) {
        self.answer(&step.request);
    }

    fn compared(&self, step: &Step, (status, headers, body): Answer) -> Vec<String> {
        let mut found = Vec::new();
        let mut compare = |what: &str, recorded: String, answered: String| {
            if recorded != answered {
                found.push(format!("{what}\n    recorded {recorded}\n    answered {answered}"));
            }
        };
        let recorded = &step.response;
        compare("status", recorded.status.trim().to_owned(), status.trim().to_owned());
        for name in COMPARED {
            let address = self.address.to_string();
            let hidden = |text: String| {
                let text = text.replace("{{host-%3a}}", "HOST").replace("{{host}}", "HOST");
                text.replace(&address, "HOST").replace(&address.replace(':', "%3a"), "HOST")
            };
            compare(name, hidden(all(&recorded.headers, name)), hidden(all(&headers, name)));
        }
        if self.with_cookies {
            compare(
                "Set-Cookie",
                all(&recorded.headers, "Set-Cookie"),
                all(&headers, "Set-Cookie"),
            );
        }
        let wanted = recorded.body.clone().unwrap_or_default();
        match wanted.as_str() {
            "(html page)" => {
                compare("page", "true".to_owned(), body.contains("<html").to_string());
            }
            _ => compare("body", self.filled(&wanted), body),
        }
        found
    }

    /// A text with what stands for its placeholders.
    fn filled(&self, text: &str) -> String {
        let named = self.cookies.iter();
        named.fold(text.to_owned(), |text, (name, value)| {
            text.replace(&format!("{{{{{name}}}}}"), value)
        })
    }

    fn answer(&mut self, request: &Request) -> Answer {
        let body = request.body.clone().unwrap_or_default();
        let mut text =
            format!("{} {} HTTP/1.1\r\nHost: {}\r\n", request.method, request.target, self.address);
        for (name, value) in &request.headers {
            text.push_str(&format!("{name}: {}\r\n", self.filled(value)));
        }
        if request.body.is_some() {
            text.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        text.push_str(&format!("Connection: close\r\n\r\n{body}"));
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.write_all(text.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let mut lines = head.lines();
        let status = lines.next().unwrap().to_owned();
        let pair = |line: &str| {
            line.split_once(": ").map(|(name, value)| (name.to_owned(), value.to_owned()))
        };
        let headers: Vec<(String, String)> = lines.filter_map(pair).collect();
        for (_, cookie) in
            headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie"))
        {
            if let Some((name, value)) =
                cookie.split(';').next().and_then(|pair| pair.split_once('='))
            {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        (status, headers, body.to_owned())
    }
}

fn all(headers: &[(String, String)], name: &str) -> String {
    let found = headers.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value.as_str()).collect::<Vec<_>>().join(" | ")
}
