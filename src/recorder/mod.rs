//! What observes exchanges and adds them to the journals of their tenants.

use std::borrow::Cow;
use std::time::Duration;

use crate::http::{Answer, Delivery, Exchange, Observer, Point, Request, Sent, Version};
use crate::journal::{Message, Read, Recorded, Session};

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
            self.record(exchange, sent, exchange.arrival.started.elapsed());
        }
    }
}

impl Recorder {
    fn record(&self, exchange: &Exchange, sent: &Sent, took: Duration) {
        let (request, arrival) = (&exchange.request, &exchange.arrival);
        let Some(kept) = exchange.kept() else { return };
        let (noted, stages) = (exchange.noted(), kept.times());
        let details = noted.details.as_deref();
        let is_bound = stages[Point::BeforeBind as usize].is_some();
        let delivery = noted.delivery.and_then(delivery);
        exchange.tenant.journal().push(Recorded {
            number: 0,
            order: kept.commit.get(),
            at: kept.at,
            id: request.id.as_str(),
            tenant: "",
            connection: arrival.connection.number,
            peer: arrival.connection.peer,
            version: version(arrival.version),
            platform: request.platform,
            scheme: request.scheme,
            verb: &*arrival.verb,
            target: request.target.as_str(),
            site: request.base_path(),
            operation: noted.operation.as_deref(),
            is_batch: details.is_some_and(|details| details.is_batch),
            format: noted.format,
            user: noted.caller.as_ref().map(|caller| caller.user.name.as_str()),
            session: noted.session.as_deref().and_then(Session::of),
            request: self.request_of(exchange, !kept.is_partial),
            answer: self.answer_of(sent, details.map_or(&[], |details| &details.head)),
            read: Read::by(kept.reader.clone().filter(|_| is_bound), exchange.request.body.len()),
            status: noted.status,
            error_code: noted.error_code.as_deref(),
            stages,
            took,
            delivery: delivery.as_deref(),
            stub: details.and_then(|details| details.stub.as_deref()),
            fault: noted.fault.as_deref(),
        });
    }

    /// Of HTTP/2 there are no such bytes: the head is written as in HTTP/1.
    fn request_of<'e>(&self, exchange: &'e Exchange, is_whole: bool) -> Message<Cow<'e, [u8]>> {
        let arrival = &exchange.arrival;
        if arrival.version != Version::Http2 {
            return Message::new(arrival.bytes.as_slice().into(), arrival.length, is_whole);
        }
        let request = &exchange.request;
        let line = format!("{} {} HTTP/2\r\n", arrival.verb, request.target);
        let headers = request.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n"));
        let head = line + &headers.collect::<String>() + "\r\n";
        let length = (head.len() + request.body.len()) as u64;
        let kept = [head.as_bytes(), self.first(&request.body)].concat();
        Message::new(self.cut(kept), length, is_whole)
    }

    fn answer_of<'s>(&self, sent: &'s Sent, head: &[u8]) -> Message<Cow<'s, [u8]>> {
        let length = sent.length + head.len() as u64;
        let kept = match head {
            [] => self.first(&sent.bytes).into(),
            head => self.cut([head, &sent.bytes].concat()),
        };
        Message::new(kept, length, sent.is_whole)
    }

    /// As much of bytes as is kept of a message.
    fn first<'b>(&self, bytes: &'b [u8]) -> &'b [u8] {
        &bytes[..bytes.len().min(self.message_bytes)]
    }

    fn cut(&self, mut bytes: Vec<u8>) -> Cow<'static, [u8]> {
        bytes.truncate(self.message_bytes);
        bytes.into()
    }
}

fn version(version: Version) -> &'static str {
    match version {
        Version::Http10 => "HTTP/1.0",
        Version::Http11 => "HTTP/1.1",
        Version::Http2 => "HTTP/2",
    }
}

fn delivery(delivery: Delivery) -> Option<Cow<'static, str>> {
    let text = match delivery {
        Delivery::Whole => return None,
        Delivery::Reset => "reset",
        Delivery::Close => "closed",
        Delivery::CutHead => "cut in its head",
        Delivery::CutBody => "cut in its body",
        Delivery::Garbage => "garbage",
        Delivery::Truncate(bytes) => return Some(format!("cut after {bytes} bytes").into()),
        Delivery::Throttle { bytes_per_second } => {
            return Some(format!("{bytes_per_second} bytes a second").into());
        }
    };
    Some(text.into())
}
