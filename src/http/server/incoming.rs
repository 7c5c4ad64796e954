//! From actix's request to ours.

use std::borrow::Cow;

use actix_http::{HttpMessage, Request as Incoming};
use actix_web::http::header::HeaderValue;

use super::service::Entrance;
use crate::http::{Headers, Request};

/// The request that came, with its body; `number` is its place among all that the server saw.
pub fn read(incoming: &Incoming, body: Vec<u8>, number: u64, entrance: &Entrance) -> Request {
    let target = incoming.uri().path_and_query().map_or("/", |target| target.as_str());
    let mut headers = Headers::with_capacity(incoming.headers().len() + 1);
    incoming.headers().iter().for_each(|(name, value)| headers.push(name.as_str(), &text_of(value)));
    if let Some(host) = incoming.uri().authority() {
        // HTTP/2 names the host in the request line.
        headers.push("host", host.as_str());
    }
    let mut request = Request::new(incoming.method().as_str(), target, headers, body);
    request.id = request_id(number);
    request.server = Some(entrance.address);
    request.scheme = entrance.scheme;
    request
}

fn text_of(value: &HeaderValue) -> Cow<'_, str> {
    let bytes = value.as_bytes();
    // Looking for what must be replaced takes far longer than finding that there is nothing.
    std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

/// At least eight hexadecimal digits.
fn request_id(number: u64) -> String {
    let digits = if number >> 32 == 0 { 8 } else { 16 };
    let digit = |place: u32| char::from(b"0123456789abcdef"[(number >> (4 * place)) as usize & 0xF]);
    let mut id = String::with_capacity(16);
    (0..digits).rev().for_each(|place| id.push(digit(place)));
    id
}
