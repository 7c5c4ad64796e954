//! A recorded case: one request, or several that belong together.

use std::fmt::Write as _;
use std::io::Read as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use super::comparison::Difference;
use super::placeholders::Placeholders;

/// A body announced as chunked is sent in pieces of this size.
const CHUNK: usize = 7;

/// Requests in order, each on a connection of its own.
#[derive(Deserialize)]
pub struct Case {
    /// What it is about.
    pub topic: String,
    /// `A`, `B`, `C` or `D`, or the name of a host of its own.
    pub host: String,
    /// The hosts that answer so: `classic`, `endpoints`. None where only one was recorded.
    pub modes: Option<Vec<String>>,
    /// What the client does, in order.
    pub steps: Vec<Step>,
}

/// One thing that a client does.
#[derive(Deserialize)]
#[serde(untagged)]
pub enum Step {
    /// Opens a stream of events and leaves it open.
    Stream {
        /// Its name in this case.
        stream: String,
        /// How it begins.
        #[serde(flatten)]
        call: Call,
    },
    /// Reads what a stream has next.
    Read {
        /// The stream.
        read: String,
        /// The events that came.
        events: Vec<String>,
    },
    /// Closes a stream.
    Close {
        /// The stream.
        close: String,
    },
    /// A request that is answered whole.
    Call(Call),
}

/// One request and its recorded answer.
#[derive(Deserialize)]
pub struct Call {
    /// The request.
    pub request: Request,
    /// The recorded answer.
    pub response: Response,
}

impl Call {
    /// Request and answer line by line, as docs/wire/recorded-modern.md shows them.
    pub fn lines(&self) -> Vec<String> {
        let header = |of: &str, (name, value): &(String, String)| format!("{of} {name}: {value}");
        let body = |of: &str, body: &Body| body.body.as_ref().map(|text| format!("{of} | {text}"));
        let Request { method, target, headers, .. } = &self.request;
        let mut lines = vec![format!("> {method} {target}"), format!("< {}", self.response.status)];
        lines.extend(headers.iter().map(|pair| header(">", pair)));
        lines.extend(self.response.headers.iter().map(|pair| header("<", pair)));
        lines.extend(body(">", &self.request.body));
        lines.extend(body("<", &self.response.body));
        lines
    }
}

impl Step {
    /// The request, if it has one.
    fn request(&self) -> Option<&Request> {
        match self {
            Self::Stream { call, .. } | Self::Call(call) => Some(&call.request),
            Self::Read { .. } | Self::Close { .. } => None,
        }
    }
}

/// A request with placeholders.
#[derive(Deserialize)]
pub struct Request {
    /// The whole message as Latin-1, in the place of all else.
    raw: Option<String>,
    /// Verb.
    #[serde(default)]
    pub method: String,
    /// Path and query as sent.
    #[serde(default)]
    target: String,
    /// Headers beside Host, Content-Length and Connection.
    #[serde(default)]
    headers: Vec<(String, String)>,
    #[serde(flatten)]
    body: Body,
}

/// An answer with placeholders.
#[derive(Deserialize)]
pub struct Response {
    /// The status line.
    pub status: String,
    /// Headers in order.
    pub headers: Vec<(String, String)>,
    /// What stands in tokens that were new in it.
    pub tokens: Option<serde_json::Value>,
    #[serde(flatten)]
    body: Body,
}

#[derive(Deserialize)]
struct Body {
    body: Option<String>,
    body_base64: Option<String>,
}

impl Body {
    fn bytes(&self) -> Option<Vec<u8>> {
        let encoded = self.body_base64.as_ref();
        let decoded = encoded.map(|text| STANDARD.decode(text).expect("recorded as base64"));
        decoded.or_else(|| self.body.as_ref().map(|text| text.clone().into_bytes()))
    }
}

impl Response {
    /// The body; `None` where it is not compared.
    pub fn body(&self) -> Option<Vec<u8>> {
        self.body.bytes()
    }
}

impl Request {
    /// The bytes to send, for a connection that ends with the answer.
    pub fn on_the_wire(&self, placeholders: &Placeholders) -> Vec<u8> {
        self.sent("close", placeholders)
    }

    /// The bytes to send, for a connection that stays.
    pub fn of_a_stream(&self, placeholders: &Placeholders) -> Vec<u8> {
        self.sent("keep-alive", placeholders)
    }

    fn sent(&self, connection: &str, placeholders: &Placeholders) -> Vec<u8> {
        if let Some(raw) = &self.raw {
            let latin = |letter: char| u8::try_from(letter).expect("recorded as Latin-1");
            return placeholders.fill(raw).chars().map(latin).collect();
        }
        let fill = |text: &str| placeholders.fill(text);
        let mut head = format!("{} {} HTTP/1.1\r\n", self.method, fill(&self.target));
        if !self.names("host") {
            write!(head, "Host: {}\r\n", placeholders.host()).expect("a text takes everything");
        }
        head.extend(
            self.headers.iter().map(|(name, value)| format!("{name}: {}\r\n", fill(value))),
        );
        let body = match &self.body.body {
            Some(text) if self.body.body_base64.is_none() => Some(fill(text).into_bytes()),
            _ => self.body.bytes(),
        };
        let body =
            body.map(|body| if self.names("transfer-encoding") { chunked(&body) } else { body });
        if let (Some(body), false) =
            (&body, self.names("transfer-encoding") || self.names("content-length"))
        {
            write!(head, "Content-Length: {}\r\n", body.len()).expect("a text takes everything");
        }
        if !self.names("connection") {
            write!(head, "Connection: {connection}\r\n").expect("a text takes everything");
        }
        head.push_str("\r\n");
        [head.into_bytes(), body.unwrap_or_default()].concat()
    }

    /// All texts of it as recorded.
    pub fn texts(&self) -> String {
        let headers = self.headers.iter().map(|(_, value)| value.as_str());
        let body = self.body.body.as_deref().unwrap_or_default();
        headers.chain([self.target.as_str(), body]).collect::<Vec<_>>().join("\n")
    }

    fn names(&self, header: &str) -> bool {
        self.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case(header))
    }
}

fn chunked(body: &[u8]) -> Vec<u8> {
    let piece =
        |piece: &[u8]| [format!("{:x}\r\n", piece.len()).as_bytes(), piece, b"\r\n"].concat();
    let mut pieces: Vec<u8> = body.chunks(CHUNK).flat_map(piece).collect();
    pieces.extend_from_slice(b"0\r\n\r\n");
    pieces
}

impl Case {
    /// What distinguishes it from others: topic, host, and verb, address and text of the first
    /// request.
    pub fn name(&self) -> String {
        let first = self.steps.iter().find_map(Step::request);
        let Request { method, target, body, .. } = first.expect("a case has a request");
        let body = body
            .body
            .as_ref()
            .or(body.body_base64.as_ref())
            .map(String::as_str)
            .unwrap_or_default();
        format!("{} | {} | {method} {target} {}", self.topic, self.host, body.escape_debug())
    }

    /// The requests up to the one that is answered otherwise, and how it is.
    pub fn shown(&self, step: usize, found: &[Difference]) -> String {
        let mut text = format!("{} host {}, step {}\n", self.topic, self.host, step + 1);
        for request in self.steps[..=step].iter().filter_map(Step::request) {
            let Request { method, target, headers, body, .. } = request;
            text += &format!("  {method} {target} {headers:?} {:?}\n", body.body);
        }
        text + &found.iter().map(ToString::to_string).collect::<String>()
    }
}

/// Reads a file of cases, one a line; gzipped where the name says so.
pub fn read(path: &str) -> Vec<Case> {
    let bytes = std::fs::read(path).expect("the file of cases can be read");
    let mut text = String::new();
    if path.ends_with(".gz") {
        flate2::read::GzDecoder::new(bytes.as_slice())
            .read_to_string(&mut text)
            .expect("gzipped text");
    } else {
        text = String::from_utf8(bytes).expect("the cases are text");
    }
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| serde_json::from_str(line).expect("each line is a case")).collect()
}
