//! The head of one HTTP/1 request, before the HTTP library reads it.
//!
//! The library gets a stand-in for most heads, with nothing but what tells where the body ends:
//! reading address and headers a second time takes it 2 % of a request's instructions. Some heads
//! hold what a real host reads and the library refuses or misreads; those are spelled anew. What no
//! host should read is refused with the reason.
//!
//! Two readers of the same bytes are a danger: if they find different ends of a request, the second request is one that
//! only one of them saw. So a head is passed on, as it is or spelled anew, only if there is one reading of where its body
//! ends: no `Transfer-Encoding` and at most one `Content-Length` of digits, or one `Transfer-Encoding: chunked` of
//! HTTP/1.1 alone. These headers themselves are never changed. Their lines end where the library's end, as no carriage
//! return is let through but at the end of a line, and no line that continues the one before.

use super::framing::{Chunks, Framing};
use super::refused::Refused;
use crate::http::headers::HeaderBytes;
use crate::http::{Headers, Profile};

/// The longest head, in bytes: the library takes no longer one.
pub const MAX_HEAD: usize = 128 * 1024 - 1;

/// The most headers: the library takes no more.
const MAX_HEADERS: usize = 96;

/// The library takes no address as long as this.
const MAX_TARGET: usize = 65_535;

/// A head that was read.
#[derive(Debug)]
pub struct RequestHead {
    /// How many bytes it has.
    pub length: usize,
    /// What the library reads in its place, when it does not read it as it is.
    pub instead: Option<Vec<u8>>,
    /// What the library is not shown.
    pub request: Option<ReadRequest>,
    pub body: Framing,
    /// Whether the client wants the connection closed after it.
    pub is_last: bool,
}

/// Address and headers of a request. The library needs neither to find the end of its body.
#[derive(Debug, Default)]
pub struct ReadRequest {
    pub target: String,
    pub headers: Headers,
}

/// Reads the head at the beginning of `bytes`; `None` while it is not whole.
///
/// # Errors
/// When it cannot be read.
pub fn read(bytes: &[u8], profile: Profile) -> Result<Option<RequestHead>, Refused> {
    let read = HeaderBytes::with_capacity(bytes.len().min(1024));
    let mut reader = Reader { bytes, read, ..Reader::default() };
    let Some(request_line) = reader.line()? else { return Ok(None) };
    let request_line = RequestLine::read(request_line, profile)?;
    loop {
        let begin = reader.place;
        let Some(line) = reader.line()? else { return Ok(None) };
        if line.is_empty() {
            break;
        }
        reader.header(begin, line, &request_line)?;
    }
    reader.finish(&request_line).map(Some)
}

/// The first line.
struct RequestLine<'b> {
    method: &'b [u8],
    target: &'b [u8],
    is_version_1_1: bool,
    /// Whether the library reads it as it is.
    is_plain: bool,
}

impl<'b> RequestLine<'b> {
    fn read(line: &'b [u8], profile: Profile) -> Result<Self, Refused> {
        let begin = memchr::memchr(b' ', line).ok_or(NO_REQUEST_LINE)?;
        let end = memchr::memrchr(b' ', line).filter(|end| *end > begin + 1).ok_or(NO_REQUEST_LINE)?;
        let (method, target, version) = (&line[..begin], &line[begin + 1..end], &line[end + 1..]);
        let is_version_1_1 = match version {
            b"HTTP/1.1" => true,
            b"HTTP/1.0" => false,
            _ => return Err(unknown_version(profile)),
        };
        if !is_token(method) {
            return Err(Refused::bad("the method is no HTTP token"));
        }
        if method == b"CONNECT" {
            return Err(Refused::bad("CONNECT is for proxies, which this server is not"));
        }
        let is_plain = target.iter().fold(true, |all, byte| all & PLAIN[usize::from(*byte)]);
        if !is_plain {
            check(target, profile)?;
        }
        Ok(Self { method, target, is_version_1_1, is_plain })
    }

    /// The line with everything in the target encoded that the library does not read raw.
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.method);
        out.push(b' ');
        for byte in self.target {
            if PLAIN[usize::from(*byte)] {
                out.push(*byte);
            } else {
                const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
                let digit = |half: u8| DIGITS[usize::from(half)];
                out.extend_from_slice(&[b'%', digit(byte >> 4), digit(byte & 15)]);
            }
        }
        out.extend_from_slice(if self.is_version_1_1 { b" HTTP/1.1\r\n" } else { b" HTTP/1.0\r\n" });
    }
}

const NO_REQUEST_LINE: Refused =
    Refused::bad("the first line is not a method, an address and a version with one space between each");

/// What a host of either kind answers: recorded of 10.1.5, and as any other bad line before.
fn unknown_version(profile: Profile) -> Refused {
    let status = if profile == Profile::Modern { 505 } else { 400 };
    Refused { status, reason: "the version is neither HTTP/1.0 nor HTTP/1.1" }
}

/// Whether a host reads these bytes raw.
fn check(target: &[u8], profile: Profile) -> Result<(), Refused> {
    for byte in target {
        match *byte {
            0 => return Err(Refused::bad("the address holds a NUL")),
            b' ' => return Err(Refused::bad("the address holds a space; write %20 or +")),
            0x80.. if profile == Profile::Modern => {
                return Err(Refused::bad("the address holds bytes above 0x7F; percent-encode them"));
            }
            _ => {}
        }
    }
    Ok(())
}

/// What the library reads raw in a target.
const PLAIN: [bool; 256] = {
    let (mut plain, mut byte) = ([false; 256], 0x21);
    while byte < 0x7F {
        plain[byte] = !matches!(byte as u8, b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}');
        byte += 1;
    }
    plain
};

/// What names and methods are made of.
const TOKEN: [bool; 256] = {
    let (mut token, mut byte) = ([false; 256], 0x21);
    while byte < 0x7F {
        let letter = byte as u8;
        token[byte] = letter.is_ascii_alphanumeric()
            || matches!(letter, b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'.' | b'^'..=b'`' | b'|' | b'~');
        byte += 1;
    }
    token
};

/// Whether a text is a name. Not `all`, which would look whether to go on after each byte.
pub fn is_token(text: &[u8]) -> bool {
    !text.is_empty() && text.iter().fold(true, |all, byte| all & TOKEN[usize::from(*byte)])
}

/// Whether a text holds what no header may. All of it is looked at, many bytes at once.
pub fn has_control(text: &[u8]) -> bool {
    text.iter().fold(false, |any, byte| any | (*byte < b' ' && *byte != b'\t') | (*byte == 0x7F))
}

/// What was read so far.
#[derive(Default)]
struct Reader<'b> {
    bytes: &'b [u8],
    place: usize,
    read: HeaderBytes,
    /// Whether a header holds what the library refuses.
    has_control: bool,
    /// Where headers stand that the library has to see.
    kept: Vec<(usize, usize)>,
    /// Where headers stand that are left out, and what of them stays.
    cuts: Vec<(usize, usize, Vec<u8>)>,
    has_bare_line_feed: bool,
    headers: usize,
    length: Option<u64>,
    is_chunked: bool,
    has_host: bool,
    wants_close: bool,
    wants_keep_alive: bool,
}

impl<'b> Reader<'b> {
    /// The next line without its end; `None` while it is not whole.
    fn line(&mut self) -> Result<Option<&'b [u8]>, Refused> {
        let rest = &self.bytes[self.place..];
        let Some(end) = memchr::memchr2(b'\r', b'\n', rest) else { return Ok(None) };
        match &rest[end..] {
            [b'\n', ..] => {
                self.has_bare_line_feed = true;
                self.place += end + 1;
            }
            [_, b'\n', ..] => self.place += end + 2,
            [_] => return Ok(None),
            _ => return Err(Refused::bad("a carriage return stands within a line")),
        }
        Ok(Some(&rest[..end]))
    }

    fn header(&mut self, begin: usize, line: &[u8], request: &RequestLine<'_>) -> Result<(), Refused> {
        self.headers += 1;
        if self.headers > MAX_HEADERS {
            return Err(Refused { status: 431, reason: "there are more than 96 headers" });
        }
        if matches!(line[0], b' ' | b'\t') {
            return Err(Refused::bad("a header goes on in a second line; write it in one"));
        }
        let colon = memchr::memchr(b':', line).ok_or(Refused::bad("a header has no colon"))?;
        let (name, value) = (&line[..colon], line[colon + 1..].trim_ascii());
        if !is_token(name) {
            return Err(Refused::bad("the name of a header is no HTTP token"));
        }
        self.has_control |= has_control(value);
        self.read.push(name, value);
        self.known_header(begin, name, value, request)
    }

    fn known_header(
        &mut self,
        begin: usize,
        name: &[u8],
        value: &[u8],
        request: &RequestLine<'_>,
    ) -> Result<(), Refused> {
        let is = |known: &str| name.eq_ignore_ascii_case(known.as_bytes());
        match name.len() {
            4 if is("Host") => self.host()?,
            6 if is("Expect") => self.keep(begin),
            7 if is("Upgrade") => self.cut(begin, Vec::new()),
            10 if is("Connection") => self.connection(begin, value),
            14 if is("Content-Length") => self.content_length(begin, value)?,
            17 if is("Transfer-Encoding") => self.transfer_encoding(begin, value, request)?,
            _ => {}
        }
        Ok(())
    }

    fn host(&mut self) -> Result<(), Refused> {
        match std::mem::replace(&mut self.has_host, true) {
            true => Err(Refused::bad("there are two Host headers")),
            false => Ok(()),
        }
    }

    fn content_length(&mut self, begin: usize, value: &[u8]) -> Result<(), Refused> {
        self.keep(begin);
        let digits =
            std::str::from_utf8(value).ok().filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
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
        begin: usize,
        value: &[u8],
        request: &RequestLine<'_>,
    ) -> Result<(), Refused> {
        self.keep(begin);
        if !request.is_version_1_1 {
            return Err(Refused::bad("HTTP/1.0 has no Transfer-Encoding"));
        }
        if self.is_chunked {
            return Err(Refused::bad("there are two Transfer-Encoding headers"));
        }
        self.is_chunked = value.eq_ignore_ascii_case(b"chunked");
        if self.is_chunked { Ok(()) } else { Err(Refused::bad("the Transfer-Encoding is not chunked")) }
    }

    /// No protocol is changed to, so a wish to do so is left out, as if it had not been sent.
    fn connection(&mut self, begin: usize, value: &[u8]) {
        self.keep(begin);
        let mut others = Vec::new();
        let mut wants_upgrade = false;
        for option in value.split(|byte| *byte == b',').map(<[u8]>::trim_ascii) {
            if option.eq_ignore_ascii_case(b"upgrade") {
                wants_upgrade = true;
                continue;
            }
            self.wants_close |= option.eq_ignore_ascii_case(b"close");
            self.wants_keep_alive |= option.eq_ignore_ascii_case(b"keep-alive");
            others.push(option);
        }
        if wants_upgrade {
            let options = others.join(&b", "[..]);
            let header =
                if options.is_empty() { options } else { [b"Connection: ", &options[..], b"\r\n"].concat() };
            self.cut(begin, header);
        }
    }

    /// Lets the library see the line that was read last.
    fn keep(&mut self, begin: usize) {
        self.kept.push((begin, self.place));
    }

    /// Puts something in the place of the line that was read last.
    fn cut(&mut self, begin: usize, instead: Vec<u8>) {
        self.cuts.push((begin, self.place, instead));
    }

    fn finish(mut self, request: &RequestLine<'_>) -> Result<RequestHead, Refused> {
        let body = match (self.is_chunked, self.length) {
            (true, Some(_)) => {
                return Err(Refused::bad("Content-Length and Transfer-Encoding exclude one another"));
            }
            (true, None) => Framing::Chunked(Chunks::default()),
            (false, length) => Framing::Length(length.unwrap_or_default()),
        };
        if request.is_version_1_1 && !self.has_host {
            return Err(Refused::bad("there is no Host header"));
        }
        if !request.is_version_1_1 && request.method == b"POST" && self.length.is_none() {
            return Err(Refused { status: 411, reason: "a POST of HTTP/1.0 needs a Content-Length" });
        }
        let is_last = self.wants_close || !(request.is_version_1_1 || self.wants_keep_alive);
        let is_changed = !request.is_plain || self.has_bare_line_feed || !self.cuts.is_empty();
        let read = if is_changed { None } else { self.take_request(request) };
        let instead = match &read {
            Some(_) => Some(self.stand_in(request)),
            None => is_changed.then(|| self.respelled(request)),
        };
        Ok(RequestHead { length: self.place, instead, request: read, body, is_last })
    }

    /// The request; none where the library is to refuse it or to find what is meant: a fragment, the address of another
    /// server, controls and what is no UTF-8.
    fn take_request(&mut self, request: &RequestLine<'_>) -> Option<ReadRequest> {
        let target = request.target;
        let is_path =
            target.starts_with(b"/") && target.len() < MAX_TARGET && memchr::memchr(b'#', target).is_none();
        if self.has_control || !is_path {
            return None;
        }
        let target = String::from_utf8(target.to_vec()).ok()?;
        Some(ReadRequest { target, headers: std::mem::take(&mut self.read).text()? })
    }

    /// A head with nothing but what tells where the body ends and what becomes of the connection.
    fn stand_in(&self, request: &RequestLine<'_>) -> Vec<u8> {
        let mut out = Vec::with_capacity(128);
        out.extend_from_slice(request.method);
        out.extend_from_slice(if request.is_version_1_1 { STAND_IN_1_1 } else { STAND_IN_1_0 });
        for (begin, end) in &self.kept {
            out.extend_from_slice(&self.bytes[*begin..*end]);
        }
        out.extend_from_slice(b"\r\n");
        out
    }

    fn respelled(&self, request: &RequestLine<'_>) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.place + 64);
        request.write(&mut out);
        let mut place = memchr::memchr(b'\n', self.bytes).map_or(0, |end| end + 1);
        for (begin, end, instead) in &self.cuts {
            with_line_ends(&self.bytes[place..*begin], &mut out);
            out.extend_from_slice(instead);
            place = *end;
        }
        with_line_ends(&self.bytes[place..self.place], &mut out);
        out
    }
}

/// What comes after the method in the place of another head.
const STAND_IN_1_1: &[u8] = b" / HTTP/1.1\r\nHost: -\r\n";
const STAND_IN_1_0: &[u8] = b" / HTTP/1.0\r\n";

/// Lines that may end in a line feed alone, with the end that HTTP wants.
fn with_line_ends(lines: &[u8], out: &mut Vec<u8>) {
    for line in lines.split_inclusive(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        out.extend_from_slice(line.strip_suffix(b"\r").unwrap_or(line));
        out.extend_from_slice(b"\r\n");
    }
}
