//! Answers to GETs that stay the same for a while (`[CacheResponse]`, recorded of 10.1.5).

use std::fmt::Write as _;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::HostCall;
use super::authenticate::Access;
use crate::service::{Body, CacheResponse, HttpResult, Kept, Reply};

/// What is asked for, as far as the cache tells requests apart.
pub struct CacheKey {
    key: String,
    cache: Arc<CacheResponse>,
}

impl CacheKey {
    /// Nothing where answers are not kept.
    pub fn of(
        host_call: HostCall<'_>,
        cache: &Arc<CacheResponse>,
        access: &Access,
    ) -> Option<Self> {
        let request = host_call.request();
        if request.verb != "GET" {
            return None;
        }
        let mut key = format!(
            "{}\n{}\n{}",
            host_call.host.parts.place,
            host_call.answer_type.content_type(),
            request.target
        );
        if cache.by_user {
            let user = access.caller.as_ref().map_or("", |caller| caller.user.id.as_str());
            let _ = write!(key, "\nuser {user}");
        }
        for name in &cache.by_headers {
            let value = request.header(&name.to_ascii_lowercase()).unwrap_or_default();
            let _ = write!(key, "\n{name}: {value}");
        }
        Some(Self { key, cache: cache.clone() })
    }

    /// The answer that was kept.
    pub fn kept(&self, host_call: HostCall<'_>) -> Option<Reply> {
        let tenant = host_call.host.tenant();
        let (reply, since) = tenant.kept_answers().get::<Reply>(&self.key, tenant.clock().now())?;
        Some(self.marked((*reply).clone(), since, Kept::Before))
    }

    /// Keeps an answer, and marks it.
    pub fn keep(&self, host_call: HostCall<'_>, reply: Reply) -> Reply {
        let whole = matches!(reply.body, Body::Value(_) | Body::Text(_) | Body::Bytes(_));
        let is_plain = reply.session.is_none() && reply.fault.is_none();
        if !whole || !is_plain || reply.status.is_some_and(|status| status >= 300) {
            return reply;
        }
        let (tenant, most) = (host_call.host.tenant(), host_call.host.parts.behaviour.most_kept);
        let now = tenant.clock().now();
        let times = (now, self.cache.duration);
        tenant.kept_answers().put(self.key.clone(), Arc::new(reply.clone()), times, most);
        self.marked(reply, now, Kept::New)
    }

    fn marked(&self, reply: Reply, since: DateTime<Utc>, kept: Kept) -> Reply {
        let CacheResponse { max_age, cache_control, by_user, .. } = &*self.cache;
        let result = HttpResult {
            last_modified: max_age.map(|_| since),
            max_age: *max_age,
            cache_control: cache_control.clone().filter(|_| max_age.is_some()),
            compressed: true,
            kept: Some(kept),
            vary: if *by_user { vec!["Cookie"] } else { Vec::new() },
            ..HttpResult::default()
        };
        reply.with_result(result)
    }
}
