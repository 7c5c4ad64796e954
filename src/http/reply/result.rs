//! What `HttpResult` says of an answer: validity, 304, ranges, compression (recorded of 10.1.5).

use std::io::Write as _;

use chrono::{DateTime, NaiveDateTime, Utc};
use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};

use super::HostCall;
use crate::host::Version;
use crate::http::{Answer, Body};
use crate::service::{HttpResult, Kept, Ranges};

/// How long an answer with `ETag` or `Last-Modified` is valid that does not say it, in seconds.
const PRESET_AGE: u64 = 600;

/// The answer with all that the result says.
pub fn finished(host_call: HostCall<'_>, answer: Answer, result: &HttpResult) -> Answer {
    let mut answer = answer;
    if host_call.request().verb == "GET" {
        if is_known(host_call, result) {
            return not_modified(result);
        }
        answer = dated(answer, result, false);
    }
    answer = ranged(host_call, answer, result.ranges);
    if result.compressed {
        answer = compressed(host_call, answer, result);
    }
    result.vary.iter().fold(answer, |answer, header| answer.header("Vary", *header))
}

/// Whether the client has the answer already. A list of tags and `*` are not understood.
fn is_known(host_call: HostCall<'_>, result: &HttpResult) -> bool {
    let request = host_call.request();
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").trim_matches('"').to_owned();
    let has_tag = |etag: &String| {
        request.header("if-none-match").is_some_and(|known| bare(known) == bare(etag))
    };
    let has_since = |modified: DateTime<Utc>| {
        let known = request.header("if-modified-since").and_then(instant);
        known.is_some_and(|known| known >= whole_seconds(modified))
    };
    result.etag.as_ref().is_some_and(has_tag) || result.last_modified.is_some_and(has_since)
}

fn whole_seconds(time: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp(time.timestamp(), 0).unwrap_or(time)
}

/// A date as HTTP or as ISO 8601 writes it.
fn instant(text: &str) -> Option<DateTime<Utc>> {
    let http = NaiveDateTime::parse_from_str(text.trim(), "%a, %d %b %Y %H:%M:%S GMT");
    let http = http.map(|clock| clock.and_utc()).ok();
    http.or_else(|| Some(DateTime::parse_from_rfc3339(text.trim()).ok()?.to_utc()))
}

fn not_modified(result: &HttpResult) -> Answer {
    dated(Answer::empty(304), result, result.kept.is_some())
}

/// What a cache is told. A 304 of an answer that the host keeps has no `Last-Modified`.
fn dated(mut answer: Answer, result: &HttpResult, undated: bool) -> Answer {
    let is_dated = result.etag.is_some() || result.last_modified.is_some();
    let age = result
        .max_age
        .or_else(|| (is_dated && result.cache_control.is_none()).then_some(PRESET_AGE));
    let age = age.map(|seconds| format!("max-age={seconds}"));
    let said: Vec<String> = age.into_iter().chain(result.cache_control.clone()).collect();
    if !said.is_empty() {
        answer = answer.header("Cache-Control", said.join(", "));
    }
    if let Some(etag) = &result.etag {
        answer = answer.header("ETag", format!("\"{}\"", etag.trim_matches('"')));
    }
    match result.last_modified {
        Some(time) if !undated => {
            answer.header("Last-Modified", time.format("%a, %d %b %Y %H:%M:%S GMT").to_string())
        }
        _ => answer,
    }
}

/// The part of the bytes that the client asks for. The reason phrase stays that of the whole.
fn ranged(host_call: HostCall<'_>, mut answer: Answer, ranges: Ranges) -> Answer {
    if ranges == Ranges::None {
        return answer;
    }
    if ranges == Ranges::Announced {
        answer = answer.header("Accept-Ranges", "bytes");
    }
    let Some(wanted) = host_call.request().header("range") else { return answer };
    let Body::Whole(bytes) = &answer.body else { return answer };
    match Range::read(wanted, bytes.len(), host_call.host.strict()) {
        Ok(range) => {
            let part = bytes.get(range.from..=range.to).unwrap_or_default().to_vec();
            let said = format!("bytes {}-{}/{}", range.from, range.to, bytes.len());
            let reason = answer.reason.clone().unwrap_or_else(|| "OK".to_owned());
            let answer = answer.header("Content-Range", said).body(part).reason(reason);
            Answer { status: 206, ..answer }
        }
        Err(Some(reason)) => Answer { status: 416, ..answer.body("").reason(reason) },
        Err(None) => Answer { status: 400, reason: None, ..answer.body("") },
    }
}

struct Range {
    from: usize,
    to: usize,
}

impl Range {
    /// One range of bytes. What begins behind the end is an empty part, as the host has it.
    ///
    /// # Errors
    /// The reason phrase of a 416, or nothing where the request makes no sense.
    fn read(text: &str, length: usize, strict: bool) -> Result<Self, Option<&'static str>> {
        let wanted = text.strip_prefix("bytes=").unwrap_or_default().trim();
        if wanted.is_empty() {
            return Err(Some("Unsupported HTTP Range"));
        }
        if wanted.contains(',') {
            return Err(Some("Multiple HTTP Ranges is not supported"));
        }
        let (from, to) = wanted.split_once('-').ok_or(None)?;
        let number = |text: &str| text.trim().parse::<usize>().map_err(|_| None);
        let last = length.saturating_sub(1);
        if from.trim().is_empty() {
            // The host gives one byte more than it was asked for (recorded).
            let count = number(to)?.saturating_add(usize::from(strict));
            return Ok(Self { from: length.saturating_sub(count), to: last });
        }
        let to = if to.trim().is_empty() { last } else { number(to)?.min(last) };
        Ok(Self { from: number(from)?, to })
    }
}

/// The first of these whose name stands anywhere in `Accept-Encoding`; quality does not count
/// (recorded: `gzip;q=0`).
fn compressed(host_call: HostCall<'_>, answer: Answer, result: &HttpResult) -> Answer {
    let Body::Whole(bytes) = &answer.body else { return answer };
    let Some(accepted) = host_call.request().header("accept-encoding") else { return answer };
    let accepted = accepted.to_ascii_lowercase();
    let known = match host_call.host.version() {
        Version::V5 => &["deflate", "gzip"][..],
        Version::V10 => &["br", "deflate", "gzip"][..],
    };
    let Some(encoding) = known.iter().find(|name| accepted.contains(**name)) else { return answer };
    let Ok(packed) = packed(encoding, bytes) else { return answer };
    let varies = result.kept == Some(Kept::New) && result.max_age.is_some();
    let answer = answer.body(packed).header("Content-Encoding", *encoding);
    if varies { answer.header("Vary", "Accept-Encoding") } else { answer }
}

fn packed(encoding: &str, bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    match encoding {
        "br" => {
            let mut packed = Vec::new();
            let parameters = brotli::enc::BrotliEncoderParams { quality: 4, ..Default::default() };
            brotli::BrotliCompress(&mut &*bytes, &mut packed, &parameters)?;
            Ok(packed)
        }
        "deflate" => {
            let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
            encoder.write_all(bytes)?;
            encoder.finish()
        }
        _ => {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
            encoder.write_all(bytes)?;
            encoder.finish()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_is_understood() {
        let read = |text, strict| match Range::read(text, 100, strict) {
            Ok(range) => format!("{}-{}", range.from, range.to),
            Err(reason) => reason.unwrap_or("nonsense").to_owned(),
        };
        for (text, wanted) in [
            ("bytes=0-9", "0-9"),
            ("bytes=10-", "10-99"),
            ("bytes=99-500", "99-99"),
            ("bytes=200-300", "200-99"),
            ("bytes=-5", "95-99"),
            ("bytes=-500", "0-99"),
            ("bytes=0-1,4-5", "Multiple HTTP Ranges is not supported"),
            ("bytes=", "Unsupported HTTP Range"),
            ("items=0-1", "Unsupported HTTP Range"),
            ("bytes=a-b", "nonsense"),
            ("bytes=18446744073709551615-18446744073709551616", "nonsense"),
        ] {
            assert_eq!(read(text, false), wanted, "{text}");
        }
        assert_eq!(read("bytes=-5", true), "94-99", "recorded");
    }

    #[test]
    fn dates_of_http_and_of_iso_8601_are_read() {
        let noon = "2026-03-01T12:00:00Z".parse().ok();
        assert_eq!(instant("Sun, 01 Mar 2026 12:00:00 GMT"), noon);
        assert_eq!(instant("2026-03-01T12:00:00Z"), noon);
        assert_eq!(instant("nonsense"), None);
    }
}
