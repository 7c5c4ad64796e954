//! Stage 2: the type of the answer.

use std::borrow::Cow;

use super::Request;
use super::form::is_form;
use super::route::{Address, ApiFormat};
use super::text::{pieces, split_at};
use crate::host::{Feature, Host, Version};
use crate::wire::Format;

/// The type of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnswerType<'r> {
    /// How its body is written; `None` for a type that the host cannot write.
    pub format: Option<Format>,
    /// Its `Content-Type`, where that is not the format's own: a host of 5.x sends the request's
    /// back as it was spelled.
    spelled: Option<&'r str>,
}

impl From<Format> for AnswerType<'_> {
    fn from(format: Format) -> Self {
        Self { format: Some(format), spelled: None }
    }
}

impl<'r> AnswerType<'r> {
    /// The type of the request's body, as it was spelled.
    fn own(host: &Host, request: &'r Request) -> Self {
        let content_type = request.content_type();
        let format = Format::from_request_type(&content_type)
            .or_else(|| Format::from_media_type(&content_type));
        let format = format.filter(|format| host.has_format(*format));
        Self { format, spelled: request.header("content-type").map(str::trim) }
    }

    /// Whether the body is written so.
    pub fn is(&self, format: Format) -> bool {
        self.format == Some(format)
    }

    /// Whether it is this format, by the format's own name.
    pub fn is_plainly(&self, format: Format) -> bool {
        self.is(format) && self.spelled.is_none_or(|spelled| spelled == format.media_type())
    }

    /// The value of `Content-Type`. JSON alone gets a charset, and only as the host itself spells
    /// it.
    pub fn content_type(&self) -> Cow<'static, str> {
        match (self.spelled, self.format) {
            (Some("application/json"), _) | (None, None) => Format::Json.content_type().into(),
            (Some(spelled), _) => spelled.to_owned().into(),
            (None, Some(format)) => format.content_type().into(),
        }
    }

    /// The name of the format, for the log.
    pub fn name(&self) -> Option<&'static str> {
        self.format.map(Format::name)
    }
}

/// The answer's type. Suffix before `?callback=` before `?format=` before the endpoint's own before
/// `Accept`.
pub fn answer_type<'r>(host: &Host, request: &'r Request, address: &Address) -> AnswerType<'r> {
    let suffix = match address {
        Address::Route { suffix, .. } => *suffix,
        Address::Api(ApiFormat::Suffix(suffix)) => Some(*suffix),
        Address::Api(_) | Address::Endpoint(_) => None,
    };
    let wanted = suffix
        .or_else(|| asked_by_query(host, request))
        .map_or_else(|| by_address(host, request, address), AnswerType::from);
    if wanted.is(Format::Html) && host.config().lacks(Feature::Html) {
        return host.config().default_format().into();
    }
    wanted
}

/// The name of the function that wraps a JSON answer: `?callback=`, with every unsafe character
/// replaced (docs/wire/http.md#jsonp).
pub fn callback(host: &Host, request: &Request) -> Option<String> {
    if !host.config().allow_jsonp_requests {
        return None;
    }
    let safe = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '_') { c } else { '_' };
    let name: String = request.query.get("callback")?.chars().map(safe).collect();
    Some(name).filter(|name| !name.is_empty())
}

/// `?callback=`, else `?format=`: the recorded host takes any value that contains the name of a
/// format (`jsonl` is JSON).
fn asked_by_query(host: &Host, request: &Request) -> Option<Format> {
    let has_callback = request.query.get("callback").is_some_and(|name| !name.is_empty());
    if has_callback && host.config().allow_jsonp_requests {
        return Some(Format::Json);
    }
    let wanted = request.query.get("format")?;
    let wanted = split_at(b'.', wanted).map_or(wanted, |(before, _)| before);
    match host.version() {
        Version::V5 => named(host, &wanted.to_ascii_lowercase()),
        Version::V10 => host.format_named(wanted),
    }
}

fn named(host: &Host, name: &str) -> Option<Format> {
    host.format_named(name).or_else(|| {
        [Format::Json, Format::Xml, Format::Jsv]
            .into_iter()
            .find(|format| name.contains(format.name()))
    })
}

fn by_address<'r>(host: &Host, request: &'r Request, address: &Address) -> AnswerType<'r> {
    match address {
        Address::Endpoint(format) => of_endpoint(request, *format),
        Address::Api(ApiFormat::Unknown) => {
            accepted(host, request).unwrap_or(host.config().default_format().into())
        }
        // A browser's Accept is no wish here: `/api` is for programs.
        Address::Api(_) if host.strict() => Format::Json.into(),
        Address::Api(_) => {
            let accepted = accepted(host, request).filter(|wanted| !wanted.is(Format::Html));
            accepted.unwrap_or(Format::Json.into())
        }
        Address::Route { .. } => match named_by_path(host, request) {
            Some(format) => format.into(),
            None => accepted(host, request).unwrap_or(host.config().default_format().into()),
        },
    }
}

/// 5.9.1 takes a short first segment of any path for the name of a format, if it contains one.
fn named_by_path(host: &Host, request: &Request) -> Option<Format> {
    const LONGEST: usize = 4;
    let path = request.path();
    let first = first_segment(path);
    let is_looked_at = first.len() <= LONGEST
        && path.len() > LONGEST
        && host.version() == Version::V5
        && request.query.get("format").is_none();
    if is_looked_at { named(host, &first.to_ascii_lowercase()) } else { None }
}

/// The host calls JSV `text/jsv` at its endpoint, when a `?format=` names nothing that it
/// knows (recorded).
fn of_endpoint<'r>(request: &Request, format: Format) -> AnswerType<'r> {
    let renamed = format == Format::Jsv && request.query.get("format").is_some();
    AnswerType { format: Some(format), spelled: renamed.then_some("text/jsv") }
}

fn first_segment(path: &str) -> &str {
    let path = path.strip_prefix('/').unwrap_or(path);
    split_at(b'/', path).map_or(path, |(first, _)| first)
}

fn accepted<'r>(host: &Host, request: &'r Request) -> Option<AnswerType<'r>> {
    let found = match host.version() {
        Version::V5 => preferred_by_classic(host, request),
        Version::V10 => preferred_by_modern(host, request),
    };
    // A tolerant host also takes the aliases that the recorded one only reads in requests.
    found.or_else(|| {
        let alias = || accepted_entries(request).find_map(Format::from_request_type);
        if host.strict() { None } else { alias().map(AnswerType::from) }
    })
}

/// The types that a host of 5.x looks for in `Accept`, by its own preference.
const ORDER: [Format; 4] = [Format::Html, Format::Json, Format::Xml, Format::Jsv];

/// 5.9.1: an entry asks for a type when it begins with it. The request's own type is the answer's
/// if it is asked for; else the host's order decides, and the client's counts for nothing; then
/// `*/*` gives the type of the request, exactly as it was spelled; then comes CSV (recorded).
fn preferred_by_classic<'r>(host: &Host, request: &'r Request) -> Option<AnswerType<'r>> {
    let (mut wanted, mut anything, mut csv) = ([false; ORDER.len()], false, false);
    let has_csv = host.has_format(Format::Csv);
    for line in request.headers.all("accept").flat_map(|line| pieces(b',', line)) {
        let entry = media_type(line);
        for (wanted, format) in wanted.iter_mut().zip(ORDER) {
            *wanted |= begins_with(entry, format.media_type());
        }
        anything |= entry == "*/*";
        // The recorded host finds CSV only where no blank stands before it.
        csv |= has_csv
            && begins_with(if host.strict() { line } else { entry }, Format::Csv.media_type());
    }
    let first = host.config().default_format();
    let of_host = || {
        let formats = || ORDER.into_iter().zip(wanted).filter(|(_, wanted)| *wanted);
        let found = formats().find(|(format, _)| *format == first).or_else(|| formats().next());
        found.map(|(format, _)| format)
    };
    let Some(first) = of_host() else {
        let of_anything =
            || of_request(host, request).unwrap_or(host.config().default_format().into());
        return if anything { Some(of_anything()) } else { csv.then_some(Format::Csv.into()) };
    };
    let own = Format::from_media_type(&request.content_type());
    let own_place = own.and_then(|own| ORDER.iter().position(|format| *format == own));
    Some(own_place.filter(|place| wanted[*place]).map_or(first, |place| ORDER[place]).into())
}

/// What `*/*` gives: the type of the request, forms excepted. For a type that it cannot write the
/// recorded host answers 405 with nothing; a tolerant one answers as if the client had asked for
/// nothing.
fn of_request<'r>(host: &Host, request: &'r Request) -> Option<AnswerType<'r>> {
    let content_type = request.content_type();
    if content_type.is_empty() || is_form(&content_type) {
        return None;
    }
    let own = AnswerType::own(host, request);
    if own.format.is_none() && !host.strict() {
        tracing::warn!(%content_type, "Accept */* with a foreign Content-Type: the real host answers 405");
        return None;
    }
    Some(own)
}

/// 10.x: the header is one text, whose beginning is compared with the types; so its first entry
/// alone decides (recorded: topics A1 to A6).
fn preferred_by_modern<'r>(host: &Host, request: &'r Request) -> Option<AnswerType<'r>> {
    let accept = media_type(request.headers.all("accept").next()?);
    let mut formats = ORDER.into_iter().chain([Format::Csv, Format::Jsonl]);
    let wanted = formats
        .find(|format| begins_with(accept, format.media_type()))
        .filter(|format| host.has_format(*format));
    let anything = || (accept == "*/*").then(|| of_request(host, request)).flatten();
    wanted.map(AnswerType::from).or_else(anything)
}

/// The entries of all `Accept` lines without their parameters.
fn accepted_entries(request: &Request) -> impl Iterator<Item = &str> {
    request.headers.all("accept").flat_map(|line| pieces(b',', line)).map(media_type)
}

fn media_type(entry: &str) -> &str {
    split_at(b';', entry).map_or(entry, |(media_type, _)| media_type).trim()
}

fn begins_with(entry: &str, media_type: &str) -> bool {
    entry
        .as_bytes()
        .get(..media_type.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(media_type.as_bytes()))
}
