//! A kept request as it is sent again.

use std::collections::HashMap;

use memchr::memmem;

use crate::http::decoded;
use crate::journal::{Entry, Message};

/// Cookies of a session.
const COOKIES: [&str; 2] = ["ss-id=", "ss-pid="];

/// What says for whom a request is and when its connection ends; the replay decides it.
const DECIDED: [&str; 3] = ["connection", "x-emulator-tenant", "expect"];

/// Session ids and addresses of before, with those that took their place.
#[derive(Debug, Default)]
pub struct Renewal(HashMap<Vec<u8>, Vec<u8>>);

impl Renewal {
    /// Paths that name one tenant name the other.
    pub fn is_for(&mut self, before: &str, now: &str) {
        self.0.insert(format!("/_t/{before}").into_bytes(), format!("/_t/{now}").into_bytes());
    }

    /// The bytes of a request to a tenant; none where they were not kept whole, or where it is one
    /// of the admin API.
    pub fn resent(&self, entry: &Entry, tenant: &str) -> Option<Vec<u8>> {
        let request = &entry.request;
        let is_admin = decoded(&entry.target).to_ascii_lowercase().contains("/_emulator");
        if !request.is_whole() || request.is_cut() || is_admin {
            return None;
        }
        let (head, body) = request.unmasked_parts();
        let mut lines = std::str::from_utf8(head).ok()?.lines();
        let target = lines.next()?.split(' ').nth(1)?;
        let version = if entry.version == "HTTP/1.0" { "HTTP/1.0" } else { "HTTP/1.1" };
        let mut sent = format!("{} {target} {version}\r\n", entry.verb);
        // Over HTTP/2 a body has no need of it.
        let has_length = entry.version == "HTTP/2";
        for line in lines.filter(|line| !line.is_empty()) {
            let name = line.split(':').next().unwrap_or_default().trim().to_ascii_lowercase();
            let is_anew = has_length && name == "content-length";
            if !is_anew && !DECIDED.contains(&name.as_str()) {
                sent += &format!("{line}\r\n");
            }
        }
        if has_length {
            sent += &format!("Content-Length: {}\r\n", body.len());
        }
        sent += &format!("Connection: close\r\nX-Emulator-Tenant: {tenant}\r\n\r\n");
        Some([self.renewed(sent.as_bytes()), body.to_vec()].concat())
    }

    /// Notes which session ids an answer gives in the place of those before.
    pub fn learn(&mut self, before: &Message, now: &Message) {
        for cookie in COOKIES {
            let (old, new) = (value(before, cookie), value(now, cookie));
            if let (Some(old), Some(new)) = (old, new) {
                self.0.insert(old.to_vec(), new.to_vec());
            }
        }
    }

    /// Bytes with the session ids and addresses of now.
    pub fn renewed(&self, bytes: &[u8]) -> Vec<u8> {
        let renew = |bytes: Vec<u8>, (old, new): (&Vec<u8>, &Vec<u8>)| replaced(&bytes, old, new);
        self.0.iter().fold(bytes.to_vec(), renew)
    }
}

fn value<'m>(answer: &'m Message, cookie: &str) -> Option<&'m [u8]> {
    let (head, _) = answer.unmasked_parts();
    let start = memmem::find(head, cookie.as_bytes())? + cookie.len();
    let value = head[start..].split(|byte| b";\r\n".contains(byte)).next()?;
    // Short ones are none, and stand anywhere.
    (value.len() >= 16).then_some(value)
}

fn replaced(bytes: &[u8], old: &[u8], new: &[u8]) -> Vec<u8> {
    let (mut text, mut at) = (Vec::with_capacity(bytes.len()), 0);
    for found in memmem::find_iter(bytes, old) {
        text.extend_from_slice(&bytes[at..found]);
        text.extend_from_slice(new);
        at = found + old.len();
    }
    text.extend_from_slice(&bytes[at..]);
    text
}
