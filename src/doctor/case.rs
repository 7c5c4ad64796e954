//! An exchange as rules look at it: its request taken apart.

use std::net::IpAddr;

use super::Finding;
use crate::journal::Entry;
use crate::wire::Format;

/// An exchange, and its request taken apart.
pub struct Case<'a> {
    /// The exchange.
    pub entry: &'a Entry,
    headers: Vec<(&'a str, &'a str)>,
    body: &'a [u8],
}

/// Who sends: an address and a program.
pub type Client<'a> = (Option<IpAddr>, &'a str);

impl<'a> Case<'a> {
    /// Takes the request apart.
    pub fn of(entry: &'a Entry) -> Self {
        let (head, body) = entry.request.unmasked_parts();
        let lines = head.split(|byte| *byte == b'\n').skip(1);
        let lines = lines.filter_map(|line| std::str::from_utf8(line).ok());
        let pair = |line: &'a str| line.split_once(':').map(|(name, text)| (name, text.trim()));
        let headers = lines.filter_map(pair).collect();
        Self { entry, headers, body }
    }

    /// The value of a header, by its name in any case.
    pub fn header(&self, name: &str) -> Option<&'a str> {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, text)| *text)
    }

    /// The body; empty where it is not all there, or comes in pieces or packed.
    pub fn body(&self) -> &'a [u8] {
        let is_plain =
            self.header("transfer-encoding").is_none() && self.header("content-encoding").is_none();
        let is_there = self.entry.request.is_whole() && !self.entry.request.is_cut();
        if is_plain && is_there { self.body } else { &[] }
    }

    /// The body as text, if it is one.
    pub fn text(&self) -> &'a str {
        std::str::from_utf8(self.body()).unwrap_or_default()
    }

    /// Path without query.
    pub fn path(&self) -> &str {
        self.entry.path()
    }

    /// What follows `?`.
    pub fn query(&self) -> &str {
        self.entry.target.split_once('?').map_or("", |(_, query)| query)
    }

    /// The format of `/{format}/reply/…` and `/{format}/oneway/…`, if the path is one.
    pub fn endpoint(&self) -> Option<Format> {
        let path = self.path().strip_prefix(&self.entry.site).unwrap_or(self.path());
        let mut parts = path.trim_start_matches('/').split('/');
        let format = Format::from_name(parts.next()?)?;
        matches!(parts.next()?, "reply" | "oneway").then_some(format)
    }

    /// Whether the path begins with `/api/`.
    pub fn is_api(&self) -> bool {
        let path = self.path().strip_prefix(&self.entry.site).unwrap_or(self.path());
        path.starts_with("/api/")
    }

    /// The format that the end of the path asks for.
    pub fn suffix(&self) -> Option<Format> {
        let last = self.path().rsplit('/').next()?;
        Format::from_name(last.rsplit_once('.')?.1)
    }

    /// How the body is written, if it is in a known format.
    pub fn notation(&self) -> Option<Format> {
        let own = self.header("content-type").and_then(Format::from_request_type);
        self.endpoint().filter(|format| *format != Format::Html).or(own)
    }

    /// Whether the body is a form.
    pub fn is_form(&self) -> bool {
        self.header("content-type").is_some_and(|own| {
            own.starts_with("application/x-www-form-urlencoded")
                || own.starts_with("multipart/form-data")
        })
    }

    /// The body as JSON, where it is meant to be.
    pub fn json(&self) -> Option<serde_json::Value> {
        let is_json = self.notation() == Some(Format::Json);
        serde_json::from_slice(self.body()).ok().filter(|_| is_json)
    }

    /// Whether it was answered with a page.
    pub fn is_page(&self) -> bool {
        let (head, _) = self.entry.answer.unmasked_parts();
        let head = String::from_utf8_lossy(head).to_ascii_lowercase();
        head.lines().any(|line| line.starts_with("content-type: text/html"))
    }

    /// Whether a person with a browser sends it.
    pub fn is_browser(&self) -> bool {
        self.header("user-agent").is_some_and(|agent| agent.starts_with("Mozilla/"))
    }

    /// Who sends it.
    pub fn client(&self) -> Client<'a> {
        let address = self.entry.peer.map(|peer| peer.ip());
        (address, self.header("user-agent").unwrap_or_default())
    }

    /// Whether it brings a session or credentials.
    pub fn is_identified(&self) -> bool {
        let has_session = |cookies: &str| cookies.contains("ss-id=") || cookies.contains("ss-pid=");
        self.header("cookie").is_some_and(has_session)
            || ["authorization", "x-ss-id", "x-ss-pid", "x-api-key"]
                .iter()
                .any(|name| self.header(name).is_some())
    }

    /// Whether it signs in, and may.
    pub fn is_sign_in(&self) -> bool {
        let is_logout = self.path().ends_with("/logout");
        self.is_of_authenticate() && self.entry.status == 200 && !is_logout
    }

    /// Whether it signs in or out, or asks who is signed in.
    pub fn is_of_authenticate(&self) -> bool {
        self.entry.operation.as_deref() == Some("Authenticate")
    }

    /// Whether the client cannot know what became of it.
    pub fn is_lost(&self) -> bool {
        self.entry.status >= 500 || !self.entry.answer.is_whole() || self.entry.delivery.is_some()
    }

    /// Whether the same was asked before: target and body alike.
    pub fn repeats(&self, before: &Self) -> bool {
        self.client() == before.client()
            && self.entry.verb == before.entry.verb
            && self.entry.target == before.entry.target
            && self.body == before.body
    }

    /// Verb and path with masked secrets, for sentences.
    pub fn call(&self) -> String {
        format!("{} {}", self.entry.verb, self.entry.shown_target())
    }

    /// A finding in this exchange.
    pub fn finding(&self, reason: impl Into<String>) -> Finding {
        // A client may send anything, and a terminal may show it.
        let plain = |c: char| if c.is_control() { '\u{FFFD}' } else { c };
        let reason = reason.into().chars().map(plain).collect();
        Finding { exchange: self.entry.number, reason }
    }
}
