//! The requests of a journal once more, one after the other.

use std::io;
use std::sync::{Arc, Barrier, LazyLock};

use regex::bytes::Regex;

use super::resent::Renewal;
use super::{Server, wire};
use crate::journal::{Entry, Message};
use crate::own_server;

/// So many differences are shown.
const MOST: usize = 100;

/// What came of a replay.
#[derive(Debug, Default)]
pub struct Replay {
    /// How many requests were sent.
    pub sent: usize,
    /// How many could not be: messages that were not kept whole, and calls of the admin API.
    pub left_out: usize,
    /// How many were answered as before.
    pub same: usize,
    /// Those that were not, the first hundred.
    pub different: Vec<Difference>,
}

/// A request that was answered in another way.
#[derive(Debug, PartialEq, Eq)]
pub struct Difference {
    /// The number of its exchange in the journal.
    pub number: u64,
    /// The answer that the journal has.
    pub before: Answered,
    /// The answer that came now.
    pub now: Answered,
}

/// Status and body of an answer.
#[derive(Debug, PartialEq, Eq)]
pub struct Answered {
    /// None where no whole head came.
    pub status: Option<u16>,
    /// The body.
    pub body: Vec<u8>,
}

/// Sends the requests of these exchanges to a tenant again, in the order in which their changes
/// were decided, and compares the answers. Each comes alone, after `before` was called with its
/// exchange. Session ids are replaced by those that sign-ins give now, and addresses below the
/// tenant by those below the other; Guids that no request named are drawn anew and are not
/// compared. Blocks until all are answered.
///
/// # Errors
/// When a connection cannot be made.
pub fn replay(
    server: Server,
    tenant: &str,
    mut entries: Vec<Arc<Entry>>,
    before: impl Fn(&Entry),
) -> io::Result<Replay> {
    entries.sort_by_key(|entry| entry.order);
    let (mut replay, mut renewal) = (Replay::default(), Renewal::default());
    for entry in entries {
        renewal.is_for(&entry.tenant, tenant);
        let Some(bytes) = renewal.resent(&entry, tenant) else {
            replay.left_out += 1;
            continue;
        };
        before(&entry);
        // A connection may end without an answer again, as a fault wants it.
        let stream = own_server::connect(server.address, server.encrypted)?;
        let answer = wire::send(stream, &bytes, &Barrier::new(1)).unwrap_or_default();
        let length = answer.len() as u64;
        let answer = Message::new(answer, length, true);
        renewal.learn(&entry.answer, &answer);
        replay.sent += 1;
        replay.compare(&entry, &renewal, &answer);
    }
    Ok(replay)
}

impl Replay {
    fn compare(&mut self, entry: &Entry, renewal: &Renewal, answer: &Message) {
        let (old, now) = (Answered::of(&entry.answer), Answered::of(answer));
        let is_known = entry.answer.is_whole() && !entry.answer.is_cut();
        let asked = entry.request.unmasked();
        let alike = |old: &[u8], now: &[u8]| {
            without_drawn(&renewal.renewed(old), asked) == without_drawn(now, asked)
        };
        let is_same = match is_known {
            true => old.status == now.status && alike(&old.body, &now.body),
            false => now.status == Some(entry.status) || now.status.is_none(),
        };
        if is_same {
            self.same += 1;
        } else if self.different.len() < MOST {
            self.different.push(Difference { number: entry.number, before: old, now });
        }
    }
}

impl Answered {
    fn of(message: &Message) -> Self {
        let (head, _) = message.unmasked_parts();
        let status = head.split(|byte| b" \r\n".contains(byte)).nth(1);
        let status = status.and_then(|digits| std::str::from_utf8(digits).ok()?.parse().ok());
        Self { status, body: message.unmasked_content() }
    }
}

static GUID: LazyLock<Regex> = LazyLock::new(|| {
    let text = "(?i-u)[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}";
    Regex::new(text).expect("it is tested")
});

/// A body without the Guids that the request does not name.
fn without_drawn(body: &[u8], asked: &[u8]) -> Vec<u8> {
    let plain = |guid: &[u8]| -> Vec<u8> {
        guid.iter().filter(|byte| **byte != b'-').map(u8::to_ascii_lowercase).collect()
    };
    let named: Vec<Vec<u8>> = GUID.find_iter(asked).map(|guid| plain(guid.as_bytes())).collect();
    let kept = |found: &regex::bytes::Captures<'_>| match named.contains(&plain(&found[0])) {
        true => found[0].to_vec(),
        false => b"(drawn)".to_vec(),
    };
    GUID.replace_all(body, kept).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guids_that_a_request_does_not_name_are_no_difference() {
        let (one, other) =
            ("ea762009-b66c-410b-9bf5-ce21ad519249", "0dd40eb23f944a8a9b8d3d1b6f6f5a01");
        let of = |guid: &str, asked: &str| {
            without_drawn(format!("{{\"Id\":\"{guid}\"}}").as_bytes(), asked.as_bytes())
        };
        assert_eq!(of(one, ""), of(other, ""));
        assert_ne!(of(one, "EA762009b66c410b9bf5ce21ad519249"), of(other, ""));
    }
}
