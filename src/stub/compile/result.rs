//! `cache` of an operation; `etag`, `last_modified`, `max_age`, `cache_control`, `compress`,
//! `ranges` and `download` of an answer.

use std::sync::Arc;

use super::{Compiler, place_of};
use crate::lab::instant_of;
use crate::one_line::is_token;
use crate::service::CacheResponse;
use crate::stub::answer::{EXAMPLE, ResultTexts};
use crate::stub::document::{AnswerDocument, CacheDocument, Echo, Part};
use crate::stub::mistake::Fault;
use crate::stub::template::Text;
use crate::stub::tree::Node;

/// A year: what is kept longer is a mistake.
const LONGEST_SECONDS: u64 = 366 * 24 * 3600;

impl Compiler<'_> {
    /// For how long answers stay the same.
    pub(super) fn cache(
        &self,
        document: &CacheDocument,
        root: &Node,
    ) -> Result<Arc<CacheResponse>, Fault> {
        let node = root.get("cache").unwrap_or(root);
        let CacheDocument { duration, max_age, control, by_user, by_headers } = document;
        if let Some(bad) = by_headers.iter().find(|name| !is_token(name)) {
            let reason = format!("`cache.by_headers`: `{bad}` is no name of a header");
            return Err(Fault::at(place_of(node, "by_headers"), reason));
        }
        if control.is_some() && max_age.is_none() {
            let reason =
                "`cache.control` goes with `cache.max_age`: without it nothing is said to clients";
            return Err(Fault::at(place_of(node, "control"), reason));
        }
        if control.as_ref().is_some_and(|words| words.contains(char::is_control)) {
            return Err(Fault::at(place_of(node, "control"), "`cache.control` is one line"));
        }
        let kept = seconds(duration, node, ("duration", "cache.duration"))?;
        if kept == 0 {
            let reason = "`cache.duration` is one second or more: with 0 nothing is kept";
            return Err(Fault::at(place_of(node, "duration"), reason));
        }
        let max_age = max_age.as_ref();
        let max_age =
            max_age.map(|text| seconds(text, node, ("max_age", "cache.max_age"))).transpose()?;
        Ok(Arc::new(CacheResponse {
            duration: u32::try_from(kept).unwrap_or(u32::MAX),
            max_age,
            cache_control: control.clone(),
            by_user: *by_user,
            by_headers: by_headers.clone(),
        }))
    }

    /// What an answer says of its validity and of its bytes; none where it says nothing.
    pub(super) fn result(
        &mut self,
        document: &AnswerDocument,
        node: &Node,
        path: &str,
    ) -> Result<Option<Box<ResultTexts>>, Fault> {
        let AnswerDocument { etag, last_modified, max_age, cache_control, .. } = document;
        let AnswerDocument { compress, ranges, download, .. } = document;
        let validity = [
            ("etag", etag.is_some()),
            ("last_modified", last_modified.is_some()),
            ("max_age", max_age.is_some()),
            ("cache_control", cache_control.is_some()),
        ];
        let bytes = [("ranges", *ranges), ("download", download.is_some())];
        let said = |members: &[(&'static str, bool)]| {
            members.iter().find(|(_, is)| *is).map(|(name, _)| *name)
        };
        let all = [&validity[..], &bytes[..], &[("compress", *compress)][..]].concat();
        if said(&all).is_none() {
            return Ok(None);
        }
        let behind = document.service || document.records.is_some();
        let wrong = match document {
            AnswerDocument { error: Some(_), .. } => said(&all).map(|name| (name, "`error`")),
            _ if behind => said(&all[..6]).map(|name| (name, "`service` and `records`")),
            _ => None,
        };
        if let Some((name, other)) = wrong {
            let reason = format!("`{path}.{name}` does not go with {other}");
            return Err(Fault::at(place_of(node, name), reason));
        }
        if let Some(name) = said(&bytes).filter(|_| !is_raw(document)) {
            let reason = format!(
                "`{path}.{name}` goes with `body`, `body_file`, `base64` and `echo = \"body\"`"
            );
            return Err(Fault::at(place_of(node, name), reason));
        }
        let max_age = max_age
            .as_ref()
            .map(|text| seconds(text, node, ("max_age", &format!("{path}.max_age"))))
            .transpose()?;
        Ok(Some(Box::new(ResultTexts {
            etag: self.part(etag.as_ref(), path, "etag")?,
            last_modified: self.modified(last_modified.as_ref(), path)?,
            max_age,
            cache_control: self.part(cache_control.as_ref(), path, "cache_control")?,
            compressed: *compress,
            ranges: *ranges,
            download: self.part(download.as_ref(), path, "download")?,
        })))
    }

    fn part(&mut self, part: Option<&Part>, path: &str, name: &str) -> Result<Option<Text>, Fault> {
        part.map(|Part(node)| self.text_of(node, &format!("{path}.{name}"))).transpose()
    }

    fn modified(&mut self, part: Option<&Part>, path: &str) -> Result<Option<Text>, Fault> {
        let text = self.part(part, path, "last_modified")?;
        match (&text, part) {
            (Some(Text::Constant(said)), Some(Part(node))) if instant_of(said.trim()).is_none() => {
                let reason = format!(
                    "`{path}.last_modified` is an instant such as {EXAMPLE}; found `{said}`"
                );
                Err(Fault::at(node.at, reason))
            }
            _ => Ok(text),
        }
    }
}

/// Whether an answer is bytes or a text that is sent as it is.
pub(super) fn is_raw(document: &AnswerDocument) -> bool {
    document.body.is_some()
        || document.body_file.is_some()
        || document.base64.is_some()
        || document.echo == Some(Echo::Body)
}

/// A time in whole seconds.
fn seconds(text: &str, node: &Node, (member, path): (&str, &str)) -> Result<u64, Fault> {
    let parsed = humantime::parse_duration(text).ok();
    let whole = parsed.filter(|span| span.subsec_nanos() == 0).map(|span| span.as_secs());
    whole.filter(|seconds| *seconds <= LONGEST_SECONDS).ok_or_else(|| {
        let reason =
            format!("`{path}` is a time of whole seconds, like 30s or 10m; found `{text}`");
        Fault::at(place_of(node, member), reason)
    })
}
