//! The headers of a call: those that the console writes, and those that were typed.

use super::{BodyFormat, CallError, Console, Fields};
use crate::wire::Format;

/// Headers that the console writes itself: another one would break the framing of the request.
const OWN_HEADERS: [&str; 5] =
    ["host", "content-length", "transfer-encoding", "connection", "expect"];

/// What a call says of itself; a typed header takes the place of one that the console would write.
pub(super) fn headers(
    console: &Console<'_>,
    body: Option<BodyFormat>,
    answer: Format,
    fields: &Fields,
) -> Result<Vec<(String, String)>, CallError> {
    let mut headers = vec![("Accept".to_owned(), answer.media_type().to_owned())];
    if let Some(body) = body {
        headers.push(("Content-Type".to_owned(), body.content_type().to_owned()));
    }
    if !console.cookies.is_empty() {
        headers.push(("Cookie".to_owned(), console.cookies.to_owned()));
    }
    for line in fields.get("headers").lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (name, value) = header(line).ok_or_else(|| CallError::Header(line.to_owned()))?;
        headers.retain(|(other, _)| !other.eq_ignore_ascii_case(&name));
        headers.push((name, value));
    }
    Ok(headers)
}

/// A line `Name: value` of printable ASCII.
fn header(line: &str) -> Option<(String, String)> {
    let (name, value) = line.split_once(':')?;
    let (name, value) = (name.trim(), value.trim());
    let token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    let own = OWN_HEADERS.iter().any(|own| name.eq_ignore_ascii_case(own));
    let valid = !name.is_empty()
        && name.bytes().all(token)
        && value.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
    (valid && !own).then(|| (name.to_owned(), value.to_owned()))
}
