//! What an answer says of its validity and of its bytes.

use chrono::{DateTime, Utc};

use crate::lab::instant_of;
use crate::service::{HttpResult, Ranges, Reply};
use crate::stub::scope::{Scope, TemplateError};
use crate::stub::template::Text;

/// The same, with templates.
#[derive(Debug, Clone, Default)]
pub(in crate::stub) struct ResultTexts {
    pub etag: Option<Text>,
    pub last_modified: Option<Text>,
    pub max_age: Option<u64>,
    pub cache_control: Option<Text>,
    pub compressed: bool,
    pub ranges: bool,
    /// What a browser saves it as.
    pub download: Option<Text>,
}

impl ResultTexts {
    /// The same answer, which says it.
    pub fn applied(&self, reply: Reply, scope: &Scope<'_>) -> Result<Reply, TemplateError> {
        let render = |text: &Option<Text>| -> Result<Option<String>, TemplateError> {
            let rendered = text.as_ref().map(|text| text.render(scope)).transpose()?;
            Ok(rendered.map(super::one_line))
        };
        let last_modified = self.modified(scope)?;
        let download = render(&self.download)?;
        let ranges = match (&download, self.ranges) {
            (Some(_), _) => Ranges::Quiet,
            (None, true) => Ranges::Announced,
            (None, false) => Ranges::None,
        };
        let result = HttpResult {
            etag: render(&self.etag)?,
            last_modified,
            max_age: self.max_age,
            cache_control: render(&self.cache_control)?,
            ranges,
            compressed: self.compressed,
            ..HttpResult::default()
        };
        let reply = match download {
            Some(name) => {
                let now = || scope.call().context.clock().now();
                reply.attached(&name, last_modified.unwrap_or_else(now))
            }
            None => reply,
        };
        Ok(reply.with_result(result))
    }

    fn modified(&self, scope: &Scope<'_>) -> Result<Option<DateTime<Utc>>, TemplateError> {
        let Some(text) = &self.last_modified else { return Ok(None) };
        let said = text.render(scope)?;
        let reason = || format!("`last_modified` is an instant such as {EXAMPLE}; found `{said}`");
        let line = text.line();
        let instant =
            instant_of(said.trim()).ok_or_else(|| TemplateError { line, reason: reason() });
        instant.map(Some)
    }
}

/// How an instant is written.
pub(in crate::stub) const EXAMPLE: &str = "2026-03-01T12:00:00Z";
