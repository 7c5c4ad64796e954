//! A request once more, from the bytes that were kept of it.

use super::decoded;
use super::front::Front;
use super::request_head;
use crate::http::{Headers, Request};
use crate::journal::Entry;

/// How the first line of a request of HTTP/2 ends, as the recorder writes it.
const LINE_END: &[u8] = b" HTTP/2\r\n";

/// The request of an entry that has all of its bytes; none where it cannot be read.
pub fn request_of(entry: &Entry) -> Option<Request> {
    let bytes = entry.request.unmasked();
    // What was refused was not bound.
    let front = Front { platform: entry.platform, strict: false };
    let (target, headers, body) = match memchr::memmem::find(bytes, LINE_END) {
        Some(end) if entry.version == "HTTP/2" => of_http2(bytes, end, front)?,
        _ => of_http1(bytes, front, entry.read.body_length())?,
    };
    let mut request = Request::on(entry.platform, &entry.verb, target, headers, body);
    request.strip_base(entry.site.len());
    Some(request)
}

type Parts = (String, Headers, Vec<u8>);

/// A packed body becomes at most `longest` bytes.
fn of_http1(bytes: &[u8], front: Front, longest: usize) -> Option<Parts> {
    let head = request_head::read(bytes, front).ok()??;
    let (mut framing, mut body) = (head.body, Vec::new());
    if framing.read(&bytes[head.length..], &mut body).is_err() {
        body.clear();
    }
    let coding = head.headers.all("content-encoding").next().map(str::to_owned);
    let body = match coding {
        Some(coding) => decoded::decode(body, &coding, longest).ok()?,
        None => body,
    };
    Some((head.target, head.headers, body))
}

/// The body is as it was before its `Content-Encoding`.
fn of_http2(bytes: &[u8], line_end: usize, front: Front) -> Option<Parts> {
    let rest = &bytes[line_end + LINE_END.len()..];
    let head = [&bytes[..line_end], b" HTTP/1.1\r\n", rest].concat();
    let head = request_head::read(&head, front).ok()??;
    let blank = memchr::memmem::find(rest, b"\r\n\r\n")?;
    Some((head.target, head.headers, rest[blank + 4..].to_vec()))
}
