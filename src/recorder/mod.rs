//! What observes exchanges and adds them to the journals of their tenants.

use std::time::Duration;

use crate::http::{Answer, Delivery, Details, Exchange, Observer, Request, Sent, Version};
use crate::journal::{Entry, Message, Session};

/// Adds each exchange to the journal of its tenant, once its answer has left.
pub struct Recorder {
    message_bytes: usize,
    /// The base path of what is not recorded: to read a journal is no use of what it is about.
    hidden: &'static str,
}

impl Recorder {
    /// Keeps so many bytes of a message, at least 1; of what is below a base path, nothing.
    pub fn new(message_bytes: usize, hidden: &'static str) -> Self {
        Self { message_bytes: message_bytes.max(1), hidden }
    }

    fn is_hidden(&self, request: &Request) -> bool {
        let base = request.base_path();
        let end = base.len().checked_sub(self.hidden.len()).and_then(|start| base.get(start..));
        end.is_some_and(|end| end.eq_ignore_ascii_case(self.hidden))
    }
}

impl Observer for Recorder {
    fn keeps(&self) -> usize {
        self.message_bytes
    }

    fn answered(&self, _exchange: &Exchange, _answer: &Answer) {}

    fn delivered(&self, exchange: &Exchange, sent: &Sent) {
        if !self.is_hidden(&exchange.request) {
            let took = exchange.arrival.started.elapsed();
            exchange.tenant.journal().push(self.entry(exchange, sent, took));
        }
    }
}

impl Recorder {
    fn entry(&self, exchange: &Exchange, sent: &Sent, took: Duration) -> Entry {
        let (request, arrival) = (&exchange.request, &exchange.arrival);
        let mut noted = exchange.noted();
        let details = noted.details.take().map(|details| *details).unwrap_or_default();
        let (request_message, answer) =
            (self.request_of(exchange, &details), self.answer_of(sent, &details));
        Entry {
            order: details.commit.get(),
            at: details.at,
            id: request.id.clone(),
            connection: arrival.connection.number,
            peer: arrival.connection.peer,
            version: version(arrival.version),
            scheme: request.scheme,
            verb: arrival.verb.clone(),
            target: request.target.clone(),
            site: request.base_path().to_owned(),
            operation: noted.operation.take(),
            is_batch: details.is_batch,
            format: noted.format,
            requests: details.requests,
            dropped: details.dropped,
            user: noted.user.take(),
            session: noted.session.take().and_then(Session::of),
            request: request_message,
            answer,
            status: details.status,
            error_code: noted.error_code.take(),
            stages: noted.times,
            took,
            delivery: noted.delivery.and_then(delivery),
            stub: details.stub,
            fault: noted.fault.take(),
            ..Entry::default()
        }
    }

    /// Of HTTP/2 there are no such bytes: the head is written as in HTTP/1.
    fn request_of(&self, exchange: &Exchange, details: &Details) -> Message {
        let (arrival, is_whole) = (&exchange.arrival, !details.is_partial);
        if arrival.version != Version::Http2 {
            return Message::new(arrival.bytes.clone(), arrival.length, is_whole);
        }
        let request = &exchange.request;
        let line = format!("{} {} HTTP/2\r\n", arrival.verb, request.target);
        let headers = request.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n"));
        let mut bytes = (line + &headers.collect::<String>() + "\r\n").into_bytes();
        let length = (bytes.len() + request.body.len()) as u64;
        let room = self.message_bytes.saturating_sub(bytes.len());
        bytes.truncate(self.message_bytes);
        bytes.extend_from_slice(&request.body[..request.body.len().min(room)]);
        Message::new(bytes, length, is_whole)
    }

    fn answer_of(&self, sent: &Sent, details: &Details) -> Message {
        let length = sent.length + details.head.len() as u64;
        // The journal counts the room that the bytes take.
        let room = self.message_bytes.min(details.head.len() + sent.bytes.len());
        let head = &details.head[..room.min(details.head.len())];
        let mut bytes = Vec::with_capacity(room);
        bytes.extend_from_slice(head);
        bytes.extend_from_slice(&sent.bytes[..room - head.len()]);
        Message::new(bytes, length, sent.is_whole)
    }
}

fn version(version: Version) -> &'static str {
    match version {
        Version::Http10 => "HTTP/1.0",
        Version::Http11 => "HTTP/1.1",
        Version::Http2 => "HTTP/2",
    }
}

fn delivery(delivery: Delivery) -> Option<String> {
    let text = match delivery {
        Delivery::Whole => return None,
        Delivery::Reset => "reset",
        Delivery::Close => "closed",
        Delivery::CutHead => "cut in its head",
        Delivery::CutBody => "cut in its body",
        Delivery::Garbage => "garbage",
        Delivery::Truncate(bytes) => return Some(format!("cut after {bytes} bytes")),
        Delivery::Throttle { bytes_per_second } => {
            return Some(format!("{bytes_per_second} bytes a second"));
        }
    };
    Some(text.to_owned())
}
