//! Which answer a call gets.

use std::cell::Cell;
use std::sync::Arc;

use super::delayed;
use crate::service::{Incoming, Own, RequestPart, RequestView, ServiceError, ServiceFuture};
use crate::stub::answer::{Answer, Says};
use crate::stub::condition::Check;
use crate::stub::folder::Stub;
use crate::stub::scope::{Call, Scope, TemplateError, View};
use crate::tenant::NearMiss;
use crate::wire::Dialect;

/// By which a request chooses an answer.
const BY_NAME: &str = "x-emulator-answer";

/// Why an answer was not taken; put into words only when no answer is.
enum Missed<'s> {
    Check(&'s Check),
    Times(u64),
}

impl Stub {
    /// The answer of the first one whose conditions hold, or of the operation's own service.
    pub fn answer(
        &self,
        incoming: Incoming<'_>,
        own: &Own,
        dialect: &Arc<Dialect>,
    ) -> ServiceFuture {
        let (context, view, made) = (incoming.context.clone(), incoming.view, Cell::new(0));
        let state = context.tenant.clone();
        let number = if self.compiled.counts { state.stubs().count(&self.calls()) } else { 0 };
        let call = Call {
            request: Arc::new(incoming.request.clone()),
            context,
            dialect: dialect.clone(),
            view: self.compiled.sees_request.then(|| View::of(view)),
            number,
        };
        let scope = Scope::new(&self.compiled.env, call, &made);
        match self.chosen(&scope, &incoming) {
            Ok(Some(answer)) => self.given(answer, &scope, incoming, own),
            Ok(None) => incoming.answer_by(own),
            Err(failed) => self.failed(&failed),
        }
    }

    fn given(
        &self,
        answer: &Answer,
        scope: &Scope<'_>,
        incoming: Incoming<'_>,
        own: &Own,
    ) -> ServiceFuture {
        self.count_hit(answer, scope);
        let reply = answer.reply(scope, incoming.view.body());
        let reply = reply.and_then(|reply| answer.remember(scope).map(|()| reply));
        match reply {
            Err(failed) => self.failed(&failed),
            Ok(_) if matches!(answer.says, Says::Service) => {
                delayed(answer.delay, incoming.answer_by(own))
            }
            Ok(reply) => delayed(answer.delay, Box::pin(async move { reply })),
        }
    }

    /// The answer that the request names, else the first whose conditions hold.
    fn chosen(
        &self,
        scope: &Scope<'_>,
        incoming: &Incoming<'_>,
    ) -> Result<Option<&Answer>, TemplateError> {
        if let Some(answer) = self.named(incoming.view) {
            return Ok(Some(answer));
        }
        let stubs = scope.call().context.tenant().stubs();
        let mut nearest: Option<(usize, &Answer, Missed<'_>)> = None;
        for answer in &self.compiled.answers {
            let mut held = 0;
            let mut missed = None;
            for check in &answer.when {
                if !check.holds(scope, incoming.view)? {
                    missed = Some(Missed::Check(check));
                    break;
                }
                held += 1;
            }
            let missed = missed.or_else(|| match &answer.times {
                Some((limit, key)) if !stubs.count_up_to(key, *limit) => {
                    Some(Missed::Times(*limit))
                }
                _ => None,
            });
            match missed {
                None => return Ok(Some(answer)),
                Some(why) if nearest.as_ref().is_none_or(|(most, ..)| held > *most) => {
                    nearest = Some((held, answer, why));
                }
                Some(_) => {}
            }
        }
        if let Some((_, answer, missed)) = nearest {
            let why = match missed {
                Missed::Check(check) => check.shown(scope, incoming),
                Missed::Times(limit) => format!("it was given {limit} times"),
            };
            let (file, operation) = (self.file.display(), &scope.call().context.operation().name);
            tracing::info!(%file, operation, answer = answer.label, why, "no answer took the request");
            scope.call().context.tenant().stub_hits().miss(self.near_miss(&answer.label, why));
        }
        Ok(None)
    }

    /// `X-Emulator-Answer: name`, `Prefer: code=404`.
    fn named(&self, view: &dyn RequestView) -> Option<&Answer> {
        let answers = &self.compiled.answers;
        if let Some(name) = view.header(BY_NAME) {
            return answers.iter().find(|answer| answer.name.as_deref() == Some(name));
        }
        let code = view
            .header("prefer")?
            .split([',', ';'])
            .find_map(|part| part.trim().strip_prefix("code="));
        let code: u16 = code?.trim_matches('"').parse().ok()?;
        answers.iter().find(|answer| answer.sent_status() == code)
    }

    /// What its calls are counted under.
    pub(in crate::stub) fn calls(&self) -> String {
        format!("calls of {}", self.key)
    }

    fn near_miss(&self, answer: &str, why: String) -> NearMiss {
        let host = self.key.strip_prefix("call/").unwrap_or(&self.key);
        NearMiss {
            host: host.split('/').next().unwrap_or_default().to_owned(),
            operation: self.operation.clone(),
            file: self.file.display().to_string(),
            answer: answer.to_owned(),
            why,
        }
    }

    fn count_hit(&self, answer: &Answer, scope: &Scope<'_>) {
        let place = self.compiled.answers.iter().position(|other| std::ptr::eq(other, answer));
        scope.call().context.tenant().stub_hits().count(&self.key, place.unwrap_or_default());
    }

    /// The host's own error for a service that fails; the log says why.
    fn failed(&self, failed: &TemplateError) -> ServiceFuture {
        let (file, line, reason) = (self.file.display(), failed.line, &failed.reason);
        tracing::error!(%file, line, reason, "a stub failed");
        let error = ServiceError::exception(
            "InvalidOperationException",
            "Operation is not valid due to the current state of the object.",
        );
        Box::pin(async move { Err(error) })
    }
}

impl Answer {
    /// The status that it sends, where it has one.
    fn sent_status(&self) -> u16 {
        match &self.says {
            Says::Error(error) => error.status,
            _ => self.status.unwrap_or(200),
        }
    }
}

/// A request of which nothing is known but its DTO.
pub(super) struct NoView;

impl RequestView for NoView {
    fn path(&self) -> &str {
        ""
    }

    fn header(&self, _name: &str) -> Option<&str> {
        None
    }

    fn query(&self, _name: &str) -> Option<&str> {
        None
    }

    fn cookie(&self, _name: &str) -> Option<&str> {
        None
    }

    fn all(&self, _part: RequestPart) -> Vec<(String, String)> {
        Vec::new()
    }

    fn body(&self) -> &[u8] {
        &[]
    }
}
