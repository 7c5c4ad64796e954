//! A request as it came: bytes and text, nothing decided yet.

use std::borrow::Cow;
use std::net::SocketAddr;

use super::Headers;
use super::form::{self, FormFault};
use super::query::Query;
use super::text::{decoded_path, is_escaped, pieces2, split_at};
use crate::edition::Platform;

/// One request.
#[derive(Debug, Clone)]
pub struct Request {
    /// Upper-case verb, after `X-Http-Method-Override`.
    pub verb: Cow<'static, str>,
    /// Path and query as sent.
    pub target: String,
    /// How much of the target is the path.
    path_length: usize,
    /// The path, decoded, where the target spells it otherwise.
    decoded_path: Option<String>,
    /// How much of the path is before the site that answers.
    base_length: usize,
    /// The query string.
    pub query: Query,
    /// Its headers.
    pub headers: Headers,
    /// The body, at most as long as the limit allows.
    pub body: Vec<u8>,
    /// The fields of the body, where it is a form.
    pub form: Option<Query>,
    /// Whether the verb came in capitals: `get` is not quite `GET` to the recorded host.
    pub has_plain_verb: bool,
    /// The verb that was sent, where another one is in force.
    sent_verb: Option<Cow<'static, str>>,
    /// Whether its verb was overridden with nothing.
    pub overrides_with_nothing: bool,
    /// Whether it is a POST or PUT of HTTP/1 that says nothing of a body, not even that there is
    /// none.
    pub lacks_length: bool,
    /// The limit in bytes that the body went beyond, so that none of it is here.
    pub beyond: Option<usize>,
    /// `http` or `https`, as this server speaks it.
    pub scheme: &'static str,
    /// How escapes, forms and cookies are read.
    pub platform: Platform,
    /// The id of this request in the log and in `X-Request-Id`.
    pub id: String,
    /// Where the server listens that it came to; none without a server.
    pub server: Option<SocketAddr>,
}

impl Request {
    /// Reads verb, target and headers; `body` is what came after them.
    pub fn new(verb: &str, target: impl Into<String>, headers: Headers, body: Vec<u8>) -> Self {
        Self::on(Platform::Framework, verb, target.into(), headers, body)
    }

    /// The same, as this platform reads escapes, forms and cookies.
    pub fn on(
        platform: Platform,
        verb: &str,
        target: String,
        headers: Headers,
        body: Vec<u8>,
    ) -> Self {
        let target = match platform {
            Platform::Framework => target,
            Platform::Kestrel => without_dots(target),
        };
        let (path, query) = split_at(b'?', &target).unwrap_or((&target, ""));
        let mut request = Self {
            verb: verb_of(verb),
            path_length: path.len(),
            decoded_path: is_escaped(path).then(|| decoded_path(platform, path)),
            base_length: 0,
            query: Query::parse_on(platform, query),
            target,
            // Two are one that no scheme reads, so that nobody is let in by the wrong one.
            headers: headers.joined("authorization"),
            body,
            form: None,
            has_plain_verb: is_plain(verb),
            sent_verb: None,
            overrides_with_nothing: false,
            lacks_length: false,
            beyond: None,
            platform,
            scheme: "http",
            id: String::new(),
            server: None,
        };
        // Nobody looks for a form where there is nothing to read and the query string says all.
        if !request.body.is_empty() || !matches!(&*request.verb, "GET" | "HEAD") {
            request.form = form::read(&request);
        }
        match request.overriding_verb().map(|verb| (verb_of(verb), is_plain(verb))) {
            Some((verb, _)) if verb.is_empty() => request.overrides_with_nothing = true,
            Some((verb, is_plain)) => {
                request.sent_verb = Some(std::mem::replace(&mut request.verb, verb));
                request.has_plain_verb = is_plain;
            }
            None => {}
        }
        request
    }

    /// The same request with no verb at all: what an empty `X-Http-Method-Override` makes of it.
    pub fn without_verb(&self) -> Self {
        Self { verb: "".into(), ..self.clone() }
    }

    /// The same request with the verb that was sent; none where that is in force.
    pub fn with_sent_verb(&self) -> Option<Self> {
        let verb = self.sent_verb.clone()?;
        Some(Self { verb, ..self.clone() })
    }

    /// What ASP.NET Core would not read of the form.
    pub fn form_fault(&self) -> Option<FormFault> {
        self.form.as_ref().and_then(|_| form::fault(self))
    }

    /// Whether the body came in chunks, so that its length was not given.
    pub fn is_chunked(&self) -> bool {
        self.header("transfer-encoding").is_some()
    }

    /// Where the site begins that answers, as the client spelled it; empty at the root.
    pub fn base_path(&self) -> &str {
        self.whole_path().get(..self.base_length).unwrap_or_default()
    }

    /// Path below it, decoded; `+` is a blank (recorded: `/hello/a+b`).
    pub fn path(&self) -> &str {
        self.whole_path().get(self.base_length..).unwrap_or_default()
    }

    /// Lets the site begin so much further within the path.
    pub(super) fn strip_base(&mut self, length: usize) {
        self.base_length += length;
    }

    fn whole_path(&self) -> &str {
        self.decoded_path.as_deref().unwrap_or(self.plain_target())
    }

    /// The value of a header; the last one when it came several times.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.all(name).next_back()
    }

    /// The media type of the body: lower case, without parameters; empty when none was sent.
    pub fn content_type(&self) -> Cow<'_, str> {
        let header = self.header("content-type").unwrap_or_default();
        let media_type = split_at(b';', header).map_or(header, |(media_type, _)| media_type).trim();
        if media_type.bytes().any(|byte| byte.is_ascii_uppercase()) {
            media_type.to_ascii_lowercase().into()
        } else {
            media_type.into()
        }
    }

    /// Host name and port as the client addressed them.
    pub fn host(&self) -> &str {
        self.header("host").unwrap_or("localhost")
    }

    /// `https` if the client speaks it, to this server or to a proxy before it that says so
    /// (`X-Forwarded-Proto`; recorded: topic B20), else `http`.
    pub fn seen_scheme(&self) -> &'static str {
        match self.header("x-forwarded-proto") {
            Some("https") => "https",
            _ => self.scheme,
        }
    }

    /// `http://host:port`.
    pub fn origin(&self) -> String {
        format!("{}://{}", self.seen_scheme(), self.host())
    }

    /// `http://host:port`, and the base path.
    pub fn base_url(&self) -> String {
        format!("{}{}", self.origin(), self.base_path())
    }

    /// The cookies sent, in order, by name and value. A malformed pair is passed over (recorded:
    /// `bad cookie name=null`).
    pub fn cookies(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers.all("cookie").flat_map(|header| cookies_of(self.platform, header))
    }

    /// The value of a cookie; the last one when it came several times (recorded: topic B19).
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies().filter(|(cookie, _)| *cookie == name).last().map(|(_, value)| value)
    }

    /// `X-Http-Method-Override`, as header, query key or field of a form (recorded: topic
    /// `err suppress`).
    pub(crate) fn overriding_verb(&self) -> Option<&str> {
        const OVERRIDE: &str = "x-http-method-override";
        let in_form = || self.form.as_ref()?.get(OVERRIDE);
        self.header(OVERRIDE).or_else(|| self.query.get(OVERRIDE)).or_else(in_form)
    }

    /// What was asked for without its query, as sent.
    pub fn plain_target(&self) -> &str {
        self.target.get(..self.path_length).unwrap_or(&self.target)
    }
}

/// The cookies of one header, by name and value. A comma divides them as well (recorded: topic
/// B19).
pub(super) fn cookies_of(platform: Platform, header: &str) -> impl Iterator<Item = (&str, &str)> {
    // ASP.NET Core does not divide at commas (recorded: topic B19).
    let other = if platform == Platform::Kestrel { b';' } else { b',' };
    // Names are short: a search with preparations would not pay.
    pieces2(b';', other, header).filter_map(move |pair| {
        let pair = pair.trim_ascii();
        let name_end = pair.bytes().position(|byte| byte == b'=')?;
        // No value of ASP.NET Core has a blank (recorded: topic P9).
        if platform == Platform::Kestrel && pair.contains(' ') {
            return None;
        }
        Some((&pair[..name_end], &pair[name_end + 1..]))
    })
}

/// The target without `.` and `..` among the segments of its path, as Kestrel reads it.
fn without_dots(target: String) -> String {
    let path = target.split('?').next().unwrap_or_default();
    if !path.contains(['.', '%']) {
        return target;
    }
    let query = &target[path.len()..];
    let mut kept: Vec<&str> = Vec::new();
    let mut segments = path.split('/').skip(1).peekable();
    while let Some(segment) = segments.next() {
        let is_last = segments.peek().is_none();
        match segment.replace("%2e", ".").replace("%2E", ".").as_str() {
            "." | ".." => {
                if segment.len() != 1 && !segment.eq_ignore_ascii_case("%2e") {
                    kept.pop();
                }
                if is_last {
                    kept.push("");
                }
            }
            _ => kept.push(segment),
        }
    }
    format!("/{}{query}", kept.join("/"))
}

/// Whether a verb has no small letter.
fn is_plain(verb: &str) -> bool {
    !verb.bytes().any(|byte| byte.is_ascii_lowercase())
}

/// A verb in upper case.
fn verb_of(text: &str) -> Cow<'static, str> {
    const COMMON: [&str; 7] = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"];
    let common = COMMON.into_iter().find(|verb| verb.eq_ignore_ascii_case(text));
    common.map_or_else(|| text.to_ascii_uppercase().into(), Cow::Borrowed)
}
