//! From actix's request to ours.

use actix_http::{HttpMessage, Request as Incoming};

use actix_web::http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use actix_web::http::{Method, Version};

use super::service::Entrance;
use crate::http::{Headers, Request};

/// The request that came, with its body; `number` is its place among all that the server saw.
pub fn read(incoming: &Incoming, body: Vec<u8>, number: u64, entrance: &Entrance) -> Request {
    let target = incoming.uri().path_and_query().map_or("/", |target| target.as_str());
    let headers = incoming.headers();
    // HTTP/2 names the host in the request line.
    let host = incoming.uri().authority().map(|host| ("host", host.as_str().as_bytes()));
    let headers = Headers::of_bytes(|| {
        headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).chain(host)
    });
    let mut request = Request::new(incoming.method().as_str(), target, headers, body);
    request.id = request_id(number);
    request.server = Some(entrance.address);
    request.scheme = entrance.scheme;
    request.lacks_length = lacks_length(incoming);
    request
}

/// Whether it is a request of HTTP/1 whose body .NET's listener wants to know the length of.
fn lacks_length(incoming: &Incoming) -> bool {
    let has = |name| incoming.headers().contains_key(name);
    matches!(*incoming.method(), Method::POST | Method::PUT)
        && incoming.version() < Version::HTTP_2
        && !has(CONTENT_LENGTH)
        && !has(TRANSFER_ENCODING)
}

/// At least eight hexadecimal digits.
fn request_id(number: u64) -> String {
    let digits = if number >> 32 == 0 { 8 } else { 16 };
    let digit = |place: u32| char::from(b"0123456789abcdef"[(number >> (4 * place)) as usize & 0xF]);
    let mut id = String::with_capacity(16);
    (0..digits).rev().for_each(|place| id.push(digit(place)));
    id
}
