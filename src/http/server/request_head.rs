//! The head of one HTTP/1 request.
//!
//! It is read as a real host reads it: an address may hold raw bytes, a line may end in a line feed
//! alone. What no host should read is refused with the reason. An `Upgrade` is as if it were
//! absent: no other protocol is spoken.
//!
//! A proxy in front may read the same bytes. If it finds another end of a request than this module,
//! the next request is one that it never saw. So a head is read only if there is one reading of
//! where its body ends: no `Transfer-Encoding` and at most one `Content-Length` of digits, or one
//! `Transfer-Encoding: chunked` of HTTP/1.1 alone; no carriage return but at the end of a line, and
//! no line that continues the one before.

use std::borrow::Cow;
use std::mem;

use super::framing::{Chunks, Framing};
use super::front::Front;
use super::refused::Refused;
use crate::host::Platform;
use crate::http::Headers;
use crate::http::headers::HeaderBytes;
use crate::one_line::is_token;

/// The longest head, in bytes.
pub const MAX_HEAD: usize = 128 * 1024 - 1;

/// The longest address, in bytes.
const MAX_TARGET: usize = 65_534;

/// A head that was read.
#[derive(Debug)]
pub struct RequestHead {
    /// How many bytes it has.
    pub length: usize,
    pub method: Cow<'static, str>,
    /// Path and query, with everything encoded that is not printable ASCII or has no place in an
    /// address.
    pub target: String,
    pub headers: Headers,
    pub is_version_1_1: bool,
    pub body: Framing,
    /// Whether the client wants the connection closed after it.
    pub is_last: bool,
    /// Whether the client waits for a word before it sends the body.
    pub expects_continue: bool,
    /// Whether .NET's listener wants to know the length of the body, and the request does not give
    /// one.
    pub lacks_length: bool,
}

/// Reads the head at the beginning of `bytes`; `None` while it is not whole.
///
/// # Errors
/// When it cannot be read.
pub fn read(bytes: &[u8], front: Front) -> Result<Option<RequestHead>, Refused> {
    let headers = HeaderBytes::with_capacity(bytes.len().min(1024));
    let mut reader = Reader::new(bytes, headers, front);
    let Some(request_line) = reader.line()? else { return Ok(None) };
    front.check_line(reader.place)?;
    let request_line = RequestLine::read(request_line, front)?;
    let begin = reader.place;
    loop {
        let Some(line) = reader.line()? else { return Ok(None) };
        if line.is_empty() {
            break;
        }
        reader.header(line, &request_line)?;
    }
    front.check_headers(reader.place - begin)?;
    reader.finish(&request_line).map(Some)
}

/// The first line.
struct RequestLine<'b> {
    method: &'b [u8],
    /// Path and query.
    target: &'b [u8],
    /// The host in the address, where it is a whole one.
    host: Option<&'b [u8]>,
    is_version_1_1: bool,
    /// Whether there is nothing to encode.
    is_plain: bool,
}

impl<'b> RequestLine<'b> {
    fn read(line: &'b [u8], front: Front) -> Result<Self, Refused> {
        let begin = memchr::memchr(b' ', line).ok_or(NO_REQUEST_LINE)?;
        let end =
            memchr::memrchr(b' ', line).filter(|end| *end > begin + 1).ok_or(NO_REQUEST_LINE)?;
        let (method, address, version) = (&line[..begin], &line[begin + 1..end], &line[end + 1..]);
        if front.is_kestrel() && address.contains(&b' ') {
            return Err(NO_REQUEST_LINE);
        }
        let is_version_1_1 = match version {
            b"HTTP/1.1" => true,
            b"HTTP/1.0" => false,
            _ => return Err(unknown_version(front.platform)),
        };
        if !is_token(method) {
            return Err(Refused::bad("the method is no HTTP token"));
        }
        if method == b"CONNECT" {
            if front.is_kestrel() {
                return Err(Refused::of(404, "CONNECT is for proxies"));
            }
            return Err(Refused::bad("CONNECT is for proxies, which this server is not"));
        }
        front.check_form(method, address)?;
        let (host, target) = split_address(address, front)?;
        let is_plain = target.iter().fold(true, |all, byte| all & PLAIN[usize::from(*byte)]);
        if !is_plain || front.is_kestrel() {
            check(target, front)?;
        }
        Ok(Self { method, target, host, is_version_1_1, is_plain })
    }

    /// Most methods need no text of their own.
    fn method(&self) -> Cow<'static, str> {
        const COMMON: [&str; 7] = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"];
        let common = COMMON.into_iter().find(|common| common.as_bytes() == self.method);
        common.map_or_else(|| ascii(self.method).into(), Cow::Borrowed)
    }

    /// The target with everything encoded that has no place in it.
    fn target(&self) -> String {
        if self.is_plain {
            return ascii(self.target);
        }
        const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
        let mut target = String::with_capacity(self.target.len() * 2);
        for byte in self.target {
            if PLAIN[usize::from(*byte)] {
                target.push(char::from(*byte));
            } else {
                let digit = |half: u8| char::from(DIGITS[usize::from(half)]);
                target.extend(['%', digit(byte >> 4), digit(byte & 15)]);
            }
        }
        target
    }
}

/// Text that was found to be ASCII.
fn ascii(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The host in an address, and the target behind it: `/a?b`, `*` or `http://host/a?b`. A fragment
/// is not for servers.
fn split_address(address: &[u8], front: Front) -> Result<(Option<&[u8]>, &[u8]), Refused> {
    if address.len() > MAX_TARGET {
        return Err(Refused::bad("the address is longer than 64 KiB"));
    }
    let fragment = memchr::memchr(b'#', address).filter(|_| front.platform == Platform::Framework);
    let address = fragment.map_or(address, |end| &address[..end]);
    if address.starts_with(b"/") || address == b"*" {
        return Ok((None, address));
    }
    let scheme = address.split(|byte| *byte == b':').next().unwrap_or_default();
    let rest = address[scheme.len()..].strip_prefix(b"://").unwrap_or_default();
    let host = rest.split(|byte| matches!(byte, b'/' | b'?')).next().unwrap_or_default();
    if !is_token(scheme) || host.is_empty() {
        return Err(Refused::bad("the address begins with neither a slash nor a host"));
    }
    match &rest[host.len()..] {
        [] | [b'?', ..] => Ok((Some(host), b"/")),
        target => Ok((Some(host), target)),
    }
}

const NO_REQUEST_LINE: Refused = Refused::bad(
    "the first line is not a method, an address and a version with one space between each",
);

/// What a host of either kind answers: recorded of 10.1.5, and as any other bad line before.
fn unknown_version(platform: Platform) -> Refused {
    let status = if platform == Platform::Kestrel { 505 } else { 400 };
    Refused::of(status, "the version is neither HTTP/1.0 nor HTTP/1.1")
}

/// Whether a host reads these bytes raw.
fn check(target: &[u8], front: Front) -> Result<(), Refused> {
    front.check_path(target)?;
    for byte in target {
        match *byte {
            0 => return Err(Refused::bad("the address holds a NUL")),
            b' ' => return Err(Refused::bad("the address holds a space; write %20 or +")),
            0x80.. if front.platform == Platform::Kestrel => {
                return Err(Refused::bad(
                    "the address holds bytes above 0x7F; percent-encode them",
                ));
            }
            _ => {}
        }
    }
    Ok(())
}

/// What needs no encoding in a target.
const PLAIN: [bool; 256] = {
    let (mut plain, mut byte) = ([false; 256], 0x21);
    while byte < 0x7F {
        plain[byte] = !matches!(
            byte as u8,
            b'"' | b'#' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}'
        );
        byte += 1;
    }
    plain
};

/// Whether a text holds what no header may. All of it is looked at, many bytes at once.
pub fn has_control(text: &[u8]) -> bool {
    text.iter().fold(false, |any, byte| any | (*byte < b' ' && *byte != b'\t') | (*byte == 0x7F))
}

/// What was read so far.
struct Reader<'b> {
    bytes: &'b [u8],
    front: Front,
    place: usize,
    headers: HeaderBytes,
    count: usize,
    length: Option<u64>,
    is_chunked: bool,
    has_host: bool,
    wants_close: bool,
    wants_keep_alive: bool,
    expects_continue: bool,
}

impl<'b> Reader<'b> {
    fn new(bytes: &'b [u8], headers: HeaderBytes, front: Front) -> Self {
        Self {
            bytes,
            front,
            headers,
            place: 0,
            count: 0,
            length: None,
            is_chunked: false,
            has_host: false,
            wants_close: false,
            wants_keep_alive: false,
            expects_continue: false,
        }
    }

    /// The next line without its end; `None` while it is not whole.
    fn line(&mut self) -> Result<Option<&'b [u8]>, Refused> {
        let rest = &self.bytes[self.place..];
        let Some(end) = memchr::memchr2(b'\r', b'\n', rest) else { return Ok(None) };
        match &rest[end..] {
            [b'\n', ..] => self.place += end + 1,
            [_, b'\n', ..] => self.place += end + 2,
            [_] => return Ok(None),
            _ => return Err(Refused::bad("a carriage return stands within a line")),
        }
        Ok(Some(&rest[..end]))
    }

    fn header(&mut self, line: &[u8], request: &RequestLine<'_>) -> Result<(), Refused> {
        self.count += 1;
        self.front.check_count(self.count)?;
        if matches!(line[0], b' ' | b'\t') {
            return Err(Refused::bad("a header goes on in a second line; write it in one"));
        }
        let colon = memchr::memchr(b':', line).ok_or(Refused::bad("a header has no colon"))?;
        let (name, value) = (&line[..colon], line[colon + 1..].trim_ascii());
        self.front.check_name(name, is_token(name))?;
        self.front.check_value(value)?;
        let is = |known: &str| name.eq_ignore_ascii_case(known.as_bytes());
        match name.len() {
            4 if is("Host") => self.host(value, request)?,
            6 if is("Expect") => {
                self.expects_continue = value.eq_ignore_ascii_case(b"100-continue")
            }
            7 if is("Upgrade") => return Ok(()),
            10 if is("Connection") => self.connection(value),
            14 if is("Content-Length") => self.content_length(value)?,
            17 if is("Transfer-Encoding") => self.transfer_encoding(value, request)?,
            _ => {}
        }
        self.headers.push(name, value);
        Ok(())
    }

    fn host(&mut self, value: &[u8], request: &RequestLine<'_>) -> Result<(), Refused> {
        self.front.check_host(value)?;
        let is_other = |host: &[u8]| !host.eq_ignore_ascii_case(value);
        if self.front.is_kestrel() && request.host.is_some_and(is_other) {
            return Err(Refused::bad("the address names another host than the Host header"));
        }
        if mem::replace(&mut self.has_host, true) {
            Err(Refused::bad("there are two Host headers"))
        } else {
            Ok(())
        }
    }

    fn content_length(&mut self, value: &[u8]) -> Result<(), Refused> {
        let digits = std::str::from_utf8(value)
            .ok()
            .filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
        let length = digits.and_then(|digits| digits.parse().ok());
        match (self.length, length) {
            (None, Some(length)) => self.length = Some(length),
            (Some(_), _) => return Err(Refused::bad("there are two Content-Length headers")),
            (None, None) => return Err(Refused::bad("the Content-Length is no number")),
        }
        Ok(())
    }

    fn transfer_encoding(
        &mut self,
        value: &[u8],
        request: &RequestLine<'_>,
    ) -> Result<(), Refused> {
        if !request.is_version_1_1 {
            return Err(Refused::bad("HTTP/1.0 has no Transfer-Encoding"));
        }
        if self.is_chunked {
            return Err(Refused::bad("there are two Transfer-Encoding headers"));
        }
        let last = value.rsplit(|byte| *byte == b',').next().unwrap_or_default().trim_ascii();
        // Kestrel looks for the last of several alone.
        let coding = if self.front.is_kestrel() { last } else { value };
        self.is_chunked = coding.eq_ignore_ascii_case(b"chunked");
        if self.is_chunked {
            Ok(())
        } else {
            Err(Refused::bad("the Transfer-Encoding is not chunked"))
        }
    }

    fn connection(&mut self, value: &[u8]) {
        for option in value.split(|byte| *byte == b',').map(<[u8]>::trim_ascii) {
            self.wants_close |= option.eq_ignore_ascii_case(b"close");
            self.wants_keep_alive |= option.eq_ignore_ascii_case(b"keep-alive");
        }
    }

    fn finish(mut self, request: &RequestLine<'_>) -> Result<RequestHead, Refused> {
        let body = match (self.is_chunked, self.length) {
            (true, Some(_)) if !self.front.is_kestrel() => {
                return Err(Refused::bad(
                    "Content-Length and Transfer-Encoding exclude one another",
                ));
            }
            (true, length) => {
                // Where a proxy may see another end of the body, nothing comes behind it.
                self.wants_close |= length.is_some();
                Framing::Chunked(Chunks::default())
            }
            (false, length) => Framing::Length(length.unwrap_or_default()),
        };
        if request.is_version_1_1 && !self.has_host {
            return Err(Refused::bad("there is no Host header"));
        }
        let lacks_length = !self.is_chunked && self.length.is_none();
        if !request.is_version_1_1 && request.method == b"POST" && lacks_length {
            let status = if self.front.is_kestrel() { 400 } else { 411 };
            return Err(Refused::of(status, "a POST of HTTP/1.0 needs a Content-Length"));
        }
        request.host.into_iter().for_each(|host| self.headers.push(b"host", host));
        Ok(RequestHead {
            length: self.place,
            method: request.method(),
            target: request.target(),
            headers: self.headers.into(),
            is_version_1_1: request.is_version_1_1,
            body,
            is_last: self.wants_close || !(request.is_version_1_1 || self.wants_keep_alive),
            expects_continue: self.expects_continue && request.is_version_1_1,
            lacks_length: lacks_length && matches!(request.method, b"POST" | b"PUT"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAMEWORK: Front = Front { platform: Platform::Framework, strict: true };

    /// Why a head is refused.
    fn refusal(head: &str) -> &'static str {
        read(head.as_bytes(), FRAMEWORK).expect_err(head).reason
    }

    #[test]
    fn heads_with_more_than_one_reading_are_refused() {
        let body = "\r\n\r\nGET /second HTTP/1.1\r\n";
        for (headers, reason) in [
            ("Content-Length: 1\r\nContent-Length: 1", "two Content-Length"),
            ("Content-Length: 1\r\nTransfer-Encoding: chunked", "exclude one another"),
            ("Transfer-Encoding: chunked\r\ncontent-length: 1", "exclude one another"),
            ("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "two Transfer-Encoding"),
            ("Transfer-Encoding: gzip, chunked", "not chunked"),
            ("Transfer-Encoding: xchunked", "not chunked"),
            ("Content-Length: +1", "no number"),
            ("Content-Length: 1, 1", "no number"),
            ("Content-Length:", "no number"),
            ("Content-Length: 99999999999999999999", "no number"),
            ("Content-Length : 1", "no HTTP token"),
            ("X: 1\r\n Content-Length: 1", "second line"),
            ("X: 1\rContent-Length: 1", "carriage return"),
            ("Content-Length", "no colon"),
            (": 1", "no HTTP token"),
            ("X: \u{1}", "control"),
        ] {
            let reason_given = refusal(&format!("POST / HTTP/1.1\r\nHost: x\r\n{headers}{body}"));
            assert!(reason_given.contains(reason), "{headers:?}: {reason_given}");
        }
        assert!(
            refusal("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n").contains("HTTP/1.0")
        );
        assert!(refusal("POST / HTTP/1.0\r\n\r\n").contains("needs a Content-Length"));
        assert!(refusal("POST / HTTP/1.1\r\n\r\n").contains("no Host"));
        assert!(refusal("POST / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n").contains("two Host"));
        assert!(refusal("CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n").contains("CONNECT"));
    }

    #[test]
    fn a_line_that_no_host_reads_is_refused_and_says_why() {
        for (line, reason) in [
            ("GET /a b HTTP/1.1", "space"),
            ("GET /a\0b HTTP/1.1", "NUL"),
            ("GET /a\rb HTTP/1.1", "carriage return"),
            ("GET /", "first line"),
            ("G(T / HTTP/1.1", "method"),
            ("GET / HTTP/2.0", "version"),
            ("GET a HTTP/1.1", "neither a slash nor a host"),
            ("GET http:///a HTTP/1.1", "neither a slash nor a host"),
        ] {
            let reason_given = refusal(&format!("{line}\r\nHost: x\r\n\r\n"));
            assert!(reason_given.contains(reason), "{line:?}: {reason_given}");
        }
        let many = format!("GET / HTTP/1.1\r\n{}", "X: 1\r\n".repeat(97));
        assert!(refusal(&many).contains("96"));
        let long = format!("GET /{} HTTP/1.1\r\n\r\n", "x".repeat(65_534));
        assert!(refusal(&long).contains("64 KiB"));
    }

    /// Method, address and headers.
    fn taken(head: &[u8]) -> String {
        let head = read(head, FRAMEWORK).expect("a head").expect("whole");
        let headers = head.headers.iter().map(|(name, value)| format!("{name}={value}"));
        [head.method.into_owned(), head.target]
            .into_iter()
            .chain(headers)
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn address_and_headers_are_read_as_a_host_reads_them() {
        let head = "PUT /A?b=%20 HTTP/1.1\r\nHOST: x\r\nX-A:  1 \r\nContent-Length: 2\r\nUpgrade: h2c\nx-a: \u{416}\r\n\r\n{}";
        assert_eq!(
            taken(head.as_bytes()),
            "PUT /A?b=%20 host=x x-a=1 content-length=2 x-a=\u{416}"
        );
        assert_eq!(taken(b"get / HTTP/1.0\r\nX: \xFF\r\n\r\n"), "get / x=\u{FFFD}");
        for (address, read) in [
            ("/a#b", "GET /a"),
            ("http://b:1/c?d", "GET /c?d host=b:1"),
            ("http://b", "GET / host=b"),
            ("*", "GET *"),
            ("/\u{416}<\"", "GET /%D0%96%3C%22"),
        ] {
            assert_eq!(taken(format!("GET {address} HTTP/1.0\r\n\r\n").as_bytes()), read);
        }
    }
}
